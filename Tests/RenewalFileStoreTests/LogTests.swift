import Foundation
import GRDB
import RenewalCore
import RenewalTestSupport
import RenewalTesting
import Testing

@_spi(Trials) @testable import RenewalFileStore

/// The write-ahead log: how long it gets, and what of it is written anew by who opens the store.
struct LogTests {
    private static let frameSize = 4_096 + 24

    /// Writes transactions of so many machines each, and gives the length of the log after them, in pages.
    private static func logLength(longest: Int, transactions: Int, machines: Int) async throws -> Int {
        let folder = try TemporaryFolder()
        var configuration = FileStore.Configuration()
        configuration.longestLog = longest
        let store = try FileStore(path: folder.file(), configuration: configuration)
        var any = ArbitraryRows(seed: 31)
        let group = try any.group(id: .numbered(1), .stable)
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(group)], outcome: ())
        }
        for _ in 0..<transactions {
            let rows = try (0..<machines).map { _ in try RowChange.insertMachine(any.machine(in: group.id)) }
            try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
                TransactionDecision(changes: rows, outcome: ())
            }
        }
        let log = try FileManager.default.attributesOfItem(atPath: folder.file() + "-wal")
        return (try #require(log[.size] as? Int) - 32) / frameSize
    }

    @Test(arguments: [(50, 100, 1), (FileStore.Configuration().longestLog, 80, 100)])
    func `the log is written back and overwritten once it is long`(longest: Int, transactions: Int, machines: Int)
        async throws
    {
        let endless = try await Self.logLength(longest: .max, transactions: transactions, machines: machines)
        #expect(endless > 2 * longest, "too little was written: \(endless) pages")
        let length = try await Self.logLength(longest: longest, transactions: transactions, machines: machines)
        // As long as it may get, and what the transaction wrote that made it so long.
        #expect((longest...(longest + longest / 2)).contains(length), "\(length) of \(longest) pages")
    }

    @Test func `of a log what counts is written anew, and not what is left of an earlier round`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file()
        let database = try DatabaseQueue(path: path)
        func size() throws -> Int64 {
            try Int64(#require(FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int))
        }
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
            try database.execute(sql: "CREATE TABLE numbers (number)")
            for number in 0..<100 { try database.execute(sql: "INSERT INTO numbers VALUES (\(number))") }
            let whole = try size()
            #expect(whole > 100 * Int64(Self.frameSize))
            #expect(try WriteAheadLog.renew(database) == whole)
            // The next round begins, as nobody reads.
            try database.execute(sql: "PRAGMA wal_checkpoint(RESTART)")
            try database.execute(sql: "INSERT INTO numbers VALUES (100)")
            #expect(try size() == whole)
            #expect(try WriteAheadLog.renew(database) == Int64(32 + Self.frameSize))
            try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            #expect(try WriteAheadLog.renew(database) == 0)
        }
        #expect(try SQL.texts(path, "PRAGMA integrity_check") == ["ok"])
        #expect(try SQL.number(path, "SELECT count(*) FROM numbers") == 101)
    }
}
