import Foundation
import RenewalCore
import RenewalSimulation
import RenewalTesting
import Testing

@testable import RenewalFileStore

/// Whatever happens to the file: an error or an intact answer, never a crash, and never a row that was not written.
///
/// A flipped bit in an index can hide a row from a query, which no checksum of a row shows. Such flips are counted, and
/// each of them must be found by `verify`.
struct DamageTests {
    // A debug build takes ten times as long for each.
    #if DEBUG
    private static let flipsPerSeed = 250
    #else
    private static let flipsPerSeed = 2_500
    #endif

    @Test func `of thousands of flipped bits none gives a row that was not written, and verify finds every hidden row`()
        async throws
    {
        let victim = try await Victim.make()
        let counts = try await withThrowingTaskGroup { tasks in
            for seed in UInt64(1)...4 {
                tasks.addTask { @concurrent in
                    try await Self.flips(Self.flipsPerSeed, in: try victim.copy(), seed: seed)
                }
            }
            return try await tasks.reduce(into: (refused: 0, hidden: 0)) {
                $0.refused += $1.refused
                $0.hidden += $1.hidden
            }
        }
        #expect(counts.refused > Self.flipsPerSeed / 5, "only \(counts.refused) flips were noticed")
        print(
            "\(4 * Self.flipsPerSeed) flipped bits: \(counts.refused) refused; \(counts.hidden) hid rows, and verify found each of them"
        )
    }

    private static func flips(_ count: Int, in victim: Victim, seed: UInt64) async throws -> (refused: Int, hidden: Int)
    {
        var generator = SeededGenerator(seed: seed)
        var (refused, hidden) = (0, 0)
        for _ in 0..<count {
            let bit = Int.random(in: 0..<(8 * victim.size), using: &generator)
            try victim.flip(bit)
            switch victim.look() {
            case .intact: break
            case .refused: refused += 1
            case .hidden(let what):
                hidden += 1
                let isFound = await !victim.verifiesClean()
                #expect(isFound, "seed \(seed), bit \(bit) hides \(what), and verify says that the store is whole")
            case .wrong(let what): Issue.record("seed \(seed), bit \(bit): \(what)")
            }
            try victim.flip(bit)
        }
        #expect(victim.look() == .intact)
        return (refused, hidden)
    }

    @Test func `a file cut short at any length is refused, or answers as before`() async throws {
        let victim = try await Victim.make()
        let pages = stride(from: 4_096, to: victim.size, by: 4_096)
        let lengths = Array(0..<256) + pages.flatMap { [$0 - 1, $0, $0 + 1, $0 + 2_048] }
        for length in lengths {
            try victim.truncate(to: length)
            switch victim.look() {
            case .intact, .refused: break
            case .hidden(let what):
                let isFound = await !victim.verifiesClean()
                #expect(isFound, "cut to \(length) bytes hides \(what), and verify says that the store is whole")
            case .wrong(let what): Issue.record("cut to \(length) bytes: \(what)")
            }
            try victim.restore()
        }
        #expect(victim.look() == .intact)
    }

    @Test func `a flipped bit in the log gives rows that were acknowledged at some time, or an error`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file()
        let fleet = StoredFleet(try FileStore(path: path))
        let (_, machines) = try await fleet.group("Finance", machines: 3)
        try SQL.run(path, "PRAGMA wal_checkpoint(TRUNCATE)")
        var written = Set(try Victim.answers(of: path).values.joined())
        for _ in 0..<4 {
            fleet.advance(days: 1)
            for machine in machines {
                _ = try await machine.checkIn()
                written.formUnion(try Victim.answers(of: path).values.joined())
            }
        }
        let newest = try Victim.answers(of: path)
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
                let found = try Victim.answers(of: victim)
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
        let old = try Victim.answers(of: path)
        fleet.advance(days: 1)
        _ = try await fleet.group("Later", machines: 1)
        let new = try Victim.answers(of: path)
        #expect(old != new)
        // As the guide says: the store, its log and its index go together.
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try FileManager.default.copyItem(atPath: folder.file("old.sqlite"), toPath: path)
        #expect(try Victim.answers(of: path) == old)
        #expect(try await FileStore(path: path).verify(crypto: fleet.crypto).isClean)
    }

    @Test func `an older copy under a newer log gives rows that were written, or an error`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file()
        let fleet = StoredFleet(try FileStore(path: path))
        try await fleet.populate()
        try await fleet.store.backup(to: folder.file("old.sqlite"))
        let old = try Victim.answers(of: path)
        try SQL.run(path, "PRAGMA wal_checkpoint(TRUNCATE)")
        _ = try await fleet.group("Later", machines: 3)
        let new = try Victim.answers(of: path)
        let mixed = folder.file("mixed.sqlite")
        try FileManager.default.copyItem(atPath: folder.file("old.sqlite"), toPath: mixed)
        try FileManager.default.copyItem(atPath: path + "-wal", toPath: mixed + "-wal")
        let written = Set(old.values.joined()).union(new.values.joined())
        do {
            let found = try Victim.answers(of: mixed)
            #expect(found.values.joined().allSatisfy(written.contains))
        } catch let error as FileStoreError {
            #expect(error.code == .damaged)
        }
    }
}
