import Foundation
import RenewalTestSupport
import Testing

/// Files of SQLite that are no store, and stores that are no longer what was written: 65, and 3 for a check.
struct BadStoreTests {
    static let hasSQLite =
        (try? Tool.program("/usr/bin/env", ["sqlite3", "--version"]))?.status == 0

    static func refused(_ path: String, says: [String]) throws {
        for command in ["groups", "machines", "connections", "timeline", "calendar", "forecast"] {
            let output = try Tool.run([command, "--from", path])
            #expect(output.status == 65, "\(command): \(output.errors)")
            #expect(output.text == "")
            for text in [path] + says { #expect(output.errors.contains(text), "\(output.errors)") }
        }
        let check = try Tool.run(["check", "--from", path])
        #expect(check.status == 3 && check.text.contains(path), "\(check.text)")
        let folder = try TemporaryFolder()
        #expect(try Tool.run(["export", "--from", path, "--to", folder.file("p")]).status == 65)
        #expect(folder.names.isEmpty)
    }

    @Test(
        "a real database of somebody else is no source, and stays as it is",
        .enabled(if: hasSQLite, "needs the command sqlite3"),
        arguments: [
            "CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO contacts VALUES (1, 'Ada');",
            "CREATE TABLE flowmachine (flowmachineid TEXT, name TEXT); INSERT INTO flowmachine VALUES ('x', 'Ada');",
            "PRAGMA journal_mode = WAL; CREATE TABLE notes (text); INSERT INTO notes VALUES ('x');",
            "PRAGMA user_version = 1; CREATE TABLE meta (key TEXT);",
        ])
    func foreign(sql: String) throws {
        let folder = try TemporaryFolder()
        let made = try Tool.program("/usr/bin/env", ["sqlite3", folder.file("other.sqlite"), sql])
        try #require(made.status == 0, "\(made.errors)")
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("other.sqlite")))
        try Self.refused(
            folder.file("other.sqlite"),
            says: ["it is an SQLite file that no RenewalKit store made", "looked for a RenewalKit file store"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("other.sqlite"))) == before)
    }

    @Test func `a file that only begins like a database is bad input`() throws {
        let folder = try TemporaryFolder()
        try folder.write("SQLite format 3\u{0}" + String(repeating: "x", count: 4_096), to: "other.sqlite")
        try Self.refused(folder.file("other.sqlite"), says: [])
    }

    /// Names stand in rows, in history and in indexes; only where a report reads them must it notice.
    @Test(
        "a byte of a row that changed is noticed by the row's checksum, wherever a report reads it",
        arguments: ["Finance", "machine-2", "connection-1"])
    func flipped(name: String) async throws {
        let folder = try TemporaryFolder()
        try await StoreFile.make(at: folder.file("store.sqlite"))
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file("store.sqlite"))))
        let command = ["--at", "\(StoreFile.now)", "--format", "json"]
        let reports = ["groups", "machines", "connections"]
        let intact = try reports.map { try Tool.run([$0, "--from", folder.file("store.sqlite")] + command).text }
        let wanted = Array(name.utf8)
        let places = bytes.indices.dropLast(wanted.count).filter { bytes[$0...].starts(with: wanted) }
        try #require(!places.isEmpty)
        var noticed = 0
        for place in places {
            var damaged = bytes
            damaged[place] ^= 0x20
            let file = "damaged-\(place).sqlite"
            try folder.write(damaged, to: file)
            for (report, text) in zip(reports, intact) {
                let output = try Tool.run([report, "--from", folder.file(file)] + command)
                if output.status == 65 {
                    noticed += 1
                    #expect(output.text == "" && output.errors.contains(folder.file(file)), "\(output.errors)")
                    #expect(output.errors.contains("damaged"), "\(output.errors)")
                } else {
                    #expect(output.status == 0 && output.text == text, "a wrong row without a word")
                }
            }
        }
        // Every report reads the whole fleet.
        #expect(noticed >= reports.count)
    }

    @Test("a store that was cut off is damaged", arguments: [0.9, 0.5, 0.1])
    func truncated(share: Double) async throws {
        let folder = try TemporaryFolder()
        try await StoreFile.make(at: folder.file("store.sqlite"))
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.file("store.sqlite"))))
        try folder.write(Array(bytes.prefix(Int(Double(bytes.count) * share))), to: "cut.sqlite")
        try Self.refused(folder.file("cut.sqlite"), says: [])
    }
}
