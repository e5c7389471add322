import Foundation
import RenewalTestSupport
import Testing

/// `groups`, `machines` and `connections` as a user runs them.
struct TableCommandTests {
    static let fleet = ["--from", Repository.fleet, "--at", "2026-11-23"]

    static let goldens: [(arguments: [String], name: String)] = [
        (["groups"], "groups.txt"), (["groups", "--format", "json"], "groups.json"),
        (["groups", "--format", "csv"], "groups.csv"), (["machines"], "machines.txt"),
        (["machines", "--format", "json"], "machines.json"), (["machines", "--format", "csv"], "machines.csv"),
        (["machines", "--status", "pending-new-key", "--sort", "-lastheartbeatdate"], "machines-pending.txt"),
        (["machines", "--outdated", "--sort", "agentversion"], "machines-outdated.txt"),
        (["groups", "--filter", "machines/outdated gt 0 and windowend ne null"], "groups-filtered.txt"),
        (["groups", "--group", "Reserve", "--group", "7E6DDCE7-A7AC-4732-B6FA-DFA7E5C15B62"], "groups-chosen.txt"),
        (["groups", "--time-zone", "+05:30", "--sort", "expiry"], "groups-zone.txt"),
    ]

    @Test("the output is the golden one, and nothing is on standard error", arguments: goldens)
    func golden(arguments: [String], name: String) throws {
        let output = try Tool.run(arguments + Self.fleet)
        #expect(output.status == 0)
        #expect(output.errors == "")
        try Golden.expect(output.text, is: name)
    }

    @Test(
        "widths of a terminal", arguments: [(40, "groups-40.txt"), (80, "groups-80.txt"), (120, "groups-120.txt")])
    func widths(columns: Int, name: String) throws {
        let output = try Tool.run(["groups"] + Self.fleet, ["COLUMNS": "\(columns)"])
        #expect(output.status == 0)
        try Golden.expect(output.text, is: name)
    }

    @Test("nothing found is said", arguments: ["table", "json", "csv"])
    func empty(format: String) throws {
        let output = try Tool.run(
            ["groups", "--filter", "name eq 'nobody'", "--format", format] + Self.fleet)
        #expect(output.status == 0)
        switch format {
        case "table": #expect(output.text == "no groups as of 2026-11-23 00:00 UTC\n")
        case "json": #expect(output.text == "[]\n" && output.errors == "renewal-report: no groups\n")
        default: #expect(output.text.split(separator: "\r\n").count == 1 && output.errors.contains("no groups"))
        }
    }

    @Test func `a source that holds no connections says so, and is no error`() throws {
        let output = try Tool.run(["connections", "--format", "json"] + Self.fleet)
        #expect(output.status == 0)
        #expect(output.text == "[]\n")
        #expect(output.errors.contains("Web API responses hold no connections"))
    }

    @Test("a machine whose group is not in the source has no verdict, whatever its status", arguments: [1, 2, 3])
    func unknownGroup(status: Int) throws {
        let folder = try TemporaryFolder()
        try folder.write(
            #"{"@odata.context":"x#flowmachines","value":[{"flowmachineid":"00000000-0000-4000-8000-0000000000b1","#
                + #""_flowmachinegroupid_value":"00000000-0000-4000-8000-0000000000a1","name":"WKS-1","#
                + #""keydeliverystatus":\#(status)}]}"#, to: "machines.json")
        let source = ["--from", folder.path, "--at", "2026-11-23"]
        let output = try Tool.run(["machines", "--format", "json"] + source)
        #expect(output.status == 0)
        for member in [
            #""keydeliverystatus": \#(status)"#, #""verdict": null"#, #""reason": "groupUnknown""#,
            #""flowmachinegroupid": "00000000-0000-4000-8000-0000000000a1""#, #""groupname": null"#,
        ] {
            #expect(output.text.contains(member), "\(output.text)")
        }
        // To a monitoring system an expired machine is one, wherever its group is.
        let check = try Tool.run(["check"] + source)
        #expect(check.status == (status == 3 ? 2 : 0), "\(check.text)")
    }

    @Test func `a name that no group has is said, and is no error`() throws {
        let output = try Tool.run(["machines", "--group", "Nobody"] + Self.fleet)
        #expect(output.status == 0)
        #expect(output.text == "no machines as of 2026-11-23 00:00 UTC\n")
        #expect(output.errors.contains("has the name or id \"Nobody\""))
    }

    @Test func `a file is replaced as a whole and keeps its mode; a link stays a link`() throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "report.json")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.file("report.json"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link.json"), withDestinationPath: folder.file("report.json"))
        let output = try Tool.run(["groups", "--format", "json", "--output", folder.file("link.json")] + Self.fleet)
        #expect(output.status == 0 && output.text == "" && output.errors == "")
        try Golden.expect(try folder.text(of: "report.json"), is: "groups.json")
        #expect(folder.names == ["link.json", "report.json"])
        let target = folder.file("report.json")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link.json")) == target)
        let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        let toOutput = try Tool.run(["groups", "--format", "json", "--output", "-"] + Self.fleet)
        try Golden.expect(toOutput.text, is: "groups.json")
    }

    @Test func `without --at the instant is now`() throws {
        let before = ISO8601DateFormatter().string(from: Date()).prefix(13)
        let output = try Tool.run(["groups", "--from", Repository.fleet])
        let after = ISO8601DateFormatter().string(from: Date()).prefix(13)
        let footer = output.text.split(separator: "\n").last.map { String($0) } ?? ""
        #expect([before, after].contains { footer.contains($0.replacingOccurrences(of: "T", with: " ")) }, "\(footer)")
    }
}
