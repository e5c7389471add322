import GRDB

/// Opening a store that is there, for writing.
enum StoreOpening {
    /// A connection that writes. A store of an earlier schema is brought to the present one.
    ///
    /// - Parameter steps: the steps between schemas; the last one leads to the present one.
    static func open(
        path: String, patience: Patience, cachePages: Int = ConnectionSettings.usualCachePages,
        steps: [Schema.Migration] = Schema.migrations
    ) throws(FileStoreError) -> DatabaseQueue {
        let queue = try ConnectionSettings.open(
            path: path, readonly: false, patience: patience, cachePages: cachePages)
        do {
            try queue.inDatabase { database in
                try checkSchema(database, path: path, newest: steps.count)
                // SQLite says nothing where it can keep no log, and gives the mode that it has.
                guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
                    throw FileStoreError.noLog(path)
                }
                try renewLog(database)
                // While this connection is open the log stays. SQLite keeps to itself whether its name is on disk.
                try StoreFile.syncFolder(of: path)
                if try Schema.version(of: database) < steps.count { try migrate(database, path: path, by: steps) }
            }
        } catch {
            ConnectionSettings.abandon(queue, path: path)
            throw .opening(error, path: path)
        }
        return queue
    }

    /// Checks that the file is a store of a schema that this module knows.
    static func checkSchema(_ database: Database, path: String, newest: Int = Schema.version) throws {
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        guard application == Schema.applicationID else { throw FileStoreError.notAStore(path) }
        let version = try Schema.version(of: database)
        if version > newest { throw FileStoreError.newerSchema(version, path: path) }
        if version < 1 { throw FileStoreError.notAStore(path) }
    }

    // Under the lock: only there does nobody write to the log.
    private static func renewLog(_ database: Database) throws {
        try database.execute(sql: "BEGIN IMMEDIATE")
        defer { database.rollBackIfOpen() }
        try WriteAheadLog.renew(database)
    }

    // All steps or none. Another process may have taken them while this one waited for the lock.
    private static func migrate(_ database: Database, path: String, by steps: [Schema.Migration]) throws {
        try database.execute(sql: "BEGIN IMMEDIATE")
        do {
            try checkSchema(database, path: path, newest: steps.count)
            if try Schema.version(of: database) < steps.count { try Schema.migrate(database, by: steps) }
            try database.execute(sql: "COMMIT")
        } catch {
            database.rollBackIfOpen()
            throw error
        }
    }
}
