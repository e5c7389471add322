# Builds the fuzz target of RenewalXML, for the scripts that fuzz with it and that look for leaks. Sourced after
# common.sh, on Linux only, as Apple's toolchains have no libFuzzer.

xml_fuzzer="$root/.build/checks/fuzz-xml/fuzz"

build_xml_fuzzer() {
    local package="$root/Tests/RenewalXMLFuzz" work="$root/.build/checks/fuzz-xml" library options
    mkdir -p "$work"
    say "building the fuzz target"
    # SwiftPM takes one sanitizer; the compiler takes the last word.
    options=(-c release --package-path "$package" --scratch-path "$work/build" --sanitize=fuzzer
        -Xswiftc -sanitize=fuzzer,address)
    swift build --quiet "${options[@]}" --product RenewalXMLFuzz
    library="$(swift build "${options[@]}" --show-bin-path)/libRenewalXMLFuzz.a"
    if [ "$xml_fuzzer" -nt "$library" ]; then return; fi
    # pkg-config gives one word for each option.
    # shellcheck disable=SC2046
    if ! swiftc -sanitize=fuzzer,address -Xlinker --whole-archive "$library" -Xlinker --no-whole-archive \
        $(pkg-config --libs libxml-2.0) -o "$xml_fuzzer" >"$work/link.log" 2>&1; then
        cat "$work/link.log" >&2
        fail "the fuzz target could not be linked"
    fi
}
