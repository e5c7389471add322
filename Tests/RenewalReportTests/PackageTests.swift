import Foundation
import RenewalTestSupport
import Testing

/// Packages as sources and as what `export` writes.
struct PackageTests {
    static let at = ["--at", "2026-11-23"]
    static let sample = Repository.root.appendingPathComponent("../shared/data/cmt-sample").standardizedFileURL.path

    /// The made-up fleet as a package.
    static func package(_ name: String, in folder: TemporaryFolder) throws -> String {
        let output = try Tool.run(["export", "--from", Repository.fleet, "--to", folder.file(name)] + at)
        #expect(output.status == 0 && output.errors == "", "\(output.errors)")
        #expect(output.text == "46 rows written to \(folder.file(name))\n")
        return folder.file(name)
    }

    @Test("what was exported reports as its source does, as a zip and as a folder", arguments: ["fleet.zip", "fleet"])
    func roundTrip(name: String) throws {
        let folder = try TemporaryFolder()
        let package = try Self.package(name, in: folder)
        for (command, golden) in [("groups", "groups.json"), ("machines", "machines.json")] {
            let output = try Tool.run([command, "--from", package, "--format", "json"] + Self.at)
            #expect(output.status == 0 && output.errors == "", "\(output.errors)")
            try Golden.expect(output.text, is: golden)
        }
    }

    @Test func `a zip is found by its content, whatever its name`() throws {
        let folder = try TemporaryFolder()
        let package = try Self.package("fleet.zip", in: folder)
        try FileManager.default.moveItem(atPath: package, toPath: folder.file("fleet.json"))
        let output = try Tool.run(["groups", "--from", folder.file("fleet.json"), "--format", "json"] + Self.at)
        try Golden.expect(output.text, is: "groups.json")
    }

    @Test func `a package is copied unchanged, its timestamp kept`() throws {
        let folder = try TemporaryFolder()
        let package = try Self.package("first", in: folder)
        let output = try Tool.run(["export", "--from", package, "--to", folder.file("second"), "--at", "2030-01-01"])
        #expect(output.status == 0, "\(output.errors)")
        for name in ["data.xml", "data_schema.xml"] {
            #expect(try folder.text(of: "first/\(name)") == folder.text(of: "second/\(name)"))
        }
        #expect(try folder.text(of: "second/data.xml").contains("timestamp=\"2026-11-23T00:00:00"))
    }

    @Test func `nothing is overwritten, and a package is exported whole`() throws {
        let folder = try TemporaryFolder()
        let package = try Self.package("fleet.zip", in: folder)
        let before = try Data(contentsOf: URL(fileURLWithPath: package))
        let again = try Tool.run(["export", "--from", Repository.fleet, "--to", package] + Self.at)
        #expect(again.status == 74)
        #expect(try Data(contentsOf: URL(fileURLWithPath: package)) == before)
        let chosen = try Tool.run(["export", "--from", package, "--to", folder.file("x"), "--group", "Reserve"])
        #expect(chosen.status == 64)
        #expect(folder.names == ["fleet.zip"])
    }

    @Test func `chosen groups are exported with their machines alone`() throws {
        let folder = try TemporaryFolder()
        let arguments = ["--group", "Лаборатория", "--group", "Nobody"]
        let output = try Tool.run(
            ["export", "--from", Repository.fleet, "--to", folder.file("fleet.zip")] + arguments + Self.at)
        #expect(output.status == 0 && output.text.hasPrefix("6 rows written"))
        #expect(output.errors.contains("has the name or id \"Nobody\""))
        let machines = try Tool.run(["machines", "--from", folder.file("fleet.zip"), "--format", "csv"] + Self.at)
        #expect(machines.text.split(separator: "\r\n").count == 6)
    }

    @Test func `a store is exported with its connections, and key packages only where asked for`() async throws {
        let folder = try TemporaryFolder()
        try await StoreFile.make(at: folder.file("store.sqlite"))
        let at = ["--at", "\(StoreFile.now)"]
        let plain = try Tool.run(["export", "--from", folder.file("store.sqlite"), "--to", folder.file("plain")] + at)
        #expect(plain.status == 0 && plain.text.hasPrefix("6 rows written"), "\(plain.errors)")
        let connections = try Tool.run(["connections", "--from", folder.file("plain"), "--format", "json"] + at)
        try Golden.expect(connections.text, is: "store-connections.json")
        #expect(try !folder.text(of: "plain/data.xml").contains("keypackage"))
        let secret = try Tool.run(
            ["export", "--from", folder.file("store.sqlite"), "--to", folder.file("secret"), "--include-key-packages"]
                + at)
        #expect(secret.status == 0)
        #expect(try folder.text(of: "secret/data.xml").contains("primarykeypackage"))
        let none = try Tool.run(
            ["export", "--from", folder.file("store.sqlite"), "--to", folder.file("none"), "--group", "Nobody"] + at)
        #expect(none.status == 0 && none.text.hasPrefix("0 rows written"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: sample), "needs ../shared"))
    func `a package without our tables is a source without rows`() throws {
        for command in ["groups", "machines", "connections"] {
            let output = try Tool.run([command, "--from", Self.sample, "--format", "json"])
            #expect(output.status == 0 && output.text == "[]\n")
            #expect(output.errors.contains("has none of the tables flowmachinegroup and flowmachine"))
        }
        let check = try Tool.run(["check", "--from", Self.sample])
        #expect(check.status == 0 && check.text.hasPrefix("RENEWAL OK - no groups"))
    }

    @Test(
        "a bad package is 65, with what was wrong",
        arguments: [
            ("data.xml", "", "data.xml"), ("data.xml", "<entities>", "data.xml"),
            ("data_schema.xml", "<!DOCTYPE a><entities/>", "data_schema.xml"),
            ("data_schema.xml", "x", "data_schema.xml"),
        ])
    func bad(file: String, text: String, says: String) throws {
        let folder = try TemporaryFolder()
        _ = try Self.package("fleet", in: folder)
        try folder.write(text, to: "fleet/\(file)")
        let output = try Tool.run(["groups", "--from", folder.file("fleet")] + Self.at)
        #expect(output.status == 65, "\(output.errors)")
        #expect(output.errors.contains(says) && output.errors.contains(folder.file("fleet")), "\(output.errors)")
    }

    @Test func `validate says what is in a package`() throws {
        let folder = try TemporaryFolder()
        let package = try Self.package("fleet.zip", in: folder)
        let output = try Tool.run(["validate", package])
        #expect(output.status == 0 && output.errors == "", "\(output.errors)")
        let lines = output.text.split(separator: "\n")
        #expect(lines.first?.hasPrefix("\(package): a valid package, made at 2026-11-23T00:00:00") == true)
        #expect(lines.first?.hasSuffix(": 46 rows in 2 tables") == true)
        #expect(lines.dropFirst().map { String($0) } == ["  flowmachine       40", "  flowmachinegroup  6"])
    }

    @Test func `validate names the document and line of a fault, and what is no package`() throws {
        let folder = try TemporaryFolder()
        let package = try Self.package("fleet", in: folder)
        let data = try folder.text(of: "fleet/data.xml")
        try folder.write(
            data.replacingOccurrences(
                of: "name=\"keydeliverystatus\" value=\"3\"", with: "name=\"keydeliverystatus\" value=\"7\""),
            to: "fleet/data.xml")
        let output = try Tool.run(["validate", package])
        #expect(output.status == 65 && output.text == "")
        #expect(output.errors.contains("data.xml:") && output.errors.contains("keydeliverystatus"), "\(output.errors)")
        #expect(try Tool.run(["validate", folder.file("nothing")]).status == 66)
        #expect(try Tool.run(["validate", Repository.fleet]).status == 65)
        #expect(try Tool.run(["validate"]).status == 64)
    }

    @Test func `a row that is there twice is 65 for whoever reads the package, with its line`() throws {
        let folder = try TemporaryFolder()
        let package = try Self.package("fleet", in: folder)
        let data = try folder.text(of: "fleet/data.xml")
        let start = try #require(data.range(of: "<record ")).lowerBound
        let end = try #require(data.range(of: "</record>")).upperBound
        let record = String(data[start..<end])
        try folder.write(data.replacingCharacters(in: end..<end, with: "\r\n" + record), to: "fleet/data.xml")
        let line = data[..<end].count { $0.isNewline } + 2
        for arguments in [
            ["groups", "--from", package], ["forecast", "--from", package], ["validate", package],
            ["export", "--from", package, "--to", folder.file("copy")],
        ] {
            let output = try Tool.run(arguments)
            #expect(output.status == 65 && output.text == "", "\(arguments)")
            #expect(output.errors.contains("data.xml:\(line): row "), "\(output.errors)")
            #expect(output.errors.contains("again; expected each row once"), "\(output.errors)")
        }
        #expect(folder.names == ["fleet"])
    }
}
