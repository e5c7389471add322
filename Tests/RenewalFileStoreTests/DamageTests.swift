import Foundation
import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import RenewalTesting
import StoreTrials
import Testing

@testable import RenewalFileStore

/// Whatever happens to the file: an error or an intact answer, never a crash, and never a row that was not written.
///
/// `Scripts/trials` does this with 10,000 bits and every length; here it is as much as a debug build does in seconds.
struct DamageTests {
    @Test func `of hundreds of flipped bits none gives a row that was not written, and verify finds every hidden row`()
        async throws
    {
        let folder = try TemporaryFolder()
        let counts = try await StoreDamage(DamagedStore(in: folder.path), in: folder.path).flips(500, seed: 1)
        #expect(counts.looks == 500)
        #expect(counts.refused > 50, "only \(counts.refused) flips were noticed")
        #expect(counts.written > 50, "only \(counts.written) rows were written to damaged stores")
    }

    @Test func `a file cut short around each page is refused, or answers as before`() async throws {
        let folder = try TemporaryFolder()
        let store = try await DamagedStore(in: folder.path)
        let pages = stride(from: 4_096, to: store.size, by: 4_096)
        let lengths = Array(0..<256) + pages.flatMap { [$0 - 1, $0, $0 + 1, $0 + 2_048] }.filter { $0 < store.size }
        let counts = try await StoreDamage(store, in: folder.path).cuts(to: lengths)
        #expect(counts.looks == lengths.count)
        #expect(counts.refused > lengths.count / 2, "only \(counts.refused) cuts were noticed")
    }

    @Test func `rows that were written and are not what is expected are told from hidden ones`() async throws {
        let folder = try TemporaryFolder()
        let fleet = StoredFleet(try FileStore(path: folder.file()))
        let (_, machines) = try await fleet.group("Finance", machines: 2)
        let store = try await DamagedStore(backupOf: fleet, at: folder.file("damaged.sqlite"))
        fleet.advance(days: 1)
        _ = try await machines[0].checkIn()
        let newer = try await DamagedStore(backupOf: fleet, at: folder.file("newer.sqlite"))
        try newer.content.write(to: URL(fileURLWithPath: store.path))
        guard case .wrong = await store.look() else {
            Issue.record("another row with a good checksum was taken for the row")
            return
        }
    }

    private static func answers(of path: String) async throws -> StoreQuestions.Answers {
        let store = try FileStore.openReadOnly(path: path)
        return try await StoreQuestions(about: store).answers(of: store)
    }

    @Test func `a flipped bit in the log gives rows that were acknowledged at some time, or an error`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file()
        let fleet = StoredFleet(try FileStore(path: path))
        let (_, machines) = try await fleet.group("Finance", machines: 3)
        try SQL.run(path, "PRAGMA wal_checkpoint(TRUNCATE)")
        var written = Set(try await Self.answers(of: path).values.joined())
        for _ in 0..<4 {
            fleet.advance(days: 1)
            for machine in machines {
                _ = try await machine.checkIn()
                written.formUnion(try await Self.answers(of: path).values.joined())
            }
        }
        let newest = try await Self.answers(of: path)
        let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
        let victim = folder.file("victim.sqlite")
        try FileManager.default.copyItem(atPath: path, toPath: victim)
        var generator = SeededGenerator(seed: 21)
        var shorter = 0
        for _ in 0..<300 {
            let bit = Int.random(in: 0..<(8 * log.count), using: &generator)
            var damaged = log
            damaged[bit / 8] ^= 1 << (bit % 8)
            try? FileManager.default.removeItem(atPath: victim + "-shm")
            try damaged.write(to: URL(fileURLWithPath: victim + "-wal"))
            do {
                let found = try await Self.answers(of: victim)
                #expect(found.values.joined().allSatisfy(written.contains), "bit \(bit)")
                if found != newest { shorter += 1 }
            } catch let error as FileStoreError {
                #expect(error.code == .damaged, "bit \(bit)")
            }
        }
        // SQLite ends the log at the first frame whose checksum is wrong; most bits are in frames that count.
        #expect(shorter > 100, "only \(shorter) flips were noticed")
        withExtendedLifetime(fleet) {}
    }

    @Test func `a number in an index that leads to no notification is an error, and stops no line for ever (Rule N3)`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file()
        let fleet = StoredFleet(try FileStore(path: path))
        try await fleet.populate()
        let line = """
            FROM renewal_delivery WHERE (renewal_subscriber, renewal_orderkey) = (
                SELECT renewal_subscriber, renewal_orderkey FROM renewal_delivery
                GROUP BY 1, 2 HAVING count(*) > 2 ORDER BY 1, 2 LIMIT 1) ORDER BY renewal_deliveryid
            """
        let ids = try SQL.texts(path, "SELECT CAST(renewal_deliveryid AS TEXT) \(line)")
        // The row goes while the schema does not know the index, which so keeps its entry.
        let index = "FROM sqlite_schema WHERE name = 'renewal_delivery_order'"
        let root = try #require(try SQL.number(path, "SELECT rootpage \(index)"))
        let sql = try SQL.texts(path, "SELECT sql \(index)")[0]
        try SQL.run(path, "PRAGMA writable_schema = ON; DELETE \(index)")
        try SQL.run(path, "DELETE FROM renewal_delivery WHERE renewal_deliveryid = \(ids[1])")
        try SQL.run(
            path,
            """
            PRAGMA writable_schema = ON;
            INSERT INTO sqlite_schema VALUES ('index', 'renewal_delivery_order', 'renewal_delivery', \(root), '\(sql)')
            """)
        let store = try FileStore(path: path)
        let head = try #require(UInt64(ids[0]))
        await #expect(throws: FileStoreError(.damaged, "")) {
            try await store.deliveries(DeliveryStep(settled: [.delivered(sequence: head)]))
        }
        #expect(try SQL.texts(path, "SELECT CAST(renewal_deliveryid AS TEXT) \(line)").first == ids[0])
        #expect(try await !store.verify(crypto: fleet.crypto).isClean)
    }

    @Test func `an older copy in the file's place answers as it did then`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file()
        let fleet = StoredFleet(try FileStore(path: path))
        try await fleet.populate()
        try await fleet.store.backup(to: folder.file("old.sqlite"))
        let old = try await Self.answers(of: path)
        fleet.advance(days: 1)
        _ = try await fleet.group("Later", machines: 1)
        let new = try await Self.answers(of: path)
        #expect(old != new)
        // As the guide says: the store, its log and its index go together.
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try FileManager.default.copyItem(atPath: folder.file("old.sqlite"), toPath: path)
        #expect(try await Self.answers(of: path) == old)
        #expect(try await FileStore(path: path).verify(crypto: fleet.crypto).isClean)
    }

    @Test func `an older copy under a newer log gives rows that were written, or an error`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file()
        let fleet = StoredFleet(try FileStore(path: path))
        try await fleet.populate()
        try await fleet.store.backup(to: folder.file("old.sqlite"))
        let old = try await Self.answers(of: path)
        try SQL.run(path, "PRAGMA wal_checkpoint(TRUNCATE)")
        _ = try await fleet.group("Later", machines: 3)
        let new = try await Self.answers(of: path)
        let mixed = folder.file("mixed.sqlite")
        try FileManager.default.copyItem(atPath: folder.file("old.sqlite"), toPath: mixed)
        try FileManager.default.copyItem(atPath: path + "-wal", toPath: mixed + "-wal")
        let written = Set(old.values.joined()).union(new.values.joined())
        do {
            let found = try await Self.answers(of: mixed)
            #expect(found.values.joined().allSatisfy(written.contains))
        } catch let error as FileStoreError {
            #expect(error.code == .damaged)
        }
    }
}
