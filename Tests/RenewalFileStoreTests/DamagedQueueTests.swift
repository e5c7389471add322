import Foundation
import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

@testable import RenewalFileStore

/// A damaged index of what waits: it must not let many lines have two heads, of which two notifications of one row would
/// be handed out at once (Rule N3).
struct DamagedQueueTests {
    private static let rows = (100..<140).map(String.init)

    private static let secondHeads = """
        SELECT count(*) FROM renewal_delivery AS later NOT INDEXED WHERE renewal_ishead = 1 AND EXISTS (
            SELECT * FROM renewal_delivery AS first NOT INDEXED
            WHERE first.renewal_orderkey = later.renewal_orderkey
            AND first.renewal_deliveryid < later.renewal_deliveryid)
        """

    // A wrong key leads the searches astray that pass it: three here. A gap that ended at it would be wrong for dozens.
    @Test func `a flipped bit in a key of the index gives no more than a few lines a second head, or is an error`()
        async throws
    {
        let folder = try TemporaryFolder()
        let made = folder.file("made.sqlite")
        let store = try FileStore(path: folder.file())
        try await Self.tell(of: Self.rows, in: store)
        try await store.backup(to: made)
        let content = try Data(contentsOf: URL(fileURLWithPath: made))
        let page = try #require(
            try SQL.number(made, "SELECT rootpage FROM sqlite_schema WHERE name = 'renewal_delivery_order'"))
        let index = (4_096 * (page - 1))..<(4_096 * page)
        let victim = folder.file("victim.sqlite")
        var (refused, looks) = (0, 0)
        for row in [Self.rows[0], Self.rows[3], Self.rows[20], Self.rows[39]] {
            let cell = try #require(content.range(of: Data("auditflowmachine/\(row)".utf8), in: index))
            for byte in cell {
                var damaged = content
                damaged[byte] ^= 1 << (byte % 5)
                try damaged.write(to: URL(fileURLWithPath: victim))
                looks += 1
                do {
                    try await Self.tell(of: Self.rows, in: FileStore(path: victim))
                } catch let error as FileStoreError {
                    #expect(error.code == .damaged, "\(error)")
                    refused += 1
                }
                let heads = try #require(try SQL.number(victim, Self.secondHeads))
                #expect(heads <= 3, "byte \(byte - cell.lowerBound) of \(row): \(heads)")
                for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: victim + suffix) }
            }
        }
        #expect(looks >= 80 && refused > 0, "\(refused) of \(looks)")
    }

    /// Tells of a change of each row, in their order.
    private static func tell(of rows: [String], in store: FileStore) async throws {
        let at = Instant(secondsSince1970: 1_800_000_000)
        let deliveries = rows.map { row in
            let change = ChangeEvent(table: .machine, change: .modified, row: row, group: .numbered(1), columns: [])
            return Delivery(
                subscriber: "audit", event: RenewalEvent(id: UUID(), at: at, content: .change(change)), notBefore: at)
        }
        try await store.transact(TransactionRequest(groups: [], reads: [])) { _ in
            TransactionDecision(changes: [], deliveries: deliveries, outcome: ())
        }
    }
}
