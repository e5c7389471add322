import GRDBSQLite
import RenewalCore

/// Reads the columns of a row in their order, after its checksum was compared.
struct RowReader {
    private let table: StoreTable
    private let cells: UnsafeMutableBufferPointer<RowSpace.Cell>
    private var column = -1
    private let statement: OpaquePointer
    /// The row's checksum.
    let checksumValue: Int64

    /// Checks the row that the statement stands on.
    ///
    /// - Parameter space: what holds the columns until the next row is read.
    /// - Throws: ``FileStoreError`` with `damaged` where its columns do not give its checksum.
    init(_ statement: OpaquePointer, _ table: StoreTable, _ space: RowSpace) throws {
        self.table = table
        self.statement = statement
        cells = space.cells
        let last = TableLayout.of(table).columns.count - 1
        var checksum = RowChecksum(table: table)
        for index in 0..<last {
            cells[index] = Self.cell(statement, Int32(index))
            Self.add(cells[index], to: &checksum)
        }
        cells[last] = Self.cell(statement, Int32(last))
        checksumValue = checksum.value
        guard cells[last].type == SQLITE_INTEGER, cells[last].integer == checksum.value else {
            throw fault("its checksum is not that of its columns")
        }
    }

    private static func cell(_ statement: OpaquePointer, _ index: Int32) -> RowSpace.Cell {
        let type = sqlite3_column_type(statement, index)
        switch type {
        case SQLITE_INTEGER: return RowSpace.Cell(type: type, integer: sqlite3_column_int64(statement, index))
        case SQLITE_TEXT, SQLITE_BLOB:
            // A text too, whose bytes are UTF-8 as the whole file is: as a text it would be copied for the NUL at its end.
            let start = sqlite3_column_blob(statement, index)
            return RowSpace.Cell(type: type, integer: Int64(sqlite3_column_bytes(statement, index)), start: start)
        default: return RowSpace.Cell(type: type)
        }
    }

    private static func add(_ cell: RowSpace.Cell, to checksum: inout RowChecksum) {
        switch cell.type {
        case SQLITE_INTEGER: checksum.add(cell.integer)
        case SQLITE_TEXT: checksum.add(text: cell.bytes)
        case SQLITE_BLOB: checksum.add(blob: cell.bytes)
        default: checksum.addNull()
        }
    }

    // Moves to the next column. Its type is checked, as no other one was written.
    private mutating func next(_ type: Int32, _ name: String) throws -> RowSpace.Cell {
        column += 1
        guard cells[column].type == type else { throw fault("\(name) has another type") }
        return cells[column]
    }

    private mutating func isNextNull() -> Bool {
        guard cells[column + 1].type == SQLITE_NULL else { return false }
        column += 1
        return true
    }

    /// The integer in the column behind the checksum: of a machine, its place in the table.
    var place: Int64 { sqlite3_column_int64(statement, Int32(TableLayout.of(table).columns.count)) }

    /// Whether the next column has a value. Goes past it where it has none.
    mutating func isPresent() -> Bool { !isNextNull() }

    mutating func skip(_ count: Int) { column += count }

    mutating func integer(_ name: String) throws -> Int64 {
        try next(SQLITE_INTEGER, name).integer
    }

    mutating func number(_ name: String) throws -> UInt64 {
        guard let number = UInt64(exactly: try integer(name)) else { throw fault("\(name) is negative") }
        return number
    }

    mutating func optionalNumber(_ name: String) throws -> UInt64? { isNextNull() ? nil : try number(name) }

    mutating func utf8(_ name: String) throws -> UnsafeRawBufferPointer {
        try next(SQLITE_TEXT, name).bytes
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

    mutating func bytes(_ name: String) throws -> [UInt8] { Array(try blob(name)) }

    mutating func blob(_ name: String) throws -> UnsafeRawBufferPointer { try next(SQLITE_BLOB, name).bytes }

    /// Reads a value encoded by ``ByteWriter``, to its last byte.
    mutating func decode<Value>(
        _ name: String, version: UInt8, _ read: (inout ByteReader) throws(ByteReader.Fault) -> Value
    ) throws -> Value {
        let bytes = try blob(name)
        do {
            var reader = try ByteReader(bytes, version: version)
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
        (0..<TableLayout.of(table).keyCount).map { index in
            switch cells[index].type {
            case SQLITE_INTEGER: "\(cells[index].integer)"
            case SQLITE_TEXT: String(decoding: cells[index].bytes.prefix(36), as: UTF8.self).printable
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
