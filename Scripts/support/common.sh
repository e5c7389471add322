# Shared by the scripts: where the repository is, messages, timed steps, installing what is missing.
# Sourced, never run. Works with the bash 3.2 of macOS.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf '==> %s\n' "$*"; }
fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Runs a command as root: directly, or with sudo where that can work without a password or where somebody can type one.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        sudo "$@"
    else
        return 1
    fi
}

# Installs system packages, or says what to install where this user may not.
install_packages() {
    if command -v apt-get >/dev/null; then
        say "installing with apt-get: $*"
        if ! { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends "$@"; } </dev/null >/dev/null; then
            fail "could not install; run this as root, then try again: apt-get install $*"
        fi
    elif command -v brew >/dev/null; then
        say "installing with brew: $*"
        brew install --quiet "$@" </dev/null || fail "brew could not install: $*"
    else
        fail "this system has neither apt-get nor brew; install these and try again: $*"
    fi
}

compiler() { if command -v clang >/dev/null; then echo clang; else echo c++; fi; }

# Whether a thing of a list is here: command:NAME, header:NAME (found by the C++ compiler), pkgconfig:NAME (a library
# that pkg-config knows), python:MODULE.
is_present() {
    case "$1" in
        command:*) command -v "${1#command:}" >/dev/null ;;
        header:*) printf '#include <%s>\n' "${1#header:}" | "$(compiler)" -x c++ -fsyntax-only - 2>/dev/null ;;
        pkgconfig:*) pkg-config --exists "${1#pkgconfig:}" 2>/dev/null ;;
        python:*) python3 -c "import ${1#python:}" 2>/dev/null ;;
        *) fail "unknown check '$1'" ;;
    esac
}

# Reads a list (Scripts/support/*.list) and prints, each once, the packages for this system whose check fails.
# A line: check, Debian package, Homebrew package, what it is for; "-" where a system needs none.
missing_packages() {
    local check debian homebrew purpose package
    while read -r check debian homebrew purpose; do
        case "$check" in '' | '#'*) continue ;; esac
        if [ "$(uname)" = Darwin ]; then package=$homebrew; else package=$debian; fi
        [ "$package" = - ] || is_present "$check" || printf '%s\n' "$package"
    done <"$1" | sort -u
}

# What every build needs: a Swift toolchain, which this does not install, and the packages of build.list.
prepare_to_build() {
    command -v swift >/dev/null || fail "there is no Swift toolchain; install Swift 6.2 or later: https://www.swift.org/install"
    local missing
    missing=$(missing_packages "$root/Scripts/support/build.list")
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086 # one package a word
        install_packages $missing
    fi
}

# Runs one named step, prints how long it took and remembers whether it failed and what it said last; later steps still
# run.
step_table=""
step_failures=""
failed_steps=0
step() {
    local name=$1 started=$SECONDS result=ok output
    shift
    say "$name"
    output=$(mktemp)
    # Not `"$@" || …`: that would switch `set -e` off inside.
    set +e
    (set -e && "$@") </dev/null 2>&1 | tee "$output"
    [ "${PIPESTATUS[0]}" -eq 0 ] || result=FAILED
    set -e
    if [ "$result" = FAILED ]; then
        failed_steps=$((failed_steps + 1))
        step_failures="$step_failures$(printf '\n==> how "%s" ended\n' "$name" && tail -n 20 "$output")
"
    fi
    rm -f "$output"
    add_step "$result" $((SECONDS - started)) "$name"
    say "$name: $result after $((SECONDS - started)) s"
}

# Records a step that has nothing to work on.
skip_step() {
    say "$1: skipped, $2"
    add_step skipped 0 "$1: $2"
}

add_step() {
    step_table="$step_table$(printf '%-8s %5s s  %s' "$1" "$2" "$3")
"
}
