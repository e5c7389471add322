import GRDB

/// The schema of a store: its version is `user_version`, and `application_id` says whose file it is.
enum Schema {
    /// The bytes `RnwK`, in the file's header at offset 68.
    static let applicationID: Int32 = 0x526e_774b

    /// The version that this module reads and writes.
    static var version: Int { migrations.count }

    /// Step n takes a store from version n - 1 to n. Version 0 is an empty file. A released step never changes.
    static let migrations: [Migration] = [.version1]

    /// One step between versions.
    struct Migration: Sendable {
        /// The statements, in their order.
        let statements: [String]
    }

    /// The store's version.
    static func version(of database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    /// Takes the steps from the store's version to the newest, in the transaction that is open. Views hold no rows: they
    /// are made anew.
    static func migrate(_ database: Database, by steps: [Migration] = migrations) throws {
        let present = try version(of: database)
        for name in viewNames { try database.execute(sql: "DROP VIEW IF EXISTS \(name)") }
        for step in steps.dropFirst(present) {
            for statement in step.statements { try database.execute(sql: statement) }
        }
        for view in views(now: Self.now) { try database.execute(sql: view) }
        try database.execute(sql: "PRAGMA user_version = \(steps.count)")
    }
}
