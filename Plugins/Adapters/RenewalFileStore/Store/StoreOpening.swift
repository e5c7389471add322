import GRDB

/// Opening a store that is there, for writing.
enum StoreOpening {
    /// A connection that writes. A store of an earlier schema is brought to the present one.
    static func open(path: String, patience: Patience) throws(FileStoreError) -> DatabaseQueue {
        let queue = try ConnectionSettings.open(path: path, readonly: false, patience: patience)
        do {
            try queue.inDatabase { database in
                try checkSchema(database, path: path)
                if try String.fetchOne(database, sql: "PRAGMA journal_mode") != "wal" {
                    try database.execute(sql: "PRAGMA journal_mode = WAL")
                }
                try renewLog(database)
                if try Schema.version(of: database) < Schema.version { try migrate(database, path: path) }
            }
        } catch {
            ConnectionSettings.abandon(queue, path: path)
            throw .opening(error, path: path)
        }
        return queue
    }

    /// Checks that the file is a store of a schema that this module knows.
    static func checkSchema(_ database: Database, path: String) throws {
        let application = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        guard application == Schema.applicationID else { throw FileStoreError.notAStore(path) }
        let version = try Schema.version(of: database)
        if version > Schema.version { throw FileStoreError.newerSchema(version, path: path) }
        if version < 1 { throw FileStoreError.notAStore(path) }
    }

    // Under the lock: only there does nobody write to the log.
    private static func renewLog(_ database: Database) throws {
        try database.execute(sql: "BEGIN IMMEDIATE")
        defer { database.rollBackIfOpen() }
        try WriteAheadLog.renew(database)
    }

    // All steps or none. Another process may have taken them while this one waited for the lock.
    private static func migrate(_ database: Database, path: String) throws {
        try database.execute(sql: "BEGIN IMMEDIATE")
        do {
            try checkSchema(database, path: path)
            if try Schema.version(of: database) < Schema.version { try Schema.migrate(database) }
            try database.execute(sql: "COMMIT")
        } catch {
            database.rollBackIfOpen()
            throw error
        }
    }
}
