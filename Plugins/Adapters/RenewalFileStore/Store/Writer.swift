import GRDB
import RenewalCore
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The one connection of this process that writes, on a queue of its own.
///
/// The first write of a batch takes the file's lock. Those that came meanwhile run in the same transaction, each undone
/// by itself where it fails; then one commit makes all of them durable, and only then any of them returns.
actor Writer {
    private let executor = QueueExecutor(label: "RenewalFileStore.writer")
    nonisolated private let path: String
    private let configuration: FileStore.Configuration
    private let patience = Patience()
    nonisolated private let log: WriteAheadLog
    private let identity: FileStatus.Identity
    // Missing after a sync failed: what that connection believes of the file may be wrong.
    private var connection: StoreConnection?
    // Why the disk failed the connection, until it is given up and those that wrote are told.
    private var lost: (any Error)?
    private var batch: WriteBatch?
    // Those that have written, and wait for the commit.
    private var written: [any PendingWrite] = []
    // Those that have not had their turn.
    nonisolated private let pending = Mutex(Pending())

    private struct Pending {
        var writes: [any PendingWrite] = []
        /// Whether the queue is about to take them.
        var isQueued = false
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String, configuration: FileStore.Configuration) throws(FileStoreError) {
        self.path = path
        self.configuration = configuration
        log = WriteAheadLog(longest: configuration.longestLog)
        identity = try StoreFile.identity(of: path)
        patience.set(until: .now + configuration.busyTimeout)
        connection = try Self.open(path, configuration, patience, log)
    }

    /// Why the log could not be written back the last time.
    nonisolated var checkpointFailure: FileStoreError? { log.failure.map { FileStoreError.writing($0, path: path) } }

    /// How often it could not be written back.
    nonisolated var failedCheckpoints: Int { log.failures }

    /// Runs the body in the open transaction, or in a new one, and returns after the commit.
    ///
    /// - Parameter body: reads and writes; where it throws it has written nothing, or takes back what it wrote, unless it
    ///   is alone in the transaction, which is then rolled back.
    nonisolated func write<Outcome: Sendable>(
        _ body: @Sendable (StoreDatabase, inout StoreRow) throws -> Outcome
    ) async throws -> Outcome {
        // The wait for the lock counts from here: whoever queues behind a wait does not wait as long again.
        let deadline = ContinuousClock.now + configuration.busyTimeout
        return try await withoutActuallyEscaping(body) { body in
            try await withCheckedThrowingContinuation { caller in
                enqueue(CallersWrite(until: deadline, body, caller))
            }
        }
    }

    // A hop to the actor and back would be two more for each write.
    nonisolated private func enqueue(_ write: any PendingWrite) {
        let isQueued = pending.withLock { pending in
            defer { pending.isQueued = true }
            pending.writes.append(write)
            return pending.isQueued
        }
        if isQueued { return }
        executor.run { self.assumeIsolated { $0.runPending() } }
    }

    private func takePending() -> ArraySlice<any PendingWrite> {
        pending.withLock { pending in
            defer { pending.writes = [] }
            return pending.writes[...]
        }
    }

    /// What has come once others had this core: where the cores are busy, then with callers who are on their way here
    /// too, and without a turn they would come after the commit. Where a core is idle it costs a system call.
    private func takePendingAfterOthers() -> ArraySlice<any PendingWrite> {
        sched_yield()
        return takePending()
    }

    private func runPending() {
        var writes = takePending()
        repeat {
            while !writes.isEmpty, isBatchOpen {
                runSome(&writes)
                // Those whom the last commit let go come back one by one: each sync that is spared is worth hundreds of rows.
                if writes.isEmpty { writes = takePending() }
                if writes.isEmpty { writes = takePendingAfterOthers() }
            }
            commit()
            if writes.isEmpty { writes = takePending() }
        } while !writes.isEmpty || !isQueueOver()
    }

    private func isQueueOver() -> Bool {
        pending.withLock { pending in
            pending.isQueued = !pending.writes.isEmpty
            return pending.writes.isEmpty
        }
    }

    private var isBatchOpen: Bool { batch?.isOpen(writers: written.count) ?? true }

    // As many as the batch lets in, on one connection.
    private func runSome(_ writes: inout ArraySlice<any PendingWrite>) {
        guard let first = writes.first else { return }
        do {
            let connection = try openConnection(until: first.deadline)
            connection.run { database in
                while lost == nil, isBatchOpen, let write = writes.popFirst() { run(write, database) }
            }
        } catch {
            writes.removeFirst().finish(reported(error))
        }
        guard let lost else { return }
        abandonConnection()
        finish(lost)
    }

    private func run(_ write: any PendingWrite, _ database: StoreDatabase) {
        var database = database
        database.isAlone = written.isEmpty
        do {
            var current = try batch ?? begin(database, until: write.deadline)
            batch = current
            try write.run(database, &current.row)
            batch = current
            written.append(write)
        } catch {
            fail(write, error, database)
        }
    }

    private func begin(_ database: StoreDatabase, until deadline: ContinuousClock.Instant) throws -> WriteBatch {
        patience.set(until: deadline)
        try database.base.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            database.cache.begin(version: try database.dataVersion())
            return WriteBatch(found: try database.storeRow())
        } catch {
            database.rollBack()
            throw error
        }
    }

    private func openConnection(until deadline: ContinuousClock.Instant) throws -> StoreConnection {
        if let connection { return connection }
        patience.set(until: deadline)
        try StoreFile.check(path, is: identity)
        let connection = try Self.open(path, configuration, patience, log)
        self.connection = connection
        return connection
    }

    private static func open(
        _ path: String, _ configuration: FileStore.Configuration, _ patience: Patience, _ log: WriteAheadLog
    ) throws(FileStoreError) -> StoreConnection {
        let queue = try StoreOpening.open(path: path, patience: patience, cachePages: configuration.writerCachePages)
        queue.inDatabase(log.follow)
        return StoreConnection(queue)
    }

    private func commit() {
        guard let batch, let connection else { return }
        self.batch = nil
        do {
            try connection.run { database in
                if batch.row != batch.found { try database.update(batch.row) }
                try database.base.cachedStatement(sql: "COMMIT").execute()
            }
            finish(nil)
            if !connection.queue.inDatabase(log.checkpoint) { abandonConnection() }
        } catch {
            finish(afterFailedCommit(error))
        }
    }

    private func finish(_ error: (any Error)?) {
        for write in written { write.finish(error) }
        written.removeAll(keepingCapacity: true)
    }

    // The others of its batch go on, unless the transaction is gone or the file is in trouble.
    private func fail(_ write: any PendingWrite, _ error: any Error, _ database: StoreDatabase) {
        let failure = error as? DatabaseError
        let isBatchLost = failure.map { $0.concernsFile || !database.base.isInsideTransaction } ?? false
        guard isBatchLost || written.isEmpty else { return write.finish(reported(error)) }
        batch = nil
        database.rollBack()
        written.append(write)
        // A large transaction writes to the log before its commit, and may have failed at a sync.
        if failure?.resultCode.primaryResultCode == .SQLITE_IOERR {
            lost = reported(error)
        } else {
            finish(reported(error))
        }
    }

    private func reported(_ error: any Error) -> any Error {
        if let failure = error as? DatabaseError { return FileStoreError.writing(failure, path: path) }
        return (error as? FileStoreError)?.at(path) ?? error
    }

    private func afterFailedCommit(_ error: any Error) -> any Error {
        connection?.run { $0.rollBack() }
        guard let failure = error as? DatabaseError else { return error }
        guard failure.leavesOutcomeUnknown else { return FileStoreError.writing(failure, path: path) }
        abandonConnection()
        return FileStoreError.outcomeUnknown(failure, path: path)
    }

    // Never the same sync again on the same connection: open anew, and look.
    private func abandonConnection() {
        connection?.abandon(path: path)
        connection = nil
        lost = nil
    }
}

extension Database {
    func rollBackIfOpen() {
        // SQLite may have rolled back by itself; where a rollback fails, the next BEGIN says what is wrong.
        if isInsideTransaction { try? cachedStatement(sql: "ROLLBACK").execute() }
    }
}

extension StoreDatabase {
    /// Takes back the open transaction, if there is one, and what is known of its rows.
    func rollBack() {
        cache.takeBack()
        base.rollBackIfOpen()
    }

    /// Runs the body so that what it wrote is taken back where it throws, and nothing else of the transaction; the writer
    /// sees to that where there is nothing else.
    func undoneOnFailure<Result>(_ body: () throws -> Result) throws -> Result {
        // The writer rolls back. A savepoint keeps a copy of each page that changes after it.
        if isAlone { return try body() }
        try base.cachedStatement(sql: "SAVEPOINT renewal").execute()
        do {
            let result = try body()
            try base.cachedStatement(sql: "RELEASE renewal").execute()
            return result
        } catch {
            cache.takeBack()
            if base.isInsideTransaction {
                try base.cachedStatement(sql: "ROLLBACK TO renewal").execute()
                try base.cachedStatement(sql: "RELEASE renewal").execute()
            }
            throw error
        }
    }
}
