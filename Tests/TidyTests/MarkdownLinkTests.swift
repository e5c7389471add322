import Foundation
import Testing

/// Relative links in Markdown lead somewhere: the file exists, and the heading where one is named.
struct MarkdownLinkTests {
    @Test func `every relative link leads to a file and a heading`() {
        let files = Repository.files.filter(\.isMarkdown)
        let findings = files.flatMap { file in
            Self.links(in: file.lines).compactMap { link in
                Self.problem(with: link.target, in: file.path).map {
                    Finding(path: file.path, line: link.line, what: "\(link.target): \($0)")
                }
            }
        }
        #expect(findings.isEmpty, "\(findings.report)")
        #expect(files.contains { !Self.links(in: $0.lines).isEmpty }, "no link was found in any file")
    }

    @Test func `links are read outside code`() {
        let text = "[a](b.md) and ![c](d.png)\n`[no](no.md)`\n```\n[no](no.md)\n```\n[e](<f g.md>) [h](#i)\n"
        let links = Self.links(in: Repository.File(path: "A.md", text: text).lines)
        #expect(links.map(\.target) == ["b.md", "d.png", "f g.md", "#i"])
        #expect(links.map(\.line) == [1, 1, 6, 6])
    }

    @Test(
        "a dead link is found",
        arguments: ["MISSING.md", "Sources/Missing", "CONTRIBUTING.md#no-such-heading", "#no-such-heading"])
    func dead(target: String) {
        #expect(Self.problem(with: target, in: "README.md") != nil)
    }

    @Test(
        "a live link, and one that leads out of the repository, are left alone",
        arguments: [
            "LICENSE", "Sources/RenewalCore", "CONTRIBUTING.md#what-a-good-change-is", "https://example.org/x.md",
        ])
    func alive(target: String) {
        #expect(Self.problem(with: target, in: "README.md") == nil)
        #expect(Self.problem(with: "../" + target, in: "Plugins/README.md") == nil || target.contains(":"))
    }

    @Test func `a picture of a documentation catalog is found by its name, one that is not there is not`() {
        let article = "Sources/RenewalCore/RenewalCore.docc/Timelines.md"
        #expect(Self.problem(with: "timeline-regular.svg", in: article) == nil)
        #expect(Self.problem(with: "timeline-missing.svg", in: article) != nil)
    }

    struct Link {
        let target: String
        let line: Int
    }

    static func links(in lines: [String]) -> [Link] {
        var isCode = false
        var links: [Link] = []
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") { isCode.toggle() }
            if isCode { continue }
            let prose = line.replacing(#/`[^`]*`/#, with: "")
            for match in prose.matches(of: #/\]\((?:<([^>]*)>|([^)\s]*))[^)]*\)/#) {
                let target = String(match.output.1 ?? match.output.2 ?? "")
                links.append(Link(target: target, line: index + 1))
            }
        }
        return links
    }

    static func problem(with target: String, in path: String) -> String? {
        if target.contains(#/^[a-z]+:/#) { return nil }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        if isPictureOfCatalog(target, in: path) { return nil }
        let base = Repository.root.appendingPathComponent(path)
        let file = parts[0].isEmpty ? base : base.deletingLastPathComponent().appendingPathComponent(String(parts[0]))
        guard FileManager.default.fileExists(atPath: file.standardizedFileURL.path) else { return "no such file" }
        guard parts.count == 2 else { return nil }
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return "not a text" }
        return headings(of: text).contains(String(parts[1])) ? nil : "no such heading"
    }

    /// DocC finds a picture by its name, wherever it is in the article's catalog.
    private static func isPictureOfCatalog(_ target: String, in path: String) -> Bool {
        guard let end = path.firstRange(of: ".docc/")?.upperBound, target.hasSuffix(".svg") else { return false }
        return Repository.files.contains { $0.path.hasPrefix(path[..<end]) && $0.path.hasSuffix("/" + target) }
    }

    /// The names that headings get as link targets: lower case, spaces as hyphens, no other marks.
    private static func headings(of text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
                line.drop { $0 == "#" }.trimmingPrefix(" ").lowercased().replacing(" ", with: "-")
                    .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
            })
    }
}
