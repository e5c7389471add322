import Foundation
import RenewalTestSupport
import Testing

/// What goes wrong, and with which exit status: 64 wrong usage, 65 bad input, 66 no source, 74 input/output.
struct FailureTests {
    static let fleet = ["--from", Repository.fleet, "--at", "2026-11-23"]

    struct Usage: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var says: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let usages: [Usage] = [
        Usage(arguments: ["nonsense"], says: "nonsense"),
        Usage(arguments: ["nonsense", "--help"], says: "no command 'nonsense'; there are groups, machines"),
        Usage(arguments: ["help", "nonsense"], says: "no command 'nonsense'; there are groups, machines"),
        Usage(arguments: ["help", "groups", "nonsense"], says: "expected one command; found groups nonsense"),
        Usage(arguments: ["calendar", "--format", "json"] + fleet, says: "--format"),
        Usage(arguments: ["groups"], says: "--from"),
        Usage(arguments: ["groups", "--nonsense"] + fleet, says: "--nonsense"),
        Usage(arguments: ["groups", "--from", Repository.fleet, "--at", "23.11.2026"], says: "2026-11-23T04:00:00Z"),
        Usage(arguments: ["groups", "--from", Repository.fleet, "--at", "2026-02-30"], says: "--at"),
        Usage(arguments: ["groups", "--sort", "size"] + fleet, says: "no column \"size\" to sort by; there are"),
        Usage(arguments: ["groups", "--format", "xml"] + fleet, says: "xml"),
        Usage(arguments: ["machines", "--status", "late"] + fleet, says: "pending-new-key"),
        Usage(arguments: ["groups", "--time-zone", "Europe/Atlantis"] + fleet, says: "no time zone"),
        Usage(arguments: ["groups", "--time-zone", "+25:00"] + fleet, says: "no time zone"),
        Usage(arguments: ["groups", "--time-zone", "../../etc/passwd"] + fleet, says: "no time zone"),
        Usage(arguments: ["groups", "--filter", "phase eq stable"] + fleet, says: "a string in quotation marks"),
    ]

    @Test("wrong usage is 64 and says what would be right", arguments: usages)
    func usage(_ usage: Usage) throws {
        let output = try Tool.run(usage.arguments)
        #expect(output.status == 64)
        #expect(output.text == "")
        #expect(output.errors.contains(usage.says), "\(output.errors)")
    }

    @Test(
        "what no source would make right is said before one is looked for",
        arguments: [
            ["groups", "--filter", "phase eq stable"], ["machines", "--sort", "size"],
            ["connections", "--time-zone", "Europe/Atlantis"], ["forecast", "--filter", "event"],
            ["timeline", "--time-zone", "+25:00"],
        ])
    func early(arguments: [String]) throws {
        let output = try Tool.run(arguments + ["--from", "/nowhere/at/all"])
        #expect(output.status == 64, "\(output.errors)")
    }

    @Test func `a wrong filter is shown with its place marked`() throws {
        let output = try Tool.run(["groups", "--filter", "name eq '帳票' and phase foo 'x'"] + Self.fleet)
        #expect(output.status == 64)
        #expect(
            output.errors == """
                renewal-report: the filter is wrong at character 24: found "foo"; expected a comparison: eq, ne, gt, ge, lt, \
                le or in
                  name eq '帳票' and phase foo 'x'
                                           ^~~

                """)
    }

    @Test func `an empty filter is wrong, with nothing to mark`() throws {
        let output = try Tool.run(["groups", "--filter", ""] + Self.fleet)
        #expect(output.status == 64)
        let lines = output.errors.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 && lines[0].contains("the filter") && lines[1] == "", "\(output.errors)")
    }

    @Test func `a source that is not there is 66`() throws {
        let output = try Tool.run(["groups", "--from", "/nowhere/at/all"])
        #expect(output.status == 66)
        #expect(output.errors.contains("no such file or folder; looked for a RenewalKit file store, a Configuration"))
    }

    @Test func `a device and a pipe are no sources`() throws {
        let device = try Tool.run(["groups", "--from", "/dev/null"])
        #expect(device.status == 65)
        #expect(
            device.errors == "renewal-report: /dev/null: is a pipe or a device; save what it gives in a file, "
                + "and give that\n")
        let folder = try TemporaryFolder()
        try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
        #expect(try Tool.run(["groups", "--from", folder.file("pipe")]).status == 65)
        for path in ["/dev/null", folder.file("pipe")] {
            let output = try Tool.run(["validate", path])
            #expect(output.status == 65)
            #expect(output.errors.contains("found a pipe or a device; expected a folder or a zip"), "\(output.errors)")
        }
    }

    struct BadFile: Sendable, CustomTestStringConvertible {
        var text: String
        var says: String
        var testDescription: String { says }
    }

    static let head = #"{"@odata.context":"x/$metadata#flowmachines","value":["#
    static let row = #"{"flowmachineid":"00000000-0000-4000-8000-0000000000b1","agentversion":"2.9"}"#

    @Test(
        "bad input is 65, with file, line and what was expected",
        arguments: [
            BadFile(text: "", says: "this is no source: it is empty; looked for"),
            BadFile(text: "hello", says: "it begins with \"hello\"; looked for a RenewalKit file store"),
            BadFile(text: "<entities/>", says: "of a package give the folder or the .zip"),
            BadFile(text: "{", says: "bad.json:1:2: "), BadFile(text: "[]", says: "expected a Web API response"),
            BadFile(text: "{\n\"value\": []}", says: "@odata.context"),
            BadFile(text: head + "\n" + row.replacing("2.9", with: "new") + "]}", says: "bad.json:2:72: row 1"),
            BadFile(text: head + row + ",\n" + row + "]}", says: "bad.json:2:1: row 2"),
        ])
    func badInput(_ file: BadFile) throws {
        let folder = try TemporaryFolder()
        try folder.write(file.text, to: "bad.json")
        let output = try Tool.run(["groups", "--from", folder.file("bad.json")])
        #expect(output.status == 65)
        #expect(output.text == "")
        #expect(output.errors.contains(file.says), "\(output.errors)")
        #expect(output.errors.contains(folder.file("bad.json")))
    }

    @Test func `an empty folder, one with hidden files alone and one with another file are 65`() throws {
        let folder = try TemporaryFolder()
        #expect(try Tool.run(["groups", "--from", folder.path]).status == 65)
        try folder.write("", to: ".hidden")
        #expect(try Tool.run(["groups", "--from", folder.path]).status == 65)
        try folder.write(Self.head + "]}", to: "machines.json")
        #expect(try Tool.run(["groups", "--from", folder.path]).status == 0)
        try folder.write("notes", to: "notes.txt")
        let output = try Tool.run(["groups", "--from", folder.path])
        #expect(output.status == 65)
        #expect(output.errors.contains("notes.txt"))
    }

    @Test func `groups without any machine are said on standard error`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            #"{"@odata.context":"x#flowmachinegroups","value":[{"flowmachinegroupid":"#
                + #""00000000-0000-4000-8000-0000000000a1","name":"A"}]}"#, to: "groups.json")
        let output = try Tool.run(["groups", "--from", folder.path])
        #expect(output.status == 0)
        #expect(output.errors.contains("no machine is in the responses, so every group counts as empty"))
        try folder.write(
            Self.head + Self.row.replacing("}", with: #","_flowmachinegroupid_value":"#) + "null}]}",
            to: "machines.json")
        #expect(try Tool.run(["groups", "--from", folder.path]).errors == "")
    }

    @Test func `a zone west of Greenwich may be an offset`() throws {
        let output = try Tool.run(["groups", "--time-zone", "-05:30"] + Self.fleet)
        #expect(output.status == 0 && output.errors == "", "\(output.errors)")
        #expect(output.text.contains("as of 2026-11-22 18:30 -05:30"), "\(output.text)")
    }

    @Test func `missing pages and odd periods are said on standard error`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            #"{"@odata.context":"x#flowmachinegroups","@odata.nextLink":"x","value":[{"flowmachinegroupid":"#
                + #""00000000-0000-4000-8000-0000000000a1","name":"A\u001b[31m","keyvalidityperiod":5}]}"#,
            to: "groups.json")
        let output = try Tool.run(["groups", "--from", folder.path])
        #expect(output.status == 0)
        #expect(output.errors.contains("the last page of flowmachinegroups is missing"))
        #expect(output.errors.contains("keyvalidityperiod"))
        #expect(!output.errors.contains("\u{1B}") && !output.text.contains("\u{1B}"))
        #expect(output.text.contains("A\\u{1B}[31m"))
    }
}
