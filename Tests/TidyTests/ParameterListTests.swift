import Testing

/// A public doc comment that lists parameters lists them all, and no others: DocC warns of anything else.
struct ParameterListTests {
    @Test func `every list of parameters is complete`() {
        let findings = Repository.shipped.flatMap(Self.findings)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test(
        "an incomplete list and an unknown name are found",
        arguments: [
            "/// - Parameter a: A.\npublic func f(a: Int, b: Int)",
            "/// - Parameters:\n///   - c: C.\npublic init(b c: Int, _ d: Int)",
            "/// P.\npublic protocol P {\n    /// - Parameter b: B.\n    func f(b c: Int)\n}",
            "/// - Parameter a: A.\n@discardableResult\npublic func f(\n    a: [Int: (Int, Int)], b: Int\n) {}",
        ])
    func found(source: String) {
        #expect(Self.findings(in: Repository.File(swift: source)).count == 1)
    }

    @Test(
        "a complete list, and none, are not",
        arguments: [
            "/// - Parameters:\n///   - c: C, see\n///     - a: not a parameter.\n///   - d: D.\npublic init(b c: Int, _ d: Int)",
            "/// F.\npublic func f(a: Int, b: Int)",
            "/// - Parameter a: A.\npublic func f<T>(a: @escaping (Int, T) -> Int = { b, c in 1 })",
            "/// - Parameter a: A.\n/// - Throws: where\n///   - b: is\npublic subscript(a: Int) -> Int",
        ])
    func notFound(source: String) {
        #expect(Self.findings(in: Repository.File(swift: source)).isEmpty)
    }

    static func findings(in file: Repository.File) -> [Finding] {
        guard let code = file.swift?.code else { return [] }
        let declaration = #/\b(?:func|init|subscript)\b/#
        var comment: [String] = []
        var scopes = Scopes()
        var findings: [Finding] = []
        for (index, line) in file.lines.map({ String($0.drop { $0 == " " }) }).enumerated() {
            let isPublic = scopes.innermost == .protocol || line.contains("public ")
            scopes.read(code[index])
            if line.hasPrefix("///") {
                comment.append(line)
                continue
            }
            if comment.isEmpty || (line.hasPrefix("@") && !line.contains(declaration)) { continue }
            let documented = Self.documented(in: comment)
            comment = []
            guard isPublic, !documented.isEmpty, code[index].contains(declaration) else { continue }
            let declared = Self.declared(in: code[index...].joined(separator: " "))
            if Set(documented) != Set(declared) {
                let what = "lists \(documented.joined(separator: ", ")), takes \(declared.joined(separator: ", "))"
                findings.append(Finding(path: file.path, line: index + 1, what: what))
            }
        }
        return findings
    }

    private static func documented(in comment: [String]) -> [String] {
        var names: [String] = []
        var isList = false
        for line in comment {
            if let match = line.firstMatch(of: #/^/// - Parameter (\w+):/#) { names.append(String(match.output.1)) }
            if line.hasPrefix("/// - ") || line == "///" { isList = line.hasPrefix("/// - Parameters:") }
            if isList, let match = line.firstMatch(of: #/^///   - (\w+):/#) { names.append(String(match.output.1)) }
        }
        return names
    }

    /// The names inside of the parameters of the declaration that this code begins with.
    private static func declared(in code: String) -> [String] {
        guard let keyword = code.firstMatch(of: #/\b(?:func|init|subscript)\b/#) else { return [] }
        var depth = 0
        var parameters: [String] = []
        var current = ""
        for character in code[keyword.range.upperBound...] {
            if "([{".contains(character) {
                depth += 1
                if depth == 1, character == "(" { continue }
            }
            if ")]}".contains(character) {
                depth -= 1
                if depth == 0 { break }
            }
            if depth == 1, character == "," {
                parameters.append(current)
                current = ""
            } else if depth >= 1 {
                current.append(character)
            }
        }
        parameters.append(current)
        return parameters.compactMap { parameter in
            parameter.prefix { $0 != ":" }.split(separator: " ").last.map(String.init)
        }
    }
}
