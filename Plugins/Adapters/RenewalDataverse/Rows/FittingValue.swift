/// A value that was checked against a column and that the column can hold. Readers that meet the same values by the
/// million keep them in this form, so that each is checked once.
public struct FittingValue: Hashable, Sendable {
    /// The value.
    public let value: Value
    // The table's number and not a reference, whose counting would cost more than the check.
    fileprivate let table: UInt64
    fileprivate let position: Int32

    /// Checks a value of a foreign row, as ``Row/take(_:at:)`` does; `nil` where the column can not hold it, and for
    /// the column of the row's id, which fits one row alone.
    ///
    /// - Parameters:
    ///   - value: the value.
    ///   - position: the column's place in the table's ``Table/columns``.
    ///   - table: the table.
    public init?(_ value: Value, at position: Int, of table: Table) {
        guard table.columns.indices.contains(position), position != table.primaryIDPosition,
            table.quickChecks[position].accepts(value) || table.columns[position].accepts(value)
                || table.columns[position].reports(value)
        else { return nil }
        self.value = value
        self.table = table.number
        self.position = Int32(truncatingIfNeeded: position)
    }
}

extension Row {
    /// Gives the value's column this value.
    ///
    /// - Returns: whether it was taken; `false` where it was checked for another table.
    public mutating func take(_ fitting: FittingValue) -> Bool {
        guard fitting.table == table.number else { return false }
        setUnchecked(fitting.value, at: Int(fitting.position))
        return true
    }
}

/// What a column takes for certain, said without references: copying a column to ask it costs more than the answer.
enum QuickCheck {
    case text(maximum: Int), instant, nothing

    init(_ column: Column) {
        switch column.type {
        case .string(let maximum, .plain) where !column.isSecret: self = .text(maximum: maximum)
        case .memo(let maximum) where !column.isSecret: self = .text(maximum: maximum)
        case .dateTime: self = .instant
        default: self = .nothing
        }
    }

    /// Whether the column can hold the value; `false` where another look is needed.
    func accepts(_ value: Value) -> Bool {
        switch (self, value) {
        // No text has more UTF-16 code units than bytes of UTF-8.
        case (.text(let maximum), .text(let text)): text.utf8.count <= maximum
        case (.instant, .instant): true
        default: false
        }
    }
}
