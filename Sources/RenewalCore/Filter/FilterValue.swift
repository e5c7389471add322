public import FoundationEssentials

/// A value that a ``RowFilter`` looks at: what a row holds in a column, or a literal of the filter.
public enum FilterValue: Hashable, Sendable {
    /// No value.
    case null
    /// Yes or no.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// Text.
    case text(String)
    /// An instant.
    case instant(Instant)
    /// A GUID.
    case guid(UUID)

    /// The text, or null.
    public static func of(_ text: String?) -> FilterValue { text.map(FilterValue.text) ?? .null }

    /// The number, or null.
    public static func of(_ number: Int?) -> FilterValue { number.map { .integer(Int64($0)) } ?? .null }

    /// The instant, or null.
    public static func of(_ instant: Instant?) -> FilterValue { instant.map(FilterValue.instant) ?? .null }

    /// Yes or no, or null.
    public static func of(_ flag: Bool?) -> FilterValue { flag.map(FilterValue.boolean) ?? .null }

    /// The value of the id, or null.
    public static func of(_ id: (some UUIDIdentifier)?) -> FilterValue { id.map { .guid($0.uuid) } ?? .null }
}
