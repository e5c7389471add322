import Foundation
import RenewalTestSupport
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// `timeline` as text, as a picture and as a page; the page is looked at in a real browser.
struct TimelineCommandTests {
    static let fleet = ["timeline", "--from", Repository.fleet, "--at", "2026-11-23"]

    @Test(
        "the text is the golden one at each width",
        arguments: [(nil, "timeline.txt"), (60, "timeline-60.txt"), (40, "timeline-40.txt")] as [(Int?, String)])
    func text(columns: Int?, name: String) throws {
        let output = try Tool.run(Self.fleet, ["COLUMNS": columns.map { "\($0)" }])
        #expect(output.status == 0 && output.errors == "")
        try Golden.expect(output.text, is: name)
    }

    /// The picture is the README's.
    @Test(
        "picture and page are the golden ones",
        arguments: [
            ("svg", "../../../Plugins/Adapters/RenewalReporting/RenewalReporting.docc/Resources/timeline.svg"),
            ("html", "timeline.html"),
        ])
    func golden(format: String, name: String) throws {
        let output = try Tool.run(Self.fleet + ["--format", format])
        #expect(output.status == 0 && output.errors == "")
        try Golden.expect(output.text, is: name)
    }

    @Test(arguments: ["svg", "html"])
    func `they are valid XML, and ask nothing of a network`(format: String) throws {
        let text = try Tool.run(Self.fleet + ["--format", format]).text
        let parser = XMLParser(data: Data(text.utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        for word in ["src=", "href=", "url(", "@import", "fetch"] { #expect(!text.contains(word), "\(word)") }
    }

    @Test func `hostile names stay text, in every format`() throws {
        let folder = try TemporaryFolder()
        let name = #"<script>alert(1)</script>\"'&]]>\u001b[31m\u0000\ufffe"#
        try folder.write(
            #"{"@odata.context":"x#flowmachinegroups","value":[{"flowmachinegroupid":"00000000-0000-4000-8000-0000000000a1","#
                + #""keycreationdate":"2026-01-01T00:00:00Z","name":"\#(name)"}]}"#, to: "groups.json")
        for format in ["text", "svg", "html"] {
            let output = try Tool.run(["timeline", "--from", folder.path, "--at", "2026-11-23", "--format", format])
            #expect(output.status == 0)
            #expect(!output.text.contains("\u{1B}") && !output.text.contains("\u{0}"))
            if format == "text" { continue }
            #expect(!output.text.contains("<script>alert"))
            #expect(XMLParser(data: Data(output.text.utf8)).parse())
        }
    }

    @Test func `the picture and its words say the same`() throws {
        let text = try Tool.run(Self.fleet + ["--format", "svg"]).text
        for words in [
            "<desc id=\"timeline-words\">", "Лаборатория: Expired on 2026-08-30 00:00 (85 days ago): delete the group",
            "Machines must come online between 2026-11-09 14:05 and 2026-12-24 14:05 (in 31 days).",
            "5 machines have to come online.",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }

    @Test func `no groups are said in every format`() throws {
        for format in ["text", "svg", "html"] {
            let output = try Tool.run(Self.fleet + ["--group", "Nobody", "--format", format])
            #expect(output.status == 0)
            #expect(output.text.contains("no groups") || output.text.contains("holds no groups"), "\(format)")
        }
    }
}
