import Foundation
import RenewalTestSupport
import Testing

/// Reports on a file store: generations, connections and windows as its rows say.
struct StoreSourceTests {
    /// Made once; each test reads it.
    static let folder = Task {
        let folder = try TemporaryFolder()
        try await StoreFile.make(at: folder.file("store.sqlite"))
        return folder
    }

    static func source() async throws -> [String] {
        ["--from", try await folder.value.file("store.sqlite"), "--at", "\(StoreFile.now)"]
    }

    @Test(
        "the output is the golden one",
        arguments: [
            (["groups", "--format", "json"], "store-groups.json"), (["groups"], "store-groups.txt"),
            (["machines", "--format", "json"], "store-machines.json"), (["connections"], "store-connections.txt"),
            (["connections", "--format", "json"], "store-connections.json"), (["timeline"], "store-timeline.txt"),
            (["forecast"], "store-forecast.txt"), (["forecast", "--format", "json"], "store-forecast.json"),
        ])
    func golden(arguments: [String], name: String) async throws {
        let output = try Tool.run(arguments + (try await Self.source()))
        #expect(output.status == 0 && output.errors == "", "\(output.errors)")
        try Golden.expect(output.text, is: name)
    }

    @Test func `stale connections are chosen, and a check warns of them`() async throws {
        let source = try await Self.source()
        let output = try Tool.run(["connections", "--stale", "--format", "csv"] + source)
        #expect(output.text.split(separator: "\r\n").count == 3)
        let check = try Tool.run(["check", "--warning", "60"] + source)
        #expect(check.status == 1)
        #expect(check.text.contains("2 connections to be used before a deadline"))
        #expect(check.text.contains("connections_stale=2;0;;;"))
    }

    @Test func `reading leaves the store as it was, and finds it by its content`() async throws {
        let folder = try TemporaryFolder()
        try await StoreFile.make(at: folder.file("fleet.json"))
        // A reader makes SQLite's log where there is none, and can not take it away again; it holds nothing.
        let contents = {
            ["fleet.json", "fleet.json-wal"].map { name in
                (try? Data(contentsOf: URL(fileURLWithPath: folder.file(name)))) ?? Data()
            }
        }
        let before = contents()
        #expect(!before[0].isEmpty && before[1].isEmpty)
        let output = try Tool.run(["groups", "--from", folder.file("fleet.json"), "--at", "\(StoreFile.now)"])
        #expect(output.status == 0 && output.text.contains("Finance"), "\(output.errors)")
        #expect(contents() == before)
    }
}
