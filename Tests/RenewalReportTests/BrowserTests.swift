import Foundation
import Testing

/// The page of `timeline --format html`, looked at in headless Chromium.
struct BrowserTests {
    static let browser = ["chromium", "chromium-browser", "google-chrome"].first { name in
        (try? Tool.program("/usr/bin/env", ["which", name], ["PATH": ProcessInfo.processInfo.environment["PATH"]]))?
            .status == 0
    }

    /// What was measured on the page: places of marks in pixels, texts, and what is visible.
    struct Seen: Decodable {
        struct Mark: Decodable {
            var style: String
            var instant: String
            var middle: Double
            var isVisible: Bool
        }
        var width: Double
        var contentWidth: Double
        var marks: [Mark]
        var headings: [String]
        var isFilterVisible: Bool
        var isWideVisible: Bool
        var isNarrowVisible: Bool
        var background: String
        var sortedNames: [String]
        var shownRows: Int
        var smallestText: Double
    }

    /// Opens the page with a script that measures it, and reads what that wrote into the document.
    static func look(
        width: Int, _ switches: [String] = [], script: Bool = true,
        source: [String] = ["--from", Repository.fleet, "--at", "2026-11-23"]
    ) throws -> Seen {
        let folder = try TemporaryFolder()
        let page = try Tool.run(["timeline", "--format", "html"] + source).text
        let measure = try String(
            contentsOf: Repository.tests.appendingPathComponent("Judges/measure.js"), encoding: .utf8)
        // Without the page's own script, where that is what is looked at.
        let own = page.range(of: "<script>").map { String(page[..<$0.lowerBound]) } ?? page
        let text = (script ? page.replacingOccurrences(of: "</body>\n</html>\n", with: "") : own)
        try folder.write(text + "<script>\(measure)</script></body></html>", to: "page.html")
        let output = try Tool.program(
            "/usr/bin/env",
            [
                browser ?? "", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--user-data-dir=\(folder["profile"])", "--window-size=\(width),900", "--virtual-time-budget=2000",
            ] + switches + ["--dump-dom", "file://" + folder["page.html"]],
            ["PATH": ProcessInfo.processInfo.environment["PATH"], "HOME": folder.path])
        let start = try #require(output.text.range(of: "<pre id=\"seen\">"), "\(output.errors.suffix(500))")
        let end = try #require(output.text.range(of: "</pre>", range: start.upperBound..<output.text.endIndex))
        let json = output.text[start.upperBound..<end.lowerBound].replacingOccurrences(of: "&lt;", with: "<")
            .replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&amp;", with: "&")
        return try JSONDecoder().decode(Seen.self, from: Data(json.utf8))
    }

    static func seconds(_ instant: String) throws -> Double {
        try #require(ISO8601DateFormatter().date(from: instant)).timeIntervalSince1970
    }

    @Test(
        "each mark stands at its date between the ticks, and a known deadline is among them",
        .enabled(if: browser != nil, "needs the command chromium"), arguments: [1_280, 500])
    func marks(width: Int) throws {
        let seen = try Self.look(width: width)
        let marks = seen.marks.filter(\.isVisible)
        let ticks = marks.filter { $0.style.hasPrefix("tick") }
        let (first, last) = (try #require(ticks.first), try #require(ticks.last))
        let (from, to) = (try Self.seconds(first.instant), try Self.seconds(last.instant))
        #expect(from < to)
        for mark in marks {
            let share = (try Self.seconds(mark.instant) - from) / (to - from)
            let expected = first.middle + share * (last.middle - first.middle)
            #expect(abs(mark.middle - expected) < 1.5, "\(mark.style) \(mark.instant): \(mark.middle), not \(expected)")
        }
        #expect(marks.contains { $0.style == "deadline" && $0.instant == "2026-12-15T06:30:00Z" })
        #expect(marks.contains { $0.style == "today" && $0.instant == "2026-11-23T00:00:00Z" })
    }

    @Test(.enabled(if: browser != nil, "needs the command chromium"))
    func `wide and narrow screens each get their picture, and nothing is wider than the screen`() throws {
        let wide = try Self.look(width: 1_280)
        #expect(wide.isWideVisible && !wide.isNarrowVisible)
        let narrow = try Self.look(width: 500)
        #expect(!narrow.isWideVisible && narrow.isNarrowVisible)
        for seen in [wide, narrow] {
            #expect(seen.contentWidth <= seen.width)
            #expect(seen.smallestText >= 11, "text of \(seen.smallestText) pixels")
            #expect(seen.headings == ["Certificate renewals", "Summary", "Timeline", "Groups", "Machines"])
        }
    }

    /// A store's tables have more columns, those of connections.
    @Test(.enabled(if: browser != nil, "needs the command chromium"))
    func `the page of a store has its connections, and is not wider than the screen`() async throws {
        let source = try await StoreSourceTests.source()
        for width in [1_280, 1_024, 500] {
            let seen = try Self.look(width: width, source: source)
            #expect(seen.headings.last == "Connections")
            #expect(seen.contentWidth <= seen.width, "at \(width)")
        }
    }

    @Test(.enabled(if: browser != nil, "needs the command chromium"))
    func `the script sorts and filters; without it everything is there`() throws {
        let seen = try Self.look(width: 1_280)
        #expect(seen.isFilterVisible)
        // Clicked once on the column "Pending" of the groups: ascending, equal ones as they were.
        #expect(seen.sortedNames.suffix(2) == [#"R&D "pilot" 🚀"#, "帳票 <nightly>"])
        #expect(seen.shownRows == 10, "machines filtered by \"PendingNewKey\"")
        let plain = try Self.look(width: 1_280, script: false)
        #expect(!plain.isFilterVisible)
        #expect(plain.marks.count == seen.marks.count)
        #expect(plain.shownRows == 40)
    }

    @Test(.enabled(if: browser != nil, "needs the command chromium"))
    func `a dark screen gets a dark page`() throws {
        #expect(try Self.look(width: 1_280).background == "rgb(255, 255, 255)")
        let dark = try Self.look(width: 1_280, ["--blink-settings=preferredColorScheme=0"])
        #expect(dark.background == "rgb(22, 24, 28)")
    }
}
