import GRDB
import RenewalCore

/// A connection that reads, on a queue of its own.
actor Reader {
    private let executor = QueueExecutor(label: "RenewalFileStore.reader")
    private let path: String
    private let patience = Patience()
    private let busyTimeout: Duration
    private let connection: StoreConnection

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String, busyTimeout: Duration) throws(FileStoreError) {
        self.path = path
        self.busyTimeout = busyTimeout
        patience.set(until: .now + busyTimeout)
        let queue = try ConnectionSettings.open(path: path, readonly: true, patience: patience)
        try Self.checkSchema(queue, path: path)
        connection = StoreConnection(queue)
    }

    func read(_ queries: [RowQuery]) throws -> Rows {
        try withDatabase { database in
            // Several statements are of one instant only in a transaction.
            let needsTransaction = queries.count > 1 && !database.base.isInsideTransaction
            guard needsTransaction || queries.contains(where: \.hasSeveralStatements) else {
                return try database.rows(queries)
            }
            return try database.inReadTransaction { try database.rows(queries) }
        }
    }

    func dueGroups(at now: Instant, limit: Int) throws -> [GroupID] {
        try withDatabase { try $0.dueGroups(at: now, limit: limit) }
    }

    func keptInstant() throws -> Instant? {
        try withDatabase { try $0.storeRow().keptInstant }
    }

    /// From here on nothing changes for this connection.
    func beginSnapshot() throws {
        try withDatabase { database in
            try database.base.cachedStatement(sql: "BEGIN DEFERRED").execute()
            // The view begins with the first statement, not with BEGIN.
            _ = try database.storeRow()
        }
    }

    /// Ends the view, and gives whether the connection can be used again.
    func endSnapshot() -> Bool {
        (try? withDatabase { try $0.base.cachedStatement(sql: "ROLLBACK").execute() }) != nil
    }

    /// Runs the body with the connection.
    func withDatabase<Result>(_ body: (StoreDatabase) throws -> Result) throws -> Result {
        patience.set(until: .now + busyTimeout)
        do {
            return try connection.run(body)
        } catch let error as DatabaseError {
            throw FileStoreError.reading(error, path: path)
        } catch var error as FileStoreError {
            error.path = error.path ?? path
            throw error
        }
    }

    private static func checkSchema(_ queue: DatabaseQueue, path: String) throws(FileStoreError) {
        do {
            try queue.inDatabase { database in
                try StoreOpening.checkSchema(database, path: path)
                let version = try Schema.version(of: database)
                if version < Schema.version { throw FileStoreError.olderSchema(version, path: path) }
            }
        } catch {
            throw .opening(error, path: path)
        }
    }
}

extension RowQuery {
    fileprivate var hasSeveralStatements: Bool {
        if case .connectionsHolding = self { true } else { false }
    }
}

extension StoreDatabase {
    /// Runs the body in a transaction that only reads, unless one is open.
    func inReadTransaction<Result>(_ body: () throws -> Result) throws -> Result {
        if base.isInsideTransaction { return try body() }
        try base.cachedStatement(sql: "BEGIN DEFERRED").execute()
        do {
            let result = try body()
            try base.cachedStatement(sql: "COMMIT").execute()
            return result
        } catch {
            if base.isInsideTransaction { try? base.cachedStatement(sql: "ROLLBACK").execute() }
            throw error
        }
    }
}
