/// The tables whose changes are published, by their Dataverse logical names.
public enum RenewalTable: String, Hashable, Sendable, CaseIterable {
    /// Machine groups.
    case group = "flowmachinegroup"
    /// Machines.
    case machine = "flowmachine"
    /// Desktop-flow connections, a table of our own.
    case connection = "renewal_desktopflowconnection"
}

/// A column's value in a notification or an export.
public enum ColumnValue: Hashable, Sendable {
    /// No value.
    case null
    /// A number or the number of a choice.
    case integer(Int)
    /// Text.
    case text(String)
    /// An instant.
    case instant(Instant)
    /// A value that is not told, as it is a secret or only machines need it (Rule N1): that it is there, or changed, is.
    case withheld
}

/// A column with its value.
public struct ColumnEntry: Hashable, Sendable {
    /// The column's logical name.
    public var column: String
    /// Its value.
    public var value: ColumnValue

    /// A column of that name and value.
    public init(_ column: String, _ value: ColumnValue) {
        self.column = column
        self.value = value
    }
}
