public import FoundationEssentials

// For readers of foreign rows, which go by the places of columns and take millions of values.
extension Row {
    /// A row without values besides its id, with room for so many.
    public init(table: Table, id: UUID, reserving capacity: Int) {
        self.init(table: table, id: id, fields: RowFields(capacity: capacity))
    }

    /// Gives the column at that place in the table's ``Table/columns`` a value of a foreign row: one that the column can
    /// hold, or an integer beyond its limits where the column reports such (``Column/Outliers``).
    ///
    /// - Returns: whether the value was taken; `false` also where another id than the row's is given for its primary
    ///   column.
    public mutating func take(_ value: Value, at position: Int) -> Bool {
        let column = table.columns[position]
        guard column.accepts(value) || column.reports(value) else { return false }
        if column.logicalName == table.primaryIDColumn { return value == .guid(id) }
        setUnchecked(value, at: position)
        return true
    }
}
