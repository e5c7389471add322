import Foundation
import Testing

/// `check` as a monitoring system runs it: one line on standard output, status 0 to 3, nothing else.
struct CheckCommandTests {
    static let fleet = ["check", "--from", Repository.fleet, "--at", "2026-11-23"]

    @Test func `of several groups everything that is wrong is in one line`() throws {
        let output = try Tool.run(Self.fleet)
        #expect(output.status == 2)
        try Golden.expect(output.text, is: "check.txt")
        #expect(output.text.split(separator: "\n").count == 1)
    }

    @Test(
        "states and the days that decide them, for one group whose window closes in 31 days and some hours",
        arguments: [
            ([], 1, "WARNING"), (["--warning", "32"], 1, "WARNING"),
            (["--warning", "40", "--critical", "32"], 2, "CRITICAL"),
            (["--warning", "40", "--critical", "31"], 1, "WARNING"), (["--critical", "0"], 1, "WARNING"),
        ] as [([String], Int32, String)])
    func states(arguments: [String], status: Int32, word: String) throws {
        let output = try Tool.run(Self.fleet + ["--group", #"R&D "pilot" 🚀"#] + arguments)
        #expect(output.status == status, "\(output.text)")
        #expect(output.text.hasPrefix("RENEWAL \(word) - "), "\(output.text)")
        #expect(output.text.contains(" | groups=1;;;; groups_expired=0;;0;; machines=9;"), "\(output.text)")
    }

    @Test func `where nothing is to do it is OK`() throws {
        let output = try Tool.run(Self.fleet + ["--group", "Reserve"])
        #expect(output.status == 0)
        #expect(output.text.hasPrefix("RENEWAL OK - 1 group, nothing to do | groups=1;"))
    }

    @Test(
        "what keeps it from checking is UNKNOWN, on standard output, whatever it is",
        arguments: [
            (["check"], "--from"), (["check", "--nonsense"], "--from"),
            (["check", "--from", "/nowhere"], "no such file"),
            (fleet + ["--warning", "x"], "--warning"), (fleet + ["--warning", "3"], "--critical must be"),
            (fleet + ["--critical=-1"], "--critical must be"), (fleet + ["--at", "now"], "--at"),
            (fleet + ["--group", "Nobody"], "Nobody"), (fleet + ["--output", "/nowhere/x"], "/nowhere/x"),
        ])
    func unknown(arguments: [String], says: String) throws {
        let output = try Tool.run(arguments)
        #expect(output.status == 3)
        #expect(output.text.hasPrefix("RENEWAL UNKNOWN - ") && output.text.contains(says), "\(output.text)")
        #expect(output.text.split(separator: "\n").count == 1)
    }

    @Test func `help is no failure`() throws {
        let output = try Tool.run(["check", "--help"])
        #expect(output.status == 0)
        #expect(output.text.contains("3 UNKNOWN"))
    }
}
