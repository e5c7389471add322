/// A column that a ``RowFilter`` can name.
public struct FilterColumn: Hashable, Sendable {
    /// The column's name; one within an object as `machines/total`.
    public var name: String
    /// What its values are.
    public var kind: Kind

    /// A column of that name and kind.
    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// What the values of a column are, and so what they can be compared with.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// Text, compared by code point.
        case text
        /// Whole numbers.
        case integer
        /// Instants; a date in a filter is its midnight, UTC.
        case instant
        /// GUIDs; in a filter also in quotation marks.
        case guid
        /// Yes or no.
        case boolean
        /// Versions of agents, as text; compared number by number (Rule I7), so that 2.9 is less than 2.23.
        case version
        /// An object with columns of its own, which can only be compared with null.
        case object
    }
}

extension FilterColumn.Kind {
    /// What a comparison with such a column needs, for messages.
    var expectation: String {
        switch self {
        case .text: "a string in quotation marks, such as 'PC-1'"
        case .integer: "a whole number"
        case .instant: "an instant without quotation marks, such as 2026-11-23T04:00:00Z, or a date"
        case .guid: "a GUID, such as 5a38629f-da7f-4ae8-a66b-4898ebd65281"
        case .boolean: "true or false"
        case .version: "a version in quotation marks, such as '2.23'"
        case .object: "null, or one of its columns after a slash"
        }
    }

    /// Whether values can be more or less than each other.
    var isOrdered: Bool {
        switch self {
        case .text, .integer, .instant, .version: true
        case .guid, .boolean, .object: false
        }
    }

    /// Whether functions on text take it.
    var isText: Bool { self == .text || self == .version }
}
