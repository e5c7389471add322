import Foundation
import RenewalTestSupport
import Testing

/// Reading and writing that fail: 74 (EX_IOERR), and 3 for a check.
struct InputOutputTests {
    static let fleet = ["--from", Repository.fleet, "--at", "2026-11-23"]

    static let writing: [[String]] = [
        ["groups"], ["machines", "--format", "json"], ["connections", "--format", "csv"], ["timeline"],
        ["timeline", "--format", "svg"], ["timeline", "--format", "html"], ["calendar"], ["forecast"],
        ["forecast", "--format", "json"],
    ]

    @Test("an output that can not be written is 74, whoever writes it", arguments: writing)
    func unwritable(command: [String]) throws {
        for path in ["/nowhere/report", "/", "/dev/full", Repository.fleet + "/groups.json/report"] {
            let output = try Tool.run(command + ["--output", path] + Self.fleet)
            #expect(output.status == 74, "\(path)")
            #expect(output.text == "")
            // After notes on the source, where there are any.
            let last = output.errors.split(separator: "\n").last ?? ""
            #expect(last.hasPrefix("renewal-report: \(path): "), "\(output.errors)")
        }
    }

    @Test(
        "a full standard output is 74 too",
        arguments: writing.map { $0 + fleet } + [["--version"], ["--help"], ["calendar", "--help"]])
    func fullOutput(arguments: [String]) throws {
        let output = try Self.onFullDisk(arguments)
        #expect(output.status == 74)
        #expect(
            output.errors.hasSuffix("renewal-report: standard output: can not be written: No space left on device\n"))
    }

    @Test func `export and validate say it when they can not say what they did`() throws {
        let folder = try TemporaryFolder()
        #expect(try Self.onFullDisk(["export", "--to", folder.file("fleet.zip")] + Self.fleet).status == 74)
        #expect(try Self.onFullDisk(["validate", folder.file("fleet.zip")]).status == 74)
    }

    @Test func `an export that can not be written is 74, and leaves nothing`() throws {
        for target in ["/nowhere/fleet", "/nowhere/fleet.zip", "/dev/null/fleet", "/dev/full"] {
            let output = try Tool.run(["export", "--to", target] + Self.fleet)
            #expect(output.status == 74, "\(target)")
            #expect(output.text == "" && output.errors.contains(target), "\(output.errors)")
        }
    }

    @Test func `a check says UNKNOWN where it can not write its line`() throws {
        #expect(try Tool.run(["check", "--output", "/dev/full"] + Self.fleet).status == 3)
        #expect(try Self.onFullDisk(["check"] + Self.fleet).status == 3)
    }

    private static func onFullDisk(_ arguments: [String]) throws -> Tool.Output {
        try Tool.program("/bin/bash", ["-c", "exec \"$0\" \"$@\" >/dev/full", Tool.path] + arguments)
    }
}

/// Sources that are there and can not be read.
extension InputOutputTests {
    static let memory = "/proc/self/mem"

    @Test(
        "a source whose reading fails is 74, and 3 for a check",
        .enabled(if: FileManager.default.fileExists(atPath: memory), "needs \(memory), whose first byte is an error"),
        arguments: ["groups", "machines", "connections", "timeline", "calendar", "forecast", "check"])
    func failingSource(command: String) throws {
        let output = try Tool.run([command, "--from", Self.memory])
        #expect(output.status == (command == "check" ? 3 : 74))
        let said = command == "check" ? output.text : output.errors
        #expect(said.contains("\(Self.memory): can not be read: Input/output error"), "\(said)")
    }

    enum Kind: String, CaseIterable { case store, zip, package, file, responses }

    @Test(
        "a source that may not be read is 74, whatever it is",
        .enabled(if: EnvironmentTests.hasPython, "needs the command python3"), arguments: Kind.allCases)
    func forbidden(kind: Kind) async throws {
        let folder = try TemporaryFolder()
        let (source, locked) = try await Self.source(kind, in: folder)
        let manager = FileManager.default
        // Others may look into the folder, but not at what is locked. SQLite wants to make the store's log there.
        try manager.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        #expect(try Self.asNobody(["groups", "--from", source]).status == 0, "it can be read before")
        try manager.setAttributes([.posixPermissions: 0], ofItemAtPath: locked)
        // Without permission to search it, a folder could not be removed afterwards.
        defer { try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: locked) }
        for command in [["groups"], ["machines"], ["calendar"], ["export", "--to", folder.file("none")], ["check"]] {
            let output = try Self.asNobody(command + ["--from", source])
            #expect(output.status == (command == ["check"] ? 3 : 74), "\(command): \(output.errors)")
            let said = command == ["check"] ? output.text : output.errors
            #expect(said.contains(locked) && said.localizedCaseInsensitiveContains("permi"), "\(said)")
            #expect(!said.contains("NSCocoaErrorDomain"), "\(said)")
        }
    }

    /// A source of that kind, and what of it is locked.
    private static func source(_ kind: Kind, in folder: TemporaryFolder) async throws -> (String, String) {
        switch kind {
        case .store:
            try await StoreFile.make(at: folder.file("fleet"))
            // A store is its owner's alone.
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.file("fleet"))
            return (folder.file("fleet"), folder.file("fleet"))
        case .zip:
            _ = try PackageTests.package("fleet.zip", in: folder)
            return (folder.file("fleet.zip"), folder.file("fleet.zip"))
        case .package:
            _ = try PackageTests.package("fleet", in: folder)
            return (folder.file("fleet"), folder.file("fleet/data.xml"))
        case .file:
            try FileManager.default.copyItem(
                atPath: Repository.fleet + "/flowmachines-page1.json", toPath: folder.file("fleet"))
            return (folder.file("fleet"), folder.file("fleet"))
        case .responses:
            try FileManager.default.copyItem(atPath: Repository.fleet, toPath: folder.file("fleet"))
            return (folder.file("fleet"), folder.file("fleet/flowmachines-page2.json"))
        }
    }

    @Test(.enabled(if: EnvironmentTests.hasPython, "needs the command python3"))
    func `a folder that may not be listed is 74`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: Repository.fleet, toPath: folder.file("fleet"))
        let manager = FileManager.default
        try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        try manager.setAttributes([.posixPermissions: 0o311], ofItemAtPath: folder.file("fleet"))
        defer { try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.file("fleet")) }
        let output = try Self.asNobody(["groups", "--from", folder.file("fleet")])
        #expect(output.status == 74)
        #expect(
            output.errors == "renewal-report: \(folder.file("fleet")): the folder can not be read: Permission denied\n")
    }

    /// Root may read everything, so the tool runs as another user then; it is copied to where that one may look.
    private static func asNobody(_ arguments: [String]) throws -> Tool.Output {
        let script = Repository.tests.appendingPathComponent("Judges/as_nobody.py").path
        let copy = try tool.get().file("renewal-report")
        return try Tool.program("/usr/bin/env", ["python3", "-B", script, copy] + arguments)
    }

    private static let tool = Result {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(atPath: Tool.path, toPath: folder.file("renewal-report"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        return folder
    }
}
