import Foundation
import RenewalTestSupport
import Testing

/// `calendar`: RFC 5545, judged by the Python package icalendar.
struct CalendarCommandTests {
    static let fleet = ["calendar", "--from", Repository.fleet]
    static let hasICalendar =
        (try? Tool.program("/usr/bin/env", ["python3", "-c", "import icalendar"], ["PATH": path]))?.status == 0
    static let path = ProcessInfo.processInfo.environment["PATH"]

    struct Event: Decodable, Hashable {
        var uid: String
        var sequence: Int
        var start: String
        var end: String?
        var summary: String
        var description: String
        var alarms: [Int]
    }

    /// The events as the judge reads them.
    static func judged(_ calendar: String) throws -> [Event] {
        let folder = try TemporaryFolder()
        try folder.write(calendar, to: "renewals.ics")
        let script = Repository.tests.appendingPathComponent("Judges/read_calendar.py").path
        let output = try Tool.program(
            "/usr/bin/env", ["python3", "-B", script, folder.file("renewals.ics")], ["PATH": path])
        guard output.status == 0 else { throw Failure(text: output.errors) }
        return try JSONDecoder().decode([Event].self, from: Data(output.text.utf8))
    }

    struct Failure: Error { var text: String }

    @Test func `the output is the golden one; no line is longer than 75 octets, and each ends with CR LF`() throws {
        let output = try Tool.run(Self.fleet + ["--at", "2026-11-23"])
        #expect(output.status == 0 && output.errors == "")
        try Golden.expect(output.text, is: "calendar.ics")
        let lines = output.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        #expect(lines.allSatisfy { $0.count <= 76 && $0.last == UInt8(ascii: "\r") })
        #expect(lines.contains { $0.count > 70 }, "nothing was folded")
    }

    @Test(.enabled(if: hasICalendar, "needs the Python package icalendar"))
    func `the judge reads windows, deadlines, alarms and escaped names`() throws {
        let events = try Self.judged(try Tool.run(Self.fleet + ["--at", "2026-11-23"]).text)
        #expect(events.count == 8)
        let pilot = try #require(events.first { $0.uid == "window-bc67ba94-637d-4efa-a09e-467ada679f81@renewalkit" })
        #expect(pilot.start == "2026-11-09T14:05:00+00:00" && pilot.end == "2026-12-24T14:05:00+00:00")
        #expect(pilot.summary == #"Certificate renewal: R&D "pilot" 🚀"#)
        #expect(pilot.alarms == [-90, -30, -7, -1])
        #expect(pilot.description.contains("\n5 machines have to come online.\n"))
        #expect(!pilot.description.contains("in 31 days"), "it is read later")
        let deadline = try #require(events.first { $0.uid.hasPrefix("deadline-bc67ba94") })
        #expect(deadline.start == "2026-12-24T14:05:00+00:00")
        #expect(Set(events.map(\.uid)).count == events.count)
        // In an overlap the renewal after it is known too.
        let next = try #require(events.first { $0.uid.hasPrefix("next-window-bc67ba94") })
        #expect(next.start == "2027-03-24T14:05:00+00:00" && next.end == "2027-05-08T14:05:00+00:00")
        #expect(events.first { $0.uid.hasPrefix("next-deadline-bc67ba94") }?.start == next.end)
        #expect(events.count { $0.uid.hasPrefix("next-") } == 2)
    }

    @Test(.enabled(if: hasICalendar, "needs the Python package icalendar"))
    func `a later calendar has the same events with higher numbers`() throws {
        let first = try Self.judged(try Tool.run(Self.fleet + ["--at", "2026-11-23"]).text)
        let second = try Self.judged(try Tool.run(Self.fleet + ["--at", "2026-11-23T00:00:01Z"]).text)
        #expect(first.map(\.uid) == second.map(\.uid))
        #expect(zip(first, second).allSatisfy { $0.sequence < $1.sequence })
    }

    /// The same group a second later, after somebody changed something.
    @Test(
        "an event that moves or gets another name keeps its UID and has a higher number",
        .enabled(if: hasICalendar, "needs the Python package icalendar"),
        arguments: [
            (#""keyvalidityperiod":525600"#, #""keyvalidityperiod":500000"#),
            (#""keyexpirygraceperiod":64800"#, #""keyexpirygraceperiod":100800"#),
            (#""keycreationdate":"2026-01-01"#, #""keycreationdate":"2026-11-23"#), ("Finance", "Accounts payable"),
        ])
    func moved(what: String, to new: String) throws {
        let folder = try TemporaryFolder()
        let response =
            #"{"@odata.context":"x#flowmachinegroups","value":[{"flowmachinegroupid":"#
            + #""00000000-0000-4000-8000-0000000000a1","name":"Finance","keycreationdate":"2026-01-01T00:00:00Z","#
            + #""keyvalidityperiod":525600,"keyexpirygraceperiod":64800}]}"#
        try folder.write(
            #"{"@odata.context":"x#flowmachines","value":[{"flowmachineid":"00000000-0000-4000-8000-0000000000b1","#
                + #""_flowmachinegroupid_value":"00000000-0000-4000-8000-0000000000a1"}]}"#, to: "machines.json")
        let calendar = ["calendar", "--from", folder.path, "--at"]
        try folder.write(response, to: "groups.json")
        let before = try Self.judged(try Tool.run(calendar + ["2026-11-23T09:00:00Z"]).text)
        try folder.write(response.replacing(what, with: new), to: "groups.json")
        let after = try Self.judged(try Tool.run(calendar + ["2026-11-23T09:00:01Z"]).text)
        #expect(before.count == 2 && before.map(\.uid) == after.map(\.uid))
        for (old, new) in zip(before, after) { #expect(old.sequence < new.sequence) }
        let isNamed = what == "Finance"
        let ends = before.map { $0.end ?? $0.start }
        #expect((ends == after.map { $0.end ?? $0.start }) == (isNamed || what.contains("grace")))
        #expect((before.map(\.start) == after.map(\.start)) == isNamed)
        #expect(after.allSatisfy { $0.summary.hasSuffix(isNamed ? ": Accounts payable" : ": Finance") })
    }

    @Test(.enabled(if: hasICalendar, "needs the Python package icalendar"))
    func `a window whose beginning is not known has a deadline alone, which stays where it is`() throws {
        let folder = try TemporaryFolder()
        // A machine is behind, and C is too long ago for a renewal to have rewritten it.
        try folder.write(
            #"{"@odata.context":"x#flowmachinegroups","value":[{"flowmachinegroupid":"00000000-0000-4000-8000-0000000000a1","#
                + #""name":"Finance","keycreationdate":"2026-01-01T00:00:00Z","keyvalidityperiod":525600,"#
                + #""keyexpirygraceperiod":64800}]}"#, to: "groups.json")
        try folder.write(
            #"{"@odata.context":"x#flowmachines","value":[{"flowmachineid":"00000000-0000-4000-8000-0000000000b1","#
                + #""_flowmachinegroupid_value":"00000000-0000-4000-8000-0000000000a1","keydeliverystatus":2}]}"#,
            to: "machines.json")
        let calendars = try ["2026-09-01", "2026-09-02"].map { at in
            try Self.judged(try Tool.run(["calendar", "--from", folder.path, "--at", at]).text)
        }
        for events in calendars {
            #expect(events.map(\.uid) == ["deadline-00000000-0000-4000-8000-0000000000a1@renewalkit"])
            #expect(events.first?.start == "2027-01-01T00:00:00+00:00")
            #expect(events.first?.description.contains("Machines must come online by 2027-01-01 00:00.") == true)
        }
        #expect(calendars[0].map(\.description) == calendars[1].map(\.description))
    }

    @Test(.enabled(if: hasICalendar, "needs the Python package icalendar"))
    func `without events it says so and is a calendar all the same; texts are escaped`() throws {
        let output = try Tool.run(Self.fleet + ["--at", "2026-11-23", "--group", "Reserve"])
        #expect(output.status == 0 && output.errors.contains("no renewal is open or to come"))
        #expect(try Self.judged(output.text).isEmpty)
        let folder = try TemporaryFolder()
        let name = #"a\\b;c,d\ne\u0007"# + String(repeating: "帳", count: 80)
        try folder.write(
            #"{"@odata.context":"x#flowmachinegroups","value":[{"flowmachinegroupid":"00000000-0000-4000-8000-0000000000a1","#
                + #""keycreationdate":"2026-01-01T00:00:00Z","name":"\#(name)"}]}"#, to: "groups.json")
        try folder.write(
            #"{"@odata.context":"x#flowmachines","value":[{"flowmachineid":"00000000-0000-4000-8000-0000000000b1","#
                + #""_flowmachinegroupid_value":"00000000-0000-4000-8000-0000000000a1"}]}"#, to: "machines.json")
        let events = try Self.judged(try Tool.run(["calendar", "--from", folder.path, "--at", "2026-11-23"]).text)
        #expect(
            events.first?.summary == #"Certificate renewal: a\b;c,d\u{A}e\u{7}"# + String(repeating: "帳", count: 80))
    }
}
