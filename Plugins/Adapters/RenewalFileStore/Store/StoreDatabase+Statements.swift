import FoundationEssentials
import GRDB
import GRDBSQLite
import RenewalCore

/// A value for a parameter of a read.
enum BoundValue {
    case integer(Int64)
    case text(String)
    case uuid(UUID)

    static func id(_ id: some UUIDIdentifier) -> BoundValue { .uuid(id.uuid) }

    /// The id, or a text before every id.
    static func id(orLowest id: (some UUIDIdentifier)?) -> BoundValue { id.map { .uuid($0.uuid) } ?? .text("") }

    /// How many rows at most; SQLite takes a negative number for no limit.
    static func limit(_ limit: Int) -> BoundValue { .integer(Int64(max(0, limit))) }
}

extension StoreDatabase {
    /// The rows that a statement finds, each after its checksum was compared.
    func fetch<Row>(
        _ statement: StoreStatement, _ table: StoreTable, _ values: [BoundValue],
        _ read: (inout RowReader) throws -> Row
    ) throws -> [Row] {
        try withRows(statement, values) { statement in
            var reader = try RowReader(statement, table, space)
            return try read(&reader)
        }
    }

    /// The first columns that a statement finds, as text: keys of an index, not rows.
    func texts(_ statement: StoreStatement, _ values: [BoundValue]) throws -> [String] {
        try withRows(statement, values) { statement in
            let start = sqlite3_column_text(statement, 0)
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, 0)))
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The first columns that a statement finds, as numbers.
    func integers(_ statement: StoreStatement, _ values: [BoundValue]) throws -> [Int64] {
        try withRows(statement, values) { sqlite3_column_int64($0, 0) }
    }

    /// Runs a statement that writes a row whose columns are bound.
    ///
    /// - Parameter place: the row's place in the table, where the statement asks for it.
    /// - Returns: how many rows it changed.
    func write(
        _ statement: StoreStatement, _ table: StoreTable, at place: Int64? = nil,
        _ bind: (inout RowWriter) throws -> Void
    ) throws -> Int {
        var writer = RowWriter(try statements.statement(statement, in: base), table, space)
        try bind(&writer)
        return try writer.run(base, place: place)
    }

    /// Runs a statement that writes, with these parameters.
    func run(_ statement: StoreStatement, _ values: [BoundValue]) throws {
        _ = try withRows(statement, values) { _ in }
    }

    private func withRows<Value>(
        _ statement: StoreStatement, _ values: [BoundValue], _ read: (OpaquePointer) throws -> Value
    ) throws -> [Value] {
        let statement = try statements.statement(statement, in: base)
        space.begin()
        space.isBound = true
        // Not reset, a statement would hold the file as it was when it began.
        defer {
            sqlite3_reset(statement)
            space.isBound = false
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, to: statement, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw base.failure(code) }
        }
        var found: [Value] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: found.append(try read(statement))
            case SQLITE_DONE: return found
            case let code: throw base.failure(code)
            }
        }
    }

    // Values stay in the space until the next statement begins, which is after the end of this one.
    private func bind(_ value: BoundValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch value {
        case .integer(let integer): return sqlite3_bind_int64(statement, index, integer)
        case .uuid(let uuid):
            let text = space.take(ColumnText.idLength)
            ColumnText.write(uuid, to: text)
            return bind(UnsafeRawBufferPointer(text), to: statement, at: index)
        case .text(var text):
            let copy = text.withUTF8 { space.copy(UnsafeRawBufferPointer($0)) }
            return bind(copy, to: statement, at: index)
        }
    }

    private func bind(_ text: UnsafeRawBufferPointer, to statement: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_text(statement, index, text.characters, Int32(clamping: text.count), nil)
    }
}
