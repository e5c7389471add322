import GRDB

/// A connection to a store, with what it keeps from one use to the next. Its owner uses it from one place at a time.
final class StoreConnection {
    let queue: DatabaseQueue
    private let statements = PreparedStatements()

    init(_ queue: DatabaseQueue) { self.queue = queue }

    // Before the connection closes.
    deinit { statements.forget() }

    /// Runs the body with the database.
    func run<Result>(_ body: (StoreDatabase) throws -> Result) rethrows -> Result {
        try queue.inDatabase { try body(StoreDatabase(base: $0, statements: statements)) }
    }

    /// Closes a connection that the disk failed.
    func abandon(path: String) {
        statements.forget()
        ConnectionSettings.abandon(queue, path: path)
    }
}

/// A store's database while its connection is in use: GRDB's, and the statements over rows.
struct StoreDatabase {
    let base: Database
    let statements: PreparedStatements
    /// Whether the open transaction has no other writer yet: where this one fails, all of it is rolled back.
    var isAlone = false

    /// The memory for the row that is read or written.
    var space: RowSpace { statements.space }

    /// The rows that need not be read again.
    var cache: RowCache { statements.cache }
}

/// The statements that a connection has prepared, each once and found by its number: GRDB would look each up by its
/// text.
final class PreparedStatements {
    /// The memory for the row that is read or written.
    let space = RowSpace()
    /// The places in their table of the machines that were read last, in the order of the rows.
    var places: [Int64] = []
    /// The rows that need not be read again.
    let cache = RowCache()
    private var prepared = [Statement?](repeating: nil, count: StoreStatement.allCases.count)

    /// The statement, ready to be bound.
    func statement(_ number: StoreStatement, in database: Database) throws -> OpaquePointer {
        if let known = prepared[number.rawValue] { return known.sqliteStatement }
        // Cached, as GRDB tells SQLite then that the statement stays.
        let made = try database.cachedStatement(sql: number.sql)
        prepared[number.rawValue] = made
        return made.sqliteStatement
    }

    /// Gives up all of them.
    func forget() {
        for index in prepared.indices { prepared[index] = nil }
    }
}
