import Foundation
import RenewalCore
import RenewalDataverse
import RenewalTestSupport
import RenewalXML
import Testing

/// Connections in each kind of source that can hold them, and what is left of a deleted group (Rules C4, C5, G1).
struct ConnectionSourceTests {
    struct Connection: Decodable, Hashable {
        var name: String
        var flowmachinegroupid: String?
        var state: String
    }

    static func connections(_ source: [String], _ arguments: [String] = []) throws -> [Connection] {
        let output = try Tool.run(["connections", "--format", "json"] + arguments + source)
        #expect(output.status == 0, "\(output.errors)")
        return try JSONDecoder().decode([Connection].self, from: Data(output.text.utf8))
    }

    /// A package of a group and of connections in these states, each named by its state.
    static func package(_ states: [ConnectionState?], at path: String) throws {
        let group = Counter.id(2, 1)
        let writer = try PackageWriter(
            to: path.hasSuffix(".zip") ? .zip(path) : .folder(path),
            tables: [PackageTable(.desktopFlowConnection), PackageTable(.flowMachineGroup)],
            timestamp: PackageTimestamp(StoreFile.now))
        for (index, state) in states.enumerated() {
            var row = Row(table: .desktopFlowConnection, id: Counter.id(4, UInt64(index)))
            try row.set("renewal_name", .text(state?.name ?? "unsaid"))
            if state != .broken {
                try row.set("renewal_flowmachinegroupid", .lookup(Lookup(table: "flowmachinegroup", id: group)))
            }
            if let state { try row.set("renewal_state", .integer(Int64(state.rawValue))) }
            try writer.write(row)
        }
        var row = Row(table: .flowMachineGroup, id: group)
        try row.set("name", .text("Finance"))
        try writer.write(row)
        try writer.finish()
    }

    /// So many that their table does not fit in the buffer of a pipe.
    static func manyConnections() throws -> (folder: TemporaryFolder, source: [String]) {
        let folder = try TemporaryFolder()
        try package(Array(repeating: .stale, count: 2_000), at: folder.file("package"))
        return (folder, ["--from", folder.file("package")])
    }

    @Test("each state comes through a package, and a row that says none is expired", arguments: ["package", "p.zip"])
    func states(name: String) throws {
        let folder = try TemporaryFolder()
        try Self.package([.current, .stale, .expired, .broken, nil], at: folder.file(name))
        let source = ["--from", folder.file(name)]
        let found = try Self.connections(source)
        #expect(found.map(\.name) == ["broken", "current", "expired", "stale", "unsaid"])
        #expect(found.map(\.state) == ["broken", "current", "expired", "stale", "expired"])
        #expect(found.filter { $0.flowmachinegroupid == nil }.map(\.state) == ["broken"])
        #expect(try Self.connections(source, ["--stale"]).map(\.name) == ["stale"])
        #expect(try Self.connections(source, ["--filter", "state eq 'broken'"]).map(\.name) == ["broken"])
        // A broken one targets no group, and counts for none.
        let groups = try Tool.run(["groups", "--format", "csv"] + source).text
        #expect(groups.contains(",4,1,1,2\r\n"), "\(groups)")
        for format in ["table", "csv"] {
            #expect(try Tool.run(["connections", "--format", format] + source).text.contains("broken"))
        }
    }

    @Test func `connections of a deleted group are broken, in its store and in its package`() async throws {
        let folder = try TemporaryFolder()
        try await StoreFile.makeDeleted(at: folder.file("store.sqlite"))
        let at = ["--at", "\(TestWorld.start)"]
        let store = ["--from", folder.file("store.sqlite")] + at
        let found = try Self.connections(store)
        #expect(found.map(\.name) == ["connection-1"] && found.map(\.state) == ["broken"])
        let export = try Tool.run(["export", "--to", folder.file("package")] + store)
        #expect(export.text.hasPrefix("2 rows written"), "a connection and the other group: \(export.text)")
        let copied = try Self.connections(["--from", folder.file("package")] + at)
        #expect(copied.map(\.state) == ["broken"])
    }

    @Test(
        "nothing else is left of a deleted group, even before the sweep took its machines away",
        arguments: ["groups", "machines", "timeline", "calendar", "forecast", "check"])
    func deleted(command: String) async throws {
        let folder = try TemporaryFolder()
        try await StoreFile.makeDeleted(at: folder.file("store.sqlite"))
        let output = try Tool.run([command, "--from", folder.file("store.sqlite"), "--at", "\(TestWorld.start)"])
        #expect(output.status == 0, "\(output.text)\(output.errors)")
        #expect(!output.text.contains("Finance") && !output.text.contains("machine-"), "\(output.text)")
        if command == "machines" { #expect(output.text.hasPrefix("no machines")) }
        if command == "check" { #expect(output.text.contains("groups=1;;;; groups_expired=0;;0;; machines=0;")) }
    }
}
