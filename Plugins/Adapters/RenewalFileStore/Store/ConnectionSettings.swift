import Dispatch
import GRDB
import Synchronization

/// How connections are opened.
enum ConnectionSettings {
    /// How many pages of 4 KiB a connection keeps in memory.
    static let usualCachePages = 2_000

    /// A connection to the store in that file.
    ///
    /// - Parameters:
    ///   - patience: for how long it waits for locks.
    ///   - cachePages: how many pages it keeps in memory; a transaction that changes more writes to the log before its
    ///     commit.
    static func open(
        path: String, readonly: Bool, patience: Patience, cachePages: Int = usualCachePages
    ) throws(FileStoreError) -> DatabaseQueue {
        var configuration = GRDB.Configuration()
        configuration.readonly = readonly
        configuration.label = "RenewalFileStore"
        // A write transaction spans several turns: those of all who share its commit.
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .callback { tries in patience.wait(tries: tries) }
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA cache_size = \(max(1, cachePages))")
            #if canImport(Darwin)
            try database.execute(sql: "PRAGMA fullfsync = ON")
            try database.execute(sql: "PRAGMA checkpoint_fullfsync = ON")
            #endif
        }
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw .opening(error, path: path)
        }
    }

    /// Closes a connection that the disk failed. The last one to close checkpoints, and would sync once more what could
    /// not be synced; so another one, that can only read, is open meanwhile.
    static func abandon(_ queue: DatabaseQueue, path: String) {
        let other = try? open(path: path, readonly: true, patience: Patience())
        _ = try? other?.inDatabase(Schema.version)
        try? queue.close()
    }
}

/// How long a connection still waits for a lock that somebody else has.
final class Patience: Sendable {
    private let end: Mutex<ContinuousClock.Instant>

    init() { end = Mutex(.now) }

    /// Waits until that instant from now on.
    func set(until instant: ContinuousClock.Instant) { end.withLock { $0 = instant } }

    /// Waits a little and gives true; false when the time is over.
    ///
    /// Short waits first, as most writes take less than a millisecond; never long ones, so that a waiting process gets
    /// its turn among busy ones.
    func wait(tries: Int) -> Bool {
        let end = end.withLock { $0 }
        guard ContinuousClock.now < end else { return false }
        let longest: UInt32 = tries < 10 ? 300 : tries < 100 ? 1_000 : 2_000
        Self.sleep(microseconds: UInt32.random(in: (longest / 4)...longest))
        return true
    }

    private static func sleep(microseconds: UInt32) {
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .microseconds(Int(microseconds)))
    }
}
