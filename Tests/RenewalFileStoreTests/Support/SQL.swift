import GRDB

/// Statements over a store's file from outside of the library, as any SQL tool runs them. They wait for nothing.
enum SQL {
    /// The first column of what a query finds, as text.
    static func texts(_ path: String, _ sql: String) throws -> [String] {
        try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: sql) }
    }

    /// The first number that a query finds.
    static func number(_ path: String, _ sql: String) throws -> Int? {
        try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: sql) }
    }

    /// Runs statements that write.
    static func run(_ path: String, _ sql: String) throws {
        try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
    }
}
