import Testing

/// What shipped code does not do: crash on purpose, switch checks off, or leave work undone.
struct ForbiddenCodeTests {
    @Test func `shipped code has none`() {
        let findings = Repository.shipped.flatMap(Self.findings)
        #expect(findings.isEmpty, "\(findings.report)")
        #expect(Repository.shipped.count > 50, "the shipped files were not found")
    }

    @Test(
        "each kind is found",
        arguments: [
            ("let a = try! f()", "force"), ("let a = b!.c", "force"), ("let a = b as! Int", "force"),
            ("let a = f()!", "force"), ("var a: Int!", "force"), ("let a = b[0]! + 1", "force"),
            ("print(\"\\(a!)\")", "force"), ("fatalError()", "fatalError"),
            ("final class A: @unchecked Sendable {}", "@unchecked"),
            ("nonisolated(unsafe) var a = 1", "nonisolated(unsafe)"),
            ("// TO" + "DO: more", "TO" + "DO"), ("/// FIX" + "ME", "FIX" + "ME"),
        ])
    func found(source: String, what: String) {
        let findings = Self.findings(in: Repository.File(swift: source))
        #expect(findings.count == 1 && findings[0].what.contains(what), "\(findings)")
    }

    @Test(
        "what only looks like it is left alone",
        arguments: [
            "if a != b {}", "if !a {}", "// never `try!` here", "let a = \"Hello!\"", "f(!a, !b)",
            "// a fatalError is none",
            "let todo = 1",
        ])
    func notFound(source: String) {
        #expect(Self.findings(in: Repository.File(swift: source)).isEmpty)
    }

    static func findings(in file: Repository.File) -> [Finding] {
        guard let text = file.swift else { return [] }
        var findings: [Finding] = []
        for (index, line) in text.code.enumerated() {
            // `try!`, `as!`, `a!`, `f()!`, `Int!`: a mark right after a name or a closing bracket.
            if line.utf8.contains(UInt8(ascii: "!")), line.contains(#/[\w)\]}?"`]!(?!=)/#) {
                findings.append(
                    Finding(path: file.path, line: index + 1, what: "force unwrap, force try or force cast"))
            }
            for word in ["fatalError", "@unchecked", "nonisolated(unsafe)"] where line.contains(word) {
                findings.append(Finding(path: file.path, line: index + 1, what: word))
            }
        }
        for (index, line) in text.prose.enumerated() {
            // Spelled apart, so that a search for these words does not find this file.
            for word in ["TO" + "DO", "FIX" + "ME", "X" + "XX"] where line.contains(word) {
                findings.append(Finding(path: file.path, line: index + 1, what: word))
            }
        }
        return findings
    }
}
