import Foundation
import RenewalTestSupport
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
        /// A text of the visible picture.
        struct Text: Decodable {
            var style: String
            var text: String
            var left: Double
            var right: Double
            var middle: Double
        }
        struct Line: Decodable {
            var height: Double
            var width: Double
            var colour: String
        }
        var width: Double
        var contentWidth: Double
        var marks: [Mark]
        var texts: [Text]
        var todays: [Line]
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
        let output = try chromium(
            ["--window-size=\(width),900", "--virtual-time-budget=2000"] + switches + ["--dump-dom"],
            folder.file("page.html"), in: folder)
        return try JSONDecoder().decode(Seen.self, from: Data(try written(in: output).utf8))
    }

    /// Runs the browser without a window, as a user of its own.
    static func chromium(_ arguments: [String], _ page: String, in folder: TemporaryFolder) throws -> Tool.Output {
        try Tool.program(
            "/usr/bin/env",
            [
                browser ?? "", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--user-data-dir=\(folder.file("profile"))",
            ] + arguments + ["file://" + page],
            ["PATH": ProcessInfo.processInfo.environment["PATH"], "HOME": folder.path])
    }

    /// What a script of ours wrote into the document.
    static func written(in output: Tool.Output) throws -> String {
        let start = try #require(output.text.range(of: "<pre id=\"seen\">"), "\(output.errors.suffix(500))")
        let end = try #require(output.text.range(of: "</pre>", range: start.upperBound..<output.text.endIndex))
        return output.text[start.upperBound..<end.lowerBound].replacingOccurrences(of: "&lt;", with: "<")
            .replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&amp;", with: "&")
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

    /// Read as a person does: from the labels, not from what the marks say of themselves.
    @Test(
        "labels of the axis stand at their ticks, today's at its line, and a deadline's at its diamond",
        .enabled(if: browser != nil, "needs the command chromium"), arguments: [1_280, 500])
    func labels(width: Int) throws {
        let seen = try Self.look(width: width)
        let ticks = seen.marks.filter { $0.isVisible && $0.style.hasPrefix("tick") }
        let labels = seen.texts.filter { $0.style == "label middle" }
        #expect(labels.count >= 2 && labels.count >= ticks.count - 2, "\(labels.map(\.text))")
        for label in labels {
            let tick = try #require(ticks.first { $0.instant == "\(label.text)-01T00:00:00Z" }, "\(label.text)")
            // At the left edge a label makes room for itself.
            let isFirst = tick.instant == ticks.first?.instant
            #expect(abs(label.middle - tick.middle) < (isFirst ? 26 : 1.5), "\(label.text)")
        }
        let today = try #require(seen.marks.first { $0.isVisible && $0.style == "today" })
        let todayLabel = try #require(seen.texts.first { $0.style == "todayLabel middle" })
        #expect(todayLabel.text == "today, 2026-11-23")
        #expect(abs(todayLabel.middle - today.middle) < 1.5)
        #expect(
            seen.texts.filter { $0.style == "label middle" }.allSatisfy { label in
                label.right < todayLabel.left || label.left > todayLabel.right
            })
        // The line goes through all six lanes, and can be seen.
        let line = try #require(seen.todays.first)
        #expect(seen.todays.count == 1 && line.height > 6 * 60 && line.width >= 1)
        #expect(line.colour == "rgb(28, 30, 33)")
        // Between the labels of two years a date stands at its share of the time.
        let scale = try Self.scale(labels.suffix(2))
        for (instant, title) in [
            ("2026-12-15T06:30:00Z", "帳票 <nightly>"), ("2026-12-24T14:05:00Z", #"R&D "pilot" 🚀"#),
        ] {
            let diamond = try #require(
                seen.marks.first {
                    $0.isVisible && $0.style == "deadline" && $0.instant == instant
                }, "\(title)")
            #expect(abs(diamond.middle - scale(try Self.seconds(instant))) < 2, "\(title)")
            let label = try #require(seen.texts.first { $0.text == instant.prefix(10) })
            #expect(label.left > diamond.middle && label.left - diamond.middle < 20)
        }
    }

    /// Where an instant stands, as two labels of the axis say that are not at its edge.
    static func scale(_ labels: ArraySlice<Seen.Text>) throws -> (Double) -> Double {
        let (first, last) = (try #require(labels.first), try #require(labels.last))
        try #require(first.text < last.text)
        let (from, to) = (try seconds(first.text + "-01T00:00:00Z"), try seconds(last.text + "-01T00:00:00Z"))
        return { first.middle + ($0 - from) / (to - from) * (last.middle - first.middle) }
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
