/// A change to a row, with the columns that changed (Rule N1). Never holds a secret.
public struct ChangeEvent: Hashable, Sendable {
    /// The table.
    public var table: RenewalTable
    /// What happened to the row.
    public var change: Change
    /// The row's id, lower case.
    public var row: String
    /// The group it belongs to.
    public var group: GroupID
    /// The columns that changed, in table order: all that have a value for an added or deleted row.
    public var columns: [ColumnChange]

    /// A value of these parts.
    public init(table: RenewalTable, change: Change, row: String, group: GroupID, columns: [ColumnChange]) {
        self.table = table
        self.change = change
        self.row = row
        self.group = group
        self.columns = columns
    }

    /// What happened to a row.
    public enum Change: String, Hashable, Sendable, CaseIterable {
        /// It is new.
        case added
        /// Columns of it changed.
        case modified
        /// It is gone.
        case deleted
    }
}

/// A column's value before and after.
public struct ColumnChange: Hashable, Sendable {
    /// The column's logical name, as in Dataverse.
    public var column: String
    /// The value before; null for an added row.
    public var old: ColumnValue
    /// The value after; null for a deleted row.
    public var new: ColumnValue

    /// A value of these parts.
    public init(column: String, old: ColumnValue, new: ColumnValue) {
        self.column = column
        self.old = old
        self.new = new
    }
}
