import Foundation
import RenewalCore
import RenewalTestSupport
import RenewalTesting
import StoreTrials
import Testing

@testable import RenewalFileStore

/// The queries of the documentation, run by the command `sqlite3` over a fleet.
struct FiveQueriesTests {
    // The views go by the present time, so the fleet lives in the 300 days before it: one group in its overlap, one that
    // half of its machines missed, one of its first generation. No boundary is within days of the present.
    @Test(.enabled(if: SQLiteCommand.isPresent, "needs the command sqlite3"))
    func `the five queries answer what they ask, while a writer has the store open`() async throws {
        let queries = try Self.queries()
        #expect(queries.count == 5)
        let folder = try TemporaryFolder()
        let now = Instant(secondsSince1970: Int64(Date().timeIntervalSince1970))
        let fleet = StoredFleet(try FileStore(path: folder.file()), at: now.adding(days: -300))
        try await populate(fleet)
        let groups = try await fleet.store.read([.groups(after: nil, limit: 9)]).groups
        var pending: [String] = []
        var expired: [String] = []
        var connections: [String] = []
        var counts: [[String]] = []
        for group in groups {
            let rows = try await fleet.store.read([
                .machines(group.id, after: nil, limit: 99), .connections(group.id, after: nil, limit: 99),
            ])
            let settled = group.settled(at: now)
            let statuses = rows.machines.map { ($0.name.description, $0.effectiveStatus(in: settled)) }
            pending += statuses.filter { $0.1 == .pendingNewKey }.map(\.0)
            if settled.phase.kind != .keyExpired { expired += statuses.filter { $0.1 == .keyExpired }.map(\.0) }
            connections += rows.connections.filter { connection in
                [.stale, .expired].contains(connection.effectiveState(in: settled))
            }.map { _ in group.name.description }
            counts.append([
                group.name.description, settled.phase.kind.rawValue, "\(statuses.count)",
                "\(statuses.count { $0.1 == .default })",
            ])
        }
        #expect(pending.count == 2 && expired.count == 2 && connections.count == 2 && counts.count == 3)
        let path = fleet.store.path
        #expect(try SQLiteCommand.rows(path, queries[0]).map { $0[1] }.sorted() == pending.sorted())
        #expect(try SQLiteCommand.rows(path, queries[1]).map { $0[1] }.sorted() == expired.sorted())
        #expect(try SQLiteCommand.rows(path, queries[2]).map { $0[0] }.sorted() == connections.sorted())
        let found = try SQLiteCommand.rows(path, queries[3]).map { [$0[0], $0[1], $0[6], $0[7]] }
        #expect(found.sorted { $0[0] < $1[0] } == counts.sorted { $0[0] < $1[0] })
        let finance = groups.first { $0.name.description == "Finance" }?.id ?? groups[0].id
        let history = try await fleet.store.read([.history(finance, after: 0, limit: 999)]).history
        let entries = try SQLiteCommand.rows(path, queries[4])
        #expect(entries == history.map { ["\($0.at)", "\($0.by)", $0.action, $0.rule, $0.reason] })
        #expect(entries.count > 5)
    }

    private func populate(_ fleet: StoredFleet) async throws {
        let old = try await fleet.group("Warehouse")
        fleet.advance(days: 140)
        let finance = try await fleet.group("Finance")
        fleet.advance(days: 15)
        try await fleet.renew(old.machines)
        fleet.advance(days: 140)
        try await fleet.renew(finance.machines)
        fleet.advance(days: 5)
        _ = try await fleet.group("Sales", machines: 2)
    }

    /// The blocks of SQL of the article, in their order.
    private static func queries() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let article = root.appendingPathComponent(
            "Plugins/Adapters/RenewalFileStore/RenewalFileStore.docc/FiveQueries.md")
        let text = try String(contentsOf: article, encoding: .utf8)
        return text.components(separatedBy: "```sql\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }
}

/// The command `sqlite3`.
enum SQLiteCommand {
    static let isPresent = (try? run(["-version"])) != nil

    /// What a query finds, column by column.
    static func rows(_ path: String, _ sql: String) throws -> [[String]] {
        let output = try run(["-readonly", "-list", "-separator", "\u{1F}", "-newline", "\u{1E}", path, sql])
        return output.split(separator: "\u{1E}").map { row in
            row.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        }
    }

    private struct Failure: Error { let text: String }

    private static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3"] + arguments
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // What the queries of a small fleet print fits into a pipe.
        process.waitUntilExit()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            throw Failure(text: String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
        }
        return text
    }
}
