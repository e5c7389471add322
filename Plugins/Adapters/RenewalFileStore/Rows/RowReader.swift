import GRDB
import GRDBSQLite
import RenewalCore

/// Reads the columns of a row in their order, after its checksum was compared.
struct RowReader {
    private let statement: OpaquePointer
    private let table: StoreTable
    private var column: Int32 = -1
    /// The row's checksum.
    let checksumValue: Int64

    /// Checks the row that the statement stands on.
    ///
    /// - Throws: ``FileStoreError`` with `damaged` where its columns do not give its checksum.
    init(_ statement: OpaquePointer, _ table: StoreTable) throws {
        self.statement = statement
        self.table = table
        let last = sqlite3_column_count(statement) - 1
        var checksum = RowChecksum(table: table)
        for index in 0..<last { Self.add(statement, index, to: &checksum) }
        checksumValue = checksum.value
        guard sqlite3_column_type(statement, last) == SQLITE_INTEGER,
            sqlite3_column_int64(statement, last) == checksum.value
        else { throw fault("its checksum is not that of its columns") }
    }

    private static func add(_ statement: OpaquePointer, _ index: Int32, to checksum: inout RowChecksum) {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: checksum.add(sqlite3_column_int64(statement, index))
        case SQLITE_TEXT: checksum.add(text: textBytes(statement, index))
        case SQLITE_BLOB: checksum.add(blob: blobBytes(statement, index))
        default: checksum.addNull()
        }
    }

    private static func textBytes(_ statement: OpaquePointer, _ index: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_text(statement, index)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
    }

    private static func blobBytes(_ statement: OpaquePointer, _ index: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, index)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
    }

    // Moves to the next column. Its type is checked, as SQLite would convert it otherwise.
    private mutating func next(_ type: Int32, _ name: String) throws {
        column += 1
        guard sqlite3_column_type(statement, column) == type else { throw fault("\(name) has another type") }
    }

    private mutating func isNextNull() -> Bool {
        guard sqlite3_column_type(statement, column + 1) == SQLITE_NULL else { return false }
        column += 1
        return true
    }

    /// Whether the next column has a value. Goes past it where it has none.
    mutating func isPresent() -> Bool { !isNextNull() }

    mutating func skip(_ count: Int32) { column += count }

    mutating func integer(_ name: String) throws -> Int64 {
        try next(SQLITE_INTEGER, name)
        return sqlite3_column_int64(statement, column)
    }

    mutating func number(_ name: String) throws -> UInt64 {
        guard let number = UInt64(exactly: try integer(name)) else { throw fault("\(name) is negative") }
        return number
    }

    mutating func optionalNumber(_ name: String) throws -> UInt64? { isNextNull() ? nil : try number(name) }

    mutating func utf8(_ name: String) throws -> UnsafeRawBufferPointer {
        try next(SQLITE_TEXT, name)
        return Self.textBytes(statement, column)
    }

    mutating func text(_ name: String) throws -> String {
        guard let text = String(validating: try utf8(name), as: UTF8.self) else { throw fault("\(name) is not UTF-8") }
        return text
    }

    mutating func optionalText(_ name: String) throws -> String? { isNextNull() ? nil : try text(name) }

    mutating func id<ID: UUIDIdentifier>(_ name: String, as: ID.Type = ID.self) throws -> ID {
        guard let id = ColumnText.id(try utf8(name), as: ID.self) else { throw fault("\(name) is no id") }
        return id
    }

    mutating func fingerprint(_ name: String) throws -> Fingerprint {
        guard let value = ColumnText.fingerprint(try utf8(name)) else { throw fault("\(name) is no fingerprint") }
        return value
    }

    mutating func instant(_ name: String) throws -> Instant {
        guard let instant = InstantText.instant(try utf8(name)) else { throw fault("\(name) is no instant") }
        return instant
    }

    mutating func optionalInstant(_ name: String) throws -> Instant? { isNextNull() ? nil : try instant(name) }

    mutating func name(_ name: String) throws -> Name {
        guard let value = try? Name(try text(name)) else { throw fault("\(name) is no name") }
        return value
    }

    mutating func optionalBytes(_ name: String) throws -> [UInt8]? { isNextNull() ? nil : try bytes(name) }

    mutating func bytes(_ name: String) throws -> [UInt8] {
        try next(SQLITE_BLOB, name)
        return Array(Self.blobBytes(statement, column))
    }

    /// Reads a value encoded by ``ByteWriter``, to its last byte.
    mutating func decode<Value>(
        _ name: String, version: UInt8, _ read: (inout ByteReader) throws(ByteReader.Fault) -> Value
    ) throws -> Value {
        try next(SQLITE_BLOB, name)
        do {
            var reader = try ByteReader(Self.blobBytes(statement, column), version: version)
            let value = try read(&reader)
            try reader.end()
            return value
        } catch {
            throw self.fault("\(name) can not be read at \(error.field)")
        }
    }

    /// The error for a row that is not what was written.
    func fault(_ reason: String) -> FileStoreError {
        .damagedRow(table, key: key, reason)
    }

    // The columns that identify the row, as far as they can be shown.
    private var key: String {
        (0..<Int32(TableLayout.of(table).keyCount)).map { index in
            switch sqlite3_column_type(statement, index) {
            case SQLITE_INTEGER: "\(sqlite3_column_int64(statement, index))"
            case SQLITE_TEXT:
                String(decoding: Self.textBytes(statement, index).prefix(36), as: UTF8.self).printable
            default: "?"
            }
        }.joined(separator: "/")
    }
}

extension String {
    // A damaged key could hold anything.
    fileprivate var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.isASCII && $0.value > 31 ? $0 : "?" }))
    }
}

extension FileStoreError {
    /// A row that is not what was written.
    static func damagedRow(_ table: StoreTable, key: String, _ reason: String) -> FileStoreError {
        FileStoreError(
            .damaged,
            "the row \(key) of \(table.rawValue) is damaged: \(reason). Run verify, and restore the last good backup")
    }
}
