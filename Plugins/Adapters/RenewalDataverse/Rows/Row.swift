public import FoundationEssentials

/// A row of a table: its id, and values for some of the columns.
///
/// A column without a value is one that the source said nothing of; ``Value/null`` is one that it said is empty.
/// Memory is in proportion to the columns with a value, and a look-up is linear in their number.
public struct Row: Hashable, Sendable {
    /// The table that the row is in.
    public let table: Table
    /// The row's id.
    public let id: UUID
    private var fields: RowFields

    /// A row without values besides its id.
    public init(table: Table, id: UUID) {
        self.init(table: table, id: id, fields: RowFields())
    }

    init(table: Table, id: UUID, fields: RowFields) {
        self.table = table
        self.id = id
        self.fields = fields
        if let position = table.primaryIDPosition { self.fields.set(.guid(id), at: position) }
    }

    /// The value of that column; `nil` where the row does not say, or the table has no such column.
    public subscript(column: String) -> Value? {
        table.position(of: column).flatMap { value(at: $0) }
    }

    /// The value of the column at that place in the table's ``Table/columns``; `nil` where the row does not say.
    public func value(at position: Int) -> Value? {
        fields.value(at: position)
    }

    /// The columns that the row has a value for, in the table's order, each with the value.
    public var values: [(column: Column, value: Value)] {
        fields.entries.map { (table.columns[Int($0.position)], $0.value) }
    }

    /// Gives a column a value, or with `nil` takes it away.
    ///
    /// - Throws: ``DataverseError`` with `unknownColumn` where the table has no such column, with `invalidValue` where
    ///   the column can not hold the value, or where another id than the row's is given for its primary column.
    public mutating func set(_ column: String, _ value: Value?) throws {
        guard let position = table.position(of: column) else {
            throw DataverseError(
                .unknownColumn, expected: "a column of \(table.logicalName)", found: column.quotedForMessage,
                table: table.logicalName, rowID: idText)
        }
        let target = table.columns[position]
        if column == table.primaryIDColumn, value != .guid(id) {
            throw invalid(target, value ?? .null, expected: "the row's own id")
        }
        if let value, !target.accepts(value) {
            throw invalid(target, value, expected: target.expectation)
        }
        fields.set(value, at: position)
    }

    /// How many columns have a value.
    var fieldCount: Int { fields.entries.count }

    mutating func setUnchecked(_ value: Value, at position: Int) { fields.set(value, at: position) }

    /// The row's id, 36 characters in lower case.
    public var idText: String { id.uuidString.lowercased() }

    func invalid(_ column: Column, _ value: Value, expected: String) -> DataverseError {
        DataverseError(
            .invalidValue, expected: expected, found: column.isSecret ? nil : value.shownInMessage,
            table: table.logicalName, rowID: idText, column: column.logicalName)
    }
}
