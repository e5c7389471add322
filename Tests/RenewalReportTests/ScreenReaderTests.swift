import Foundation
import RenewalTestSupport
import Testing

/// What the page of `timeline --format html` says to a screen reader: roles and names from the browser's own tree.
@Suite(.enabled(if: BrowserTests.browser != nil, "needs the command chromium"))
struct ScreenReaderTests {
    struct Page: Decodable {
        struct Node: Decodable {
            var element: String
            var role: String
            var name: String
        }
        var language: String
        var title: String
        var nodes: [Node]
    }

    static func page(width: Int, source: [String]) throws -> Page {
        let folder = try TemporaryFolder()
        let html = try Tool.run(["timeline", "--format", "html"] + source).text
        let script = try String(
            contentsOf: Repository.tests.appendingPathComponent("Judges/accessibility.js"), encoding: .utf8)
        try folder.write(
            html.replacing("</body>\n</html>\n", with: "<script>\(script)</script></body></html>"), to: "page.html")
        let output = try BrowserTests.chromium(
            [
                "--window-size=\(width),900", "--virtual-time-budget=2000", "--force-renderer-accessibility",
                "--enable-blink-features=ComputedAccessibilityInfo", "--dump-dom",
            ], folder.file("page.html"), in: folder)
        return try JSONDecoder().decode(Page.self, from: Data(try BrowserTests.written(in: output).utf8))
    }

    @Test("the picture is said in words, tables and their cells have names", arguments: [1_280, 500])
    func names(width: Int) async throws {
        for source in [["--from", Repository.fleet, "--at", "2026-11-23"], try await StoreSourceTests.source()] {
            let page = try Self.page(width: width, source: source)
            #expect(page.language == "en" && page.title.hasPrefix("Certificate renewals, "))
            let hasConnections = source[1] != Repository.fleet
            let titles = ["Groups", "Machines"] + (hasConnections ? ["Connections"] : [])
            let named = { (role: String) in page.nodes.filter { $0.role == role }.map(\.name) }
            #expect(named("heading") == ["Certificate renewals", "Summary", "Timeline"] + titles)
            #expect(named("main").count == 1)
            #expect(named("region") == ["Summary", "Timeline"] + titles)
            #expect(named("table") == titles)
            #expect(named("searchbox").count == titles.count && !named("searchbox").contains(""))
            #expect(!named("columnheader").contains("") && !named("rowheader").contains(""))
            #expect(named("columnheader").starts(with: ["Name", "Phase", "Renewal starts", "Certificate expires"]))
            #expect(!named("cell").contains(""), "an empty cell says nothing")
            #expect(page.nodes.allSatisfy { $0.role != "" && $0.role != "generic" })
        }
    }

    @Test("the words of the picture are those of the timeline", arguments: [1_280, 500])
    func picture(width: Int) throws {
        let page = try Self.page(width: width, source: ["--from", Repository.fleet, "--at", "2026-11-23"])
        let pictures = page.nodes.filter { $0.element == "svg" }
        #expect(pictures.count == 1 && pictures.allSatisfy { $0.role == "image" })
        let words = pictures.first?.name ?? ""
        for sentence in [
            "Renewals as of 2026-11-23 00:00 UTC", "Лаборатория: Expired on 2026-08-30 00:00",
            #"R&D "pilot" 🚀: A renewal is open."#, "Machines must come online between 2026-11-09 14:05",
            "Reserve: The group has no machine.",
        ] {
            #expect(words.contains(sentence), "\(words)")
        }
    }
}
