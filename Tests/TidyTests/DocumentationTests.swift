import Testing

/// The documentation catalogs tell every rule, link every public type, and show no code that is not compiled.
struct DocumentationTests {
    @Test func `the guide has a heading for each rule, in order`() {
        let guide = Repository.files.filter { $0.path.contains("/RenewalCore.docc/Rules/Rules-") }
        let headings = guide.flatMap(\.lines).compactMap { $0.firstMatch(of: #/^## ([A-Z]\d+): \S/#) }
        #expect(Set(headings.map { String($0.output.1) }) == Set(RuleNumbers.all))
        #expect(headings.count == RuleNumbers.all.count)
    }

    @Test func `each module's first page links every public type of it`() {
        let findings = ["RenewalCore", "RenewalKit", "RenewalSimulation", "RenewalTesting"].flatMap(Self.unlinkedTypes)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func `each block of Swift stands in a compiled file`() {
        let findings = Repository.files.filter { $0.path.contains(".docc/") && $0.isMarkdown }
            .flatMap { Self.uncompiledBlocks(in: $0, among: Self.compiled) }
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func `a block that stands nowhere is found, and the indentation does not matter`() {
        let compiled = [["let a = 1", "let b = 2", "let c = 3"]]
        let article = Repository.File(
            path: "A.docc/A.md",
            text: "```swift\n  let b = 2\n\n  let c = 3\n```\n```swift\nlet a = 1\nlet c = 3\n```\n```sh\nls\n```")
        #expect(Self.uncompiledBlocks(in: article, among: compiled).map(\.line) == [6])
    }

    private static let compiled = Repository.files.filter { $0.isSwift }.map { stripped($0.lines[...]) }

    private static func stripped(_ lines: ArraySlice<String>) -> [String] {
        lines.map { line in
            let start = line.drop { $0 == " " }
            return String(start.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }

    private static func uncompiledBlocks(in article: Repository.File, among compiled: [[String]]) -> [Finding] {
        var findings: [Finding] = []
        var start: Int?
        for (index, line) in article.lines.enumerated() where line.hasPrefix("```") {
            guard let opened = start else {
                start = index
                continue
            }
            start = nil
            guard article.lines[opened] == "```swift" else { continue }
            let block = stripped(article.lines[(opened + 1)..<index])
            if !compiled.contains(where: { stands(block, in: $0) }) {
                findings.append(
                    Finding(path: article.path, line: opened + 1, what: "this code stands in no Swift file"))
            }
        }
        return findings
    }

    private static func stands(_ block: [String], in lines: [String]) -> Bool {
        guard let first = block.first else { return false }
        return lines.indices.contains { index in
            lines[index] == first && lines[index...].starts(with: block)
        }
    }

    private static func unlinkedTypes(of module: String) -> [Finding] {
        let path = "Sources/\(module)/\(module).docc/\(module).md"
        let page = Repository.files.first { $0.path == path }?.lines ?? []
        let links = Set(page.compactMap { $0.firstMatch(of: #/^- ``(\w+)/#)?.output.1 })
        let types = Repository.shipped.filter { $0.target == module }.flatMap { $0.swift?.code ?? [] }.compactMap {
            $0.firstMatch(of: #/^public (?:final )?(?:class|struct|enum|protocol|actor|func) (\w+)/#)?.output.1
        }
        return types.filter { !links.contains($0) }.map(String.init).sorted()
            .map { Finding(path: path, line: 1, what: "no link to \($0)") }
    }
}
