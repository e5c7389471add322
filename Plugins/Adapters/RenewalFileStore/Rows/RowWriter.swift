import GRDB
import GRDBSQLite
import RenewalCore

/// Binds a row's columns to a statement whose parameters are numbered as the table's columns are, and computes the
/// checksum on the way.
struct RowWriter {
    // Missing where only the checksum is wanted.
    private let statement: OpaquePointer?
    private let table: StoreTable
    private let space: RowSpace
    private var checksum: RowChecksum
    private var column: Int32 = 0
    private var failure: Int32 = SQLITE_OK

    /// - Parameters:
    ///   - statement: what to bind to; `nil` where only the checksum is wanted.
    ///   - space: what holds the values until the next row is written.
    init(_ statement: OpaquePointer?, _ table: StoreTable, _ space: RowSpace) {
        self.statement = statement
        self.table = table
        self.space = space
        space.begin()
        checksum = RowChecksum(table: table)
    }

    mutating func append(_ text: String?) {
        guard var text else { return appendNull() }
        text.withUTF8 { append(text: space.copy(UnsafeRawBufferPointer($0))) }
    }

    // The bytes are in the space.
    private mutating func append(text bytes: UnsafeRawBufferPointer) {
        column += 1
        checksum.add(text: bytes)
        bind { sqlite3_bind_text($0, $1, bytes.characters, Int32(clamping: bytes.count), nil) }
    }

    mutating func append(_ integer: Int64?) {
        guard let integer else { return appendNull() }
        column += 1
        checksum.add(integer)
        bind { sqlite3_bind_int64($0, $1, integer) }
    }

    mutating func append(_ integer: Int?) { append(integer.map(Int64.init)) }

    mutating func append(_ flag: Bool) { append(flag ? 1 : 0) }

    mutating func append(_ blob: [UInt8]?) {
        guard let blob else { return appendNull() }
        append(blobOf: blob.count) { $0.copyBytes(from: blob) }
    }

    /// Appends a blob of so many bytes, which the closure writes.
    mutating func append(blobOf count: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
        column += 1
        let bytes = space.take(count)
        write(bytes)
        checksum.add(blob: UnsafeRawBufferPointer(bytes))
        bind { statement, column in
            // A null address would be a null value.
            guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(statement, column, 0) }
            return sqlite3_bind_blob(statement, column, start, Int32(clamping: count), nil)
        }
    }

    mutating func append(_ id: some UUIDIdentifier) {
        let text = space.take(ColumnText.idLength)
        ColumnText.write(id.uuid, to: text)
        append(text: UnsafeRawBufferPointer(text))
    }

    mutating func append(_ fingerprint: Fingerprint?) {
        guard let fingerprint else { return appendNull() }
        let text = space.take(ColumnText.fingerprintLength)
        ColumnText.write(fingerprint, to: text)
        append(text: UnsafeRawBufferPointer(text))
    }

    /// Appends a number of the model.
    ///
    /// - Throws: ``FileStoreError`` with `valueOutOfRange` where a column can not hold it.
    mutating func append(number: UInt64?, _ name: String) throws {
        append(try number.map { try Self.column($0, name, table) })
    }

    /// Appends an instant of the model.
    ///
    /// - Throws: ``FileStoreError`` with `valueOutOfRange` where a column can not hold it.
    mutating func append(instant: Instant?, _ name: String) throws {
        if let instant, !InstantText.canHold(instant) {
            throw FileStoreError.outOfRange(
                "\(instant.secondsSince1970) seconds since 1970", column: name, table: table,
                range: "the years 1 to 9999")
        }
        append(derived: instant)
    }

    /// Appends an instant that follows from others: the nearest one that a column can hold.
    mutating func append(derived instant: Instant?) {
        guard let instant else { return appendNull() }
        if instant >= .distantFuture { return append(InstantText.text(instant)) }
        let text = space.take(InstantText.length)
        InstantText.write(instant, to: text)
        append(text: UnsafeRawBufferPointer(text))
    }

    /// The checksum of what was appended.
    var checksumValue: Int64 { checksum.value }

    /// Binds the checksum, the last column, and runs the statement.
    ///
    /// - Parameter place: the row's place in the table, where the statement asks for it.
    /// - Returns: how many rows it changed.
    mutating func run(_ database: Database, place: Int64? = nil) throws -> Int {
        guard let statement else { return 0 }
        column += 1
        let value = checksum.value
        bind { sqlite3_bind_int64($0, $1, value) }
        if let place {
            column += 1
            bind { sqlite3_bind_int64($0, $1, place) }
        }
        defer { sqlite3_reset(statement) }
        guard failure == SQLITE_OK else { throw database.failure(failure) }
        let code = sqlite3_step(statement)
        guard code == SQLITE_DONE else { throw database.failure(code) }
        return Int(sqlite3_changes(database.sqliteConnection))
    }

    mutating func appendNull() {
        column += 1
        checksum.addNull()
        bind { sqlite3_bind_null($0, $1) }
    }

    private mutating func bind(_ body: (OpaquePointer, Int32) -> Int32) {
        guard failure == SQLITE_OK, let statement else { return }
        failure = body(statement, column)
    }

    private static func column(_ number: UInt64, _ name: String, _ table: StoreTable) throws -> Int64 {
        guard let value = Int64(exactly: number) else {
            throw FileStoreError.outOfRange("\(number)", column: name, table: table, range: "0 to \(Int64.max)")
        }
        return value
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes as the characters that SQLite takes. An empty text has an address too: without one it would be null.
    var characters: UnsafePointer<CChar>? { baseAddress?.assumingMemoryBound(to: CChar.self) }
}

extension Database {
    /// SQLite's error of that code, as GRDB has it.
    func failure(_ code: Int32) -> DatabaseError {
        let message = sqliteConnection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
}

extension FileStoreError {
    /// A value that a column can not hold.
    static func outOfRange(_ value: String, column: String, table: StoreTable, range: String) -> FileStoreError {
        FileStoreError(
            .valueOutOfRange,
            "\(table.rawValue).\(column) can not hold \(value), only \(range); nothing was stored. Such a value comes from "
                + "no renewal: look where it was made")
    }
}
