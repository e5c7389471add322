import GRDB
import RenewalCore

/// The one connection of this process that writes, on a queue of its own.
///
/// The first write of a batch takes the file's lock. Those that wait in the queue behind it run in the same transaction,
/// each undone by itself where it fails; then one commit makes all of them durable, and only then any of them returns.
actor Writer {
    private let executor = QueueExecutor(label: "RenewalFileStore.writer")
    nonisolated private let path: String
    private let configuration: FileStore.Configuration
    private let patience = Patience()
    nonisolated private let log = WriteAheadLog()
    private let identity: FileStatus.Identity
    // Missing after a sync failed: what that connection believes of the file may be wrong.
    private var connection: StoreConnection?
    private var batch: WriteBatch?
    private var isCommitQueued = false
    private var waiting: [CheckedContinuation<Void, any Error>] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String, configuration: FileStore.Configuration) throws(FileStoreError) {
        self.path = path
        self.configuration = configuration
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
        try await write(until: .now + configuration.busyTimeout, body)
    }

    private func write<Outcome: Sendable>(
        until deadline: ContinuousClock.Instant, _ body: @Sendable (StoreDatabase, inout StoreRow) throws -> Outcome
    ) async throws -> Outcome {
        let outcome: Outcome
        do {
            outcome = try inTransaction(until: deadline, body)
        } catch {
            throw afterFailure(error)
        }
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(continuation)
            queueCommit()
        }
        return outcome
    }

    private func inTransaction<Outcome>(
        until deadline: ContinuousClock.Instant, _ body: (StoreDatabase, inout StoreRow) throws -> Outcome
    ) throws -> Outcome {
        let connection = try openConnection(until: deadline)
        return try connection.run(isAlone: waiting.isEmpty) { database in
            var current = try batch ?? begin(database, until: deadline)
            batch = current
            let outcome = try body(database, &current.row)
            batch = current
            return outcome
        }
    }

    private func begin(_ database: StoreDatabase, until deadline: ContinuousClock.Instant) throws -> WriteBatch {
        patience.set(until: deadline)
        try database.base.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
        do {
            return WriteBatch(found: try database.storeRow())
        } catch {
            database.base.rollBackIfOpen()
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

    // Whatever came to the queue until now runs before the commit does.
    private func queueCommit() {
        if isCommitQueued { return }
        isCommitQueued = true
        batch?.noteWriters(waiting.count)
        Task { commitOrWait() }
    }

    private func commitOrWait() {
        isCommitQueued = false
        if batch?.waitsForMore(writers: waiting.count) == true { queueCommit() } else { commit() }
    }

    private func commit() {
        guard let batch, let connection else { return }
        self.batch = nil
        do {
            try connection.run { database in
                if batch.row != batch.found { try database.update(batch.row) }
                try database.base.cachedStatement(sql: "COMMIT").execute()
            }
            finish(.success(()))
            if !connection.queue.inDatabase(log.checkpoint) { abandonConnection() }
        } catch {
            finish(.failure(afterFailedCommit(error)))
        }
    }

    private func finish(_ result: Result<Void, any Error>) {
        let waiting = self.waiting
        self.waiting = []
        for continuation in waiting { continuation.resume(with: result) }
    }

    // One write failed. The others of its batch go on, unless the transaction is gone or the file is in trouble.
    private func afterFailure(_ error: any Error) -> any Error {
        guard let failure = error as? DatabaseError else {
            if waiting.isEmpty { abandonBatch() }
            return (error as? FileStoreError)?.at(path) ?? error
        }
        let reported = FileStoreError.writing(failure, path: path)
        let isOver = connection?.queue.inDatabase { !$0.isInsideTransaction } ?? true
        if isOver || failure.concernsFile || waiting.isEmpty {
            abandonBatch()
            finish(.failure(reported))
            // A large transaction writes to the log before its commit, and may have failed at a sync.
            if failure.resultCode.primaryResultCode == .SQLITE_IOERR { abandonConnection() }
        }
        return reported
    }

    private func afterFailedCommit(_ error: any Error) -> any Error {
        connection?.queue.inDatabase { $0.rollBackIfOpen() }
        guard let failure = error as? DatabaseError else { return error }
        guard failure.leavesOutcomeUnknown else { return FileStoreError.writing(failure, path: path) }
        abandonConnection()
        return FileStoreError.outcomeUnknown(failure, path: path)
    }

    // Never the same sync again on the same connection: open anew, and look.
    private func abandonConnection() {
        connection?.abandon(path: path)
        connection = nil
    }

    private func abandonBatch() {
        batch = nil
        connection?.queue.inDatabase { $0.rollBackIfOpen() }
    }
}

extension Database {
    func rollBackIfOpen() {
        // SQLite may have rolled back by itself; where a rollback fails, the next BEGIN says what is wrong.
        if isInsideTransaction { try? cachedStatement(sql: "ROLLBACK").execute() }
    }
}

extension StoreDatabase {
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
            if base.isInsideTransaction {
                try base.cachedStatement(sql: "ROLLBACK TO renewal").execute()
                try base.cachedStatement(sql: "RELEASE renewal").execute()
            }
            throw error
        }
    }
}
