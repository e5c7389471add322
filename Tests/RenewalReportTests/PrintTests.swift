import Foundation
import RenewalTestSupport
import Testing

/// The page of `timeline --format html` on paper: a PDF of the browser, read by poppler.
@Suite(
    .enabled(if: BrowserTests.browser != nil, "needs the command chromium"),
    .enabled(if: Poppler.isPresent, "needs the commands of poppler-utils"))
struct PrintTests {
    /// The page printed on that paper.
    static func printed(
        _ paper: String, _ switches: [String] = [], of timeline: [String] = TimelineCommandTests.fleet,
        in folder: TemporaryFolder
    ) throws -> String {
        let page = try Tool.run(timeline + ["--format", "html"]).text
        try folder.write(
            page.replacing("</head>", with: "<style>@page { size: \(paper); }</style></head>"), to: "page.html")
        let pdf = folder.file("page.pdf")
        _ = try BrowserTests.chromium(
            switches + ["--no-pdf-header-footer", "--print-to-pdf=\(pdf)"], folder.file("page.html"), in: folder)
        return folder.file("page.pdf")
    }

    @Test("everything is there, and the headings of a table on each of its pages", arguments: ["A4", "letter"])
    func texts(paper: String) throws {
        let folder = try TemporaryFolder()
        let pages = try Poppler.run(["pdftotext", "-layout", try Self.printed(paper, in: folder), "-"]).text
            .split(separator: "\u{C}", omittingEmptySubsequences: true)
        #expect(pages.count > 2 && pages.count < 8)
        let first = try #require(pages.first)
        for text in [
            "Certificate renewals", "machines", "agents too", "Timeline", "today, 2026-11-23", "2028-01",
            "2026-12-24", "previous certificate", "next certificate (estimate)", "expired 85 days ago",
            "4 of 9 up to date, 5 pending",
        ] {
            #expect(first.contains(text), "\(text)")
        }
        let machines = try Tool.run(
            [
                "machines", "--format", "csv", "--from", Repository.fleet, "--filter",
                "startswith(name, 'WKS-') or startswith(name, 'VM-')",
            ]
        ).text.split(separator: "\r\n").dropFirst().compactMap { $0.split(separator: ",").dropFirst().first }
        #expect(machines.count > 10)
        let text = pages.joined()
        for machine in machines { #expect(text.contains(machine), "\(machine)") }
        for page in pages where page.contains(#/(?m)^ *(WKS|VM)-/#) {
            let heading = page.matches(of: #/Name +Group +Agent +Status +Last seen +Window closes +Verdict +Why/#)
            #expect(heading.count == 1, "\(page)")
        }
        // What can only be used on a screen is not on paper.
        for control in ["Show only rows", "in words"] { #expect(!text.contains(control), "\(control)") }
    }

    @Test("of many groups the first are on the first page, and each page has the axis", arguments: ["A4", "letter"])
    func manyGroups(paper: String) throws {
        let folder = try TemporaryFolder()
        let fleet = try ManyLanesTests.fleet(20, in: folder)
        let pages = try Poppler.run(["pdftotext", "-layout", try Self.printed(paper, of: fleet, in: folder), "-"]).text
            .split(separator: "\u{C}", omittingEmptySubsequences: true)
        let drawn = pages.filter { $0.contains("renews in") }
        #expect(drawn.count > 1 && drawn.first == pages.first)
        for page in drawn { #expect(page.contains("today, 2026-11-23"), "\(page)") }
        #expect(drawn.joined().matches(of: #/renews in/#).count == 20)
    }

    @Test("nothing is cut off at the edges", arguments: ["A4", "letter", "A5"])
    func edges(paper: String) throws {
        let folder = try TemporaryFolder()
        let boxes = try Poppler.run(["pdftotext", "-bbox", try Self.printed(paper, in: folder), "-"]).text
        let width = try #require(boxes.firstMatch(of: #/<page width="([0-9.]+)"/#).flatMap { Double($0.output.1) })
        let words = boxes.matches(of: #/xMin="(-?[0-9.]+)" yMin="[^"]+" xMax="(-?[0-9.]+)"/#)
        #expect(words.count > 200)
        for word in words {
            let (left, right) = (try #require(Double(word.output.1)), try #require(Double(word.output.2)))
            #expect(left >= 0 && right <= width, "\(left) to \(right) of \(width)")
        }
    }

    @Test("paper is white, whatever the screen likes", arguments: [[], ["--blink-settings=preferredColorScheme=0"]])
    func colours(switches: [String]) throws {
        let folder = try TemporaryFolder()
        let pdf = try Self.printed("A4", switches, in: folder)
        _ = try Poppler.run(["pdftoppm", "-r", "20", "-f", "1", "-l", "1", "-singlefile", pdf, folder.file("image")])
        let image = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file("image.ppm"))))
        // The picture's last bytes are its lower right corner.
        #expect(image.suffix(300).allSatisfy { $0 == 255 })
        // Something is printed, in colour too.
        // A header of three lines: the kind, the size, the largest value.
        let body = image.split(separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)[3]
        try #require(body.count % 3 == 0)
        let pixels = stride(from: body.startIndex, to: body.endIndex, by: 3).map {
            (body[$0], body[$0 + 1], body[$0 + 2])
        }
        #expect(pixels.contains { $0.0 < 60 && $0.1 < 60 && $0.2 < 60 })
        #expect(pixels.contains { Int($0.0) - Int($0.2) > 100 })
    }
}

/// The commands of poppler-utils, which read a PDF.
enum Poppler {
    static let isPresent = ["pdftotext", "pdftoppm"].allSatisfy { name in
        (try? Tool.program("/usr/bin/env", [name, "-v"], ["PATH": path]))?.status == 0
    }
    private static var path: String? { ProcessInfo.processInfo.environment["PATH"] }

    static func run(_ arguments: [String]) throws -> Tool.Output {
        let output = try Tool.program("/usr/bin/env", arguments, ["PATH": path])
        try #require(output.status == 0, "\(output.errors)")
        return output
    }
}
