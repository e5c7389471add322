import Foundation
import GRDB
import GRDBSQLite
import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import RenewalTesting
import StoreTrials
import Testing

@testable import RenewalFileStore

/// A whole store is clean, and each kind of damage is found.
struct VerifyTests {
    private let folder: TemporaryFolder
    private let path: String
    private let crypto = InsecureCrypto(seed: 11)

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file()
    }

    @Test func `a fleet in the middle of its renewals is whole, and so is its backup`() async throws {
        let store = try await fleet()
        let reports = Reports()
        let found = try await store.verify(crypto: crypto) { reports.add($0) }
        #expect(found.isClean, "\(found.faults)")
        #expect(found.rows["flowmachine"] == 6 && found.rows["flowmachinegroup"] == 2)
        #expect(StoreTable.allCases.allSatisfy { found.rows[$0.rawValue, default: 0] > 0 }, "\(found.rows)")
        #expect(Set(reports.all.map(\.step)) == Set(["structure"] + StoreTable.allCases.map(\.rawValue)))
        #expect(reports.all.allSatisfy { $0.done <= $0.total })
        try await store.backup(to: folder.file("copy.sqlite"))
        let copy = try FileStore.openReadOnly(path: folder.file("copy.sqlite"))
        #expect(try await copy.verify(crypto: crypto) == found)
    }

    @Test func `another crypto's hashes are not those of the history and of the certificates`() async throws {
        let found = try await fleet().verify(crypto: OtherDigest())
        #expect(Set(found.faults.map(\.kind)) == [.history, .relation])
    }

    // Each changes one thing behind the library's back, with checksums left alone or made to agree.
    static let damages: [(String, FileStore.Fault.Kind)] = [
        ("UPDATE flowmachine SET name = name || 'x' WHERE rowid = 1", .row),
        ("UPDATE flowmachinegroup SET keyvalidityperiod = 2628000 WHERE rowid = 1", .row),
        ("UPDATE flowmachinegroup SET renewal_row = zeroblob(9) WHERE rowid = 1", .row),
        ("UPDATE renewal_desktopflowconnection SET renewal_state = 4 WHERE rowid = 1", .row),
        ("UPDATE renewal_delivery SET renewal_attempts = 9", .row),
        ("UPDATE renewal_store SET renewal_keptinstant = NULL", .row),
        ("UPDATE renewal_certificate SET keyvalidityperiod = 288001", .row),
        ("UPDATE renewal_history SET renewal_reason = 'none'", .row),
        ("UPDATE flowmachine SET renewal_sequence = NULL WHERE rowid = 1", .row),
        ("UPDATE flowmachine SET renewal_canrenew = 1 - renewal_canrenew WHERE rowid = 1; reseal flowmachine", .row),
        ("UPDATE flowmachinegroup SET name = 'other' WHERE rowid = 1; reseal flowmachinegroup", .row),
        ("UPDATE renewal_history SET renewal_reason = 'none'; reseal renewal_history", .history),
        ("DELETE FROM renewal_history WHERE renewal_number = 2", .history),
        ("DELETE FROM renewal_history WHERE renewal_number = 1", .history),
        ("DELETE FROM flowmachinegroup WHERE rowid = 1", .relation),
        ("DELETE FROM renewal_certificate WHERE renewal_generation = 1", .relation),
        ("DELETE FROM renewal_certificate WHERE renewal_generation = 2", .relation),
        (
            "UPDATE renewal_certificate SET renewal_certificate = zeroblob(300); reseal renewal_certificate",
            .relation
        ),
        ("UPDATE flowmachine SET renewal_generation = 7; reseal flowmachine", .relation),
        ("UPDATE flowmachine SET renewal_appliedtransition = 70; reseal flowmachine", .relation),
        (
            "UPDATE renewal_desktopflowconnection SET renewal_appliedtransition = 70; reseal renewal_desktopflowconnection",
            .relation
        ),
        ("UPDATE renewal_delivery SET renewal_ishead = 0; reseal renewal_delivery", .relation),
        ("UPDATE renewal_delivery SET renewal_ishead = 1; reseal renewal_delivery", .relation),
        ("UPDATE renewal_store SET renewal_lastdelivery = 1; reseal renewal_store", .relation),
        ("DELETE FROM renewal_store", .structure),
        ("DROP INDEX renewal_machine_group", .structure),
        ("DROP VIEW renewal_waitingdelivery; CREATE VIEW renewal_waitingdelivery AS SELECT 1", .structure),
        ("CREATE TRIGGER t AFTER UPDATE ON flowmachine BEGIN DELETE FROM renewal_history; END", .structure),
    ]

    @Test(arguments: damages)
    func `verify finds what was changed behind its back`(sql: String, kind: FileStore.Fault.Kind) async throws {
        let store = try await fleet()
        try SQL.damage(path, sql)
        let found = try await store.verify(crypto: crypto)
        #expect(found.faults.contains { $0.kind == kind }, "\(sql): \(found.faults)")
    }

    @Test func `two rows in each other's place are found, and never read`() async throws {
        let store = try await fleet()
        let ids = try SQL.texts(path, "SELECT flowmachineid FROM flowmachine ORDER BY 1 LIMIT 2")
        try SQL.run(
            path,
            """
            PRAGMA foreign_keys = OFF;
            UPDATE flowmachine SET flowmachineid = 'x' WHERE flowmachineid = '\(ids[0])';
            UPDATE flowmachine SET flowmachineid = '\(ids[0])' WHERE flowmachineid = '\(ids[1])';
            UPDATE flowmachine SET flowmachineid = '\(ids[1])' WHERE flowmachineid = 'x';
            """)
        let found = try await store.verify(crypto: crypto)
        #expect(found.faults.count { $0.kind == .row } == 2, "\(found.faults)")
        for id in ids.compactMap(MachineID.init) {
            let error = await #expect(throws: FileStoreError(.damaged, "")) { try await store.read([.machine(id)]) }
            #expect(
                error?.message.contains("the row \(id) of flowmachine is damaged") == true, "\(error?.message ?? "")")
            await #expect(throws: FileStoreError(.damaged, "")) {
                try await store.transact(TransactionRequest(groups: [], reads: [.machine(id)])) { _ in
                    TransactionDecision(outcome: ())
                }
            }
        }
    }

    @Test func `no more faults are listed than anybody reads`() async throws {
        let store = try FileStore(path: path)
        var any = ArbitraryRows(seed: 2)
        let group = try any.group(.new)
        let machines = try (0..<1_200).map { _ in try any.machine(in: group.id) }
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(
                changes: [.insertGroup(group)] + machines.map(RowChange.insertMachine), outcome: ())
        }
        try SQL.run(path, "UPDATE flowmachine SET name = 'x'")
        let found = try await store.verify(crypto: crypto)
        #expect(found.faults.count == FileStore.Verification.maximumFaults && found.hasMoreFaults)
    }

    /// Two groups, one in its overlap and one that never renewed, with connections, history and notifications.
    private func fleet() async throws -> FileStore {
        let store = try FileStore(path: path)
        try await StoredFleet(store).populate()
        return store
    }

    private struct OtherDigest: VerifyingCrypto {
        func digest(_ bytes: [UInt8]) -> Fingerprint { .zero }
        func isValid(_ signature: Signature, over bytes: [UInt8], by key: PublicKey) -> Bool { false }
        func readCertificate(_ der: [UInt8]) throws -> CertificateFacts { throw RenewalError(.malformed, "none") }
        func readHeader(_ sealed: SealedValue) throws -> SealContext { throw RenewalError(.malformed, "none") }
    }
}

extension SQL {
    /// Runs statements without foreign keys; `; reseal table` makes the checksums of that table agree.
    static func damage(_ path: String, _ sql: String) throws {
        var configuration = GRDB.Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let parts = sql.components(separatedBy: "; reseal ")
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: parts[0])
            guard parts.count == 2, let layout = TableLayout.all.first(where: { $0.table.rawValue == parts[1] }) else {
                return
            }
            try reseal(layout, in: database)
        }
    }

    private static func reseal(_ layout: TableLayout, in database: Database) throws {
        let condition = layout.same(Array(layout.columns.prefix(layout.keyCount)))
        let update = "UPDATE \(layout.table.rawValue) SET renewal_checksum = ? WHERE \(condition)"
        for row in try Row.fetchAll(database, sql: layout.select) {
            var checksum = RowChecksum(table: layout.table)
            let values = Array(row.databaseValues.dropLast())
            for value in values {
                switch value.storage {
                case .null: checksum.addNull()
                case .int64(let integer): checksum.add(integer)
                case .string(let text): Array(text.utf8).withUnsafeBytes { checksum.add(text: $0) }
                case .blob(let data): Array(data).withUnsafeBytes { checksum.add(blob: $0) }
                case .double: break
                }
            }
            let keys = values.prefix(layout.keyCount)
            let numbered = update.replacingOccurrences(of: "= ? ", with: "= ?\(keys.count + 1) ")
            try database.execute(sql: numbered, arguments: StatementArguments(keys + [checksum.value.databaseValue]))
        }
    }
}
