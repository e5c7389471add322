import Testing

/// Every public declaration has a doc comment, cases of public enums and requirements of public protocols included.
struct DocCommentTests {
    @Test func `every public declaration has a doc comment`() {
        let findings = Repository.shipped.flatMap(Self.findings)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test(
        "a declaration without one is found",
        arguments: [
            "public struct A {}", "public func f() {}", "    public static let a = 1", "@frozen public enum A {}",
            "/// A.\npublic enum A {\n    case a\n}", "/// A.\npublic protocol A {\n    func f()\n}",
            "/// A.\npublic protocol A {\n    /// F.\n    func f()\n    var a: Int { get }\n}",
            "// Not one.\npublic init() {}", "/// Of another.\n\npublic init() {}", "public private(set) var a = 1",
            "/// A.\npublic struct A {\n    /// B.\n    public enum B {\n        indirect case a(B)\n    }\n}",
        ])
    func found(source: String) {
        #expect(Self.findings(in: Repository.File(swift: source)).count == 1)
    }

    @Test(
        "one with a comment, and one that is not public, are not",
        arguments: [
            "/// A.\npublic struct A {}", "/// A.\n@frozen\npublic enum A {\n    /// B.\n    case b\n}", "struct A {}",
            "/** A. */\npublic func f() {}", "public import A", "@_exported public import A",
            "/// A.\npublic enum A {\n    /// F.\n    public func f() {\n        switch self {\n        case a: 1\n        }\n    }\n}",
            "enum A {\n    case a\n}", "let a = \"public func f()\"",
        ])
    func notFound(source: String) {
        #expect(Self.findings(in: Repository.File(swift: source)).isEmpty)
    }

    static func findings(in file: Repository.File) -> [Finding] {
        guard let code = file.swift?.code else { return [] }
        let declaration = #/^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)*?(?:public|open)\s+(?!import\b)/#
        let requirement =
            #/^\s*(?:@\w+\s+)*(?:static\s+|mutating\s+)*(?:func|var|init|subscript|associatedtype)\b/#
        var scopes = Scopes()
        var findings: [Finding] = []
        for (index, line) in code.enumerated() {
            let needsComment =
                switch scopes.innermost {
                case .enumeration: line.contains(#/^\s*(?:indirect\s+)?case\b/#) || line.contains(declaration)
                case .protocol: line.contains(requirement)
                case .other: (line.contains("public") || line.contains("open")) && line.contains(declaration)
                }
            if needsComment, !hasComment(index, in: file.lines) {
                let what = "no doc comment: \(file.lines[index].drop { $0 == " " })"
                findings.append(Finding(path: file.path, line: index + 1, what: what))
            }
            scopes.read(line)
        }
        return findings
    }

    /// Whether a doc comment ends right above the line, or above the attributes that are.
    private static func hasComment(_ index: Int, in lines: [String]) -> Bool {
        for line in lines[..<index].lazy.reversed().map({ $0.drop { $0 == " " } }) {
            if line.hasPrefix("@") { continue }
            return line.hasPrefix("///") || line.hasSuffix("*/")
        }
        return false
    }
}
