import Foundation
import RenewalTestSupport
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

    /// A group of which one machine still needs the new certificate, until 2026-12-16; nothing else is to be said of it.
    static func awaiting(agent: String, in folder: TemporaryFolder) throws -> [String] {
        let group = "00000000-0000-4000-8000-0000000000a1"
        try folder.write(
            #"{"@odata.context":"x#flowmachinegroups","value":[{"flowmachinegroupid":"\#(group)","name":"Finance","#
                + #""keycreationdate":"2026-11-01T00:00:00Z","keyvalidityperiod":525600,"keyexpirygraceperiod":64800}]}"#,
            to: "groups.json")
        try folder.write(
            #"{"@odata.context":"x#flowmachines","value":[{"flowmachineid":"00000000-0000-4000-8000-0000000000b1","#
                + #""_flowmachinegroupid_value":"\#(group)","agentversion":"\#(agent)","keydeliverystatus":2}]}"#,
            to: "machines.json")
        return ["check", "--from", folder.path]
    }

    @Test(
        "by default it is critical from 7 days before a window closes, and a warning from 30, to the second",
        arguments: [
            ("2026-11-15T23:59:59Z", 0, "OK"), ("2026-11-16T00:00:00Z", 1, "WARNING"),
            ("2026-12-08T23:59:59Z", 1, "WARNING"), ("2026-12-09T00:00:00Z", 2, "CRITICAL"),
            ("2026-12-15T23:59:59Z", 2, "CRITICAL"),
        ] as [(String, Int32, String)])
    func defaultDays(at: String, status: Int32, word: String) throws {
        let folder = try TemporaryFolder()
        let output = try Tool.run(try Self.awaiting(agent: "2.60", in: folder) + ["--at", at])
        #expect(output.status == status, "\(output.text)")
        #expect(output.text.hasPrefix("RENEWAL \(word) - "), "\(output.text)")
        #expect(output.text.contains(" machines_awaited=1;;;; agents_too_old=0;0;;; "), "\(output.text)")
        // The figure lies outside of its own ranges exactly where the state says so.
        let days = try #require(output.text.firstMatch(of: #/days_left=(\d+);31:;8:;;/#)).output.1
        let left = try #require(Int(days))
        #expect(status == (left < 8 ? 2 : left < 31 ? 1 : 0), "\(left)")
    }

    @Test(
        "and the same by the days that are given",
        arguments: [
            ("2026-12-13T00:00:00Z", 2), ("2026-12-12T23:59:59Z", 1), ("2026-12-11T00:00:00Z", 1),
            ("2026-12-10T23:59:59Z", 0),
        ] as [(String, Int32)])
    func givenDays(at: String, status: Int32) throws {
        let folder = try TemporaryFolder()
        let check = try Self.awaiting(agent: "2.60", in: folder) + ["--warning", "5", "--critical", "3"]
        #expect(try Tool.run(check + ["--at", at]).status == status)
    }

    /// The next renewal starts on 2027-09-17: E is 2027-11-01, G 45 days.
    @Test(
        "an agent is too old (Rule I7) from 30 days before a renewal starts, or as many as are given",
        arguments: [
            (nil, "2027-08-17T23:59:59Z", 0), (nil, "2027-08-18T00:00:00Z", 1), ("5", "2027-09-11T23:59:59Z", 0),
            ("5", "2027-09-12T00:00:00Z", 1),
        ] as [(String?, String, Int32)])
    func oldAgents(days: String?, at: String, status: Int32) throws {
        let folder = try TemporaryFolder()
        let check = try Self.awaiting(agent: "2.9", in: folder)
        // Updated, so that no window is open.
        let machines = try folder.text(of: "machines.json").replacing("status\":2", with: "status\":1")
        try folder.write(machines, to: "machines.json")
        let limits = days.map { ["--warning", $0, "--critical", "0"] } ?? []
        let output = try Tool.run(check + limits + ["--at", at])
        #expect(output.status == status, "\(output.text)")
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
