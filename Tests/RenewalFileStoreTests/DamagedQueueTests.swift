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

    // A wrong key leads the searches astray that pass it: four here. A gap that ended at it would be wrong for dozens.
    @Test func `a flipped bit in a key of the index gives no more than a few lines a second head`() async throws {
        let folder = try TemporaryFolder()
        let made = folder.file("made.sqlite")
        let store = try FileStore(path: folder.file())
        try await Self.tell(of: Self.rows, in: store)
        try await store.backup(to: made)
        let content = try Data(contentsOf: URL(fileURLWithPath: made))
        let page = try #require(
            try SQL.number(made, "SELECT rootpage FROM sqlite_schema WHERE name = 'renewal_delivery_order'"))
        let index = (4_096 * (page - 1))..<(4_096 * page)
        var looks = 0
        for row in [Self.rows[0], Self.rows[3], Self.rows[20], Self.rows[39]] {
            let cell = try #require(content.range(of: Data("auditflowmachine/\(row)".utf8), in: index))
            for byte in cell {
                looks += 1
                let victim = folder.file("victim-\(looks).sqlite")
                var damaged = content
                damaged[byte] ^= 1 << (byte % 5)
                try damaged.write(to: URL(fileURLWithPath: victim))
                // Open until the end: closing writes the log back, for which nobody else may read.
                let damagedStore = try FileStore(path: victim)
                try await Self.tell(of: Self.rows, in: damagedStore)
                let heads = try #require(try SQL.number(victim, Self.secondHeads))
                #expect(heads <= 4, "byte \(byte - cell.lowerBound) of \(row): \(heads)")
                withExtendedLifetime(damagedStore) {}
            }
        }
        #expect(looks == 80)
    }

    @Test(arguments: [("audit", "200"), ("zeta", "100")])
    func `a damaged notification keeps nobody from telling of other rows`(subscriber: String, row: String) async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file()
        let store = try FileStore(path: path)
        try await Self.tell(of: [row], subscriber, in: store)
        try SQL.run(path, "UPDATE renewal_delivery SET renewal_attempts = 7")
        try await Self.tell(of: Self.rows + Self.rows, in: store)
        let heads = try SQL.number(
            path, "SELECT count(*) FROM renewal_delivery WHERE renewal_ishead = 1 AND renewal_attempts = 0")
        #expect(heads == Self.rows.count)
        withExtendedLifetime(store) {}
    }

    /// Tells of a change of each row, in their order.
    private static func tell(of rows: [String], _ subscriber: String = "audit", in store: FileStore) async throws {
        let at = Instant(secondsSince1970: 1_800_000_000)
        let deliveries = rows.map { row in
            let change = ChangeEvent(table: .machine, change: .modified, row: row, group: .numbered(1), columns: [])
            return Delivery(
                subscriber: subscriber, event: RenewalEvent(id: UUID(), at: at, content: .change(change)), notBefore: at
            )
        }
        try await store.transact(TransactionRequest(groups: [], reads: [])) { _ in
            TransactionDecision(changes: [], deliveries: deliveries, outcome: ())
        }
    }
}
