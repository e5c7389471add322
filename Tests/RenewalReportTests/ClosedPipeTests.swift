import Foundation
import RenewalTestSupport
import Testing

/// A closed pipe is no error, for any command: the status is what it would have been, and nothing is said.
@Suite(.enabled(if: EnvironmentTests.hasPython, "needs the command python3"))
struct ClosedPipeTests {
    /// How a run ended of which so many bytes were read.
    static func run(reading bytes: Int, _ arguments: [String]) throws -> Tool.Output {
        let script = Repository.tests.appendingPathComponent("Judges/closed_pipe.py").path
        return try Tool.program("/usr/bin/env", ["python3", "-B", script, "\(bytes)", Tool.path] + arguments)
    }

    static let long: [[String]] = [
        ["groups"], ["groups", "--format", "json"], ["groups", "--format", "csv"], ["machines"],
        ["machines", "--format", "json"], ["machines", "--format", "csv"], ["timeline"],
        ["timeline", "--format", "svg"], ["timeline", "--format", "html"], ["calendar"], ["forecast"],
        ["forecast", "--format", "json"], ["forecast", "--format", "csv"],
    ]

    @Test("a reader that goes away in the middle of more than a pipe holds", arguments: long)
    func middle(command: [String]) throws {
        let arguments = command + (try LargeFleet.source())
        // Twice the buffer of a pipe: the tool still has to write when the reader is gone.
        #expect(try Tool.run(arguments).text.utf8.count > 2 * 65_536)
        let output = try Self.run(reading: 1_000, arguments)
        #expect(output.text == "0\n")
        #expect(output.errors == "")
    }

    @Test("a pipe that was closed before the tool started", arguments: long + [["check"], ["connections"]])
    func start(command: [String]) throws {
        let status = try Tool.run(command + ["--from", Repository.fleet, "--at", "2026-11-23"])
        let output = try Self.run(reading: 0, command + ["--from", Repository.fleet, "--at", "2026-11-23"])
        #expect(output.text == "\(status.status)\n")
        #expect(output.errors == status.errors)
        #expect(status.status == (command == ["check"] ? 2 : 0))
    }

    @Test func `connections, which only stores and packages hold`() throws {
        let (folder, source) = try ConnectionSourceTests.manyConnections()
        defer { withExtendedLifetime(folder) {} }
        let arguments = ["connections", "--format", "json"] + source
        #expect(try Tool.run(arguments).text.utf8.count > 2 * 65_536)
        for bytes in [0, 1_000] {
            let output = try Self.run(reading: bytes, arguments)
            #expect(output.text == "0\n" && output.errors == "")
        }
    }

    @Test func `an export and a validation do their work without a reader`() throws {
        let folder = try TemporaryFolder()
        let export = try Self.run(
            reading: 0, ["export", "--to", folder.file("fleet.zip")] + (try LargeFleet.source()))
        #expect(export.text == "0\n" && export.errors == "")
        #expect(try Tool.run(["validate", folder.file("fleet.zip")]).status == 0)
        let validation = try Self.run(reading: 0, ["validate", folder.file("fleet.zip")])
        #expect(validation.text == "0\n" && validation.errors == "")
    }

    @Test(
        "help, version and completions",
        arguments: [["--help"], ["check", "--help"], ["--version"], ["--generate-completion-script", "zsh"]])
    func help(arguments: [String]) throws {
        let output = try Self.run(reading: 0, arguments)
        #expect(output.text == "0\n")
        #expect(output.errors == "")
    }

    @Test func `a check that can not be made has its status all the same`() throws {
        let output = try Self.run(reading: 0, ["check", "--from", "/nowhere"])
        #expect(output.text == "3\n")
    }
}
