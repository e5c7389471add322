public import FoundationEssentials
public import RenewalCore

/// A value of a column.
public enum Value: Hashable, Sendable {
    /// The row says that the column is empty. A row can also say nothing of a column: ``Row`` then has no value for it.
    case null
    /// Yes or no.
    case boolean(Bool)
    /// A whole number: integers, and the numbers of choices, states and statuses.
    case integer(Int64)
    /// A decimal number, digit for digit as it was written.
    case decimal(String)
    /// Text.
    case text(String)
    /// Text that must not be seen (Rule Z1).
    case secret(SecretText)
    /// An instant or the midnight of a date.
    case instant(Instant)
    /// A GUID.
    case guid(UUID)
    /// A reference to a row. Boxed, so that the other cases stay small.
    indirect case lookup(Lookup)
    /// Several options of a choice, by number.
    case choices([Int64])
}

/// A reference to a row of some table.
public struct Lookup: Hashable, Sendable {
    /// The logical name of the table that the row is in; `nil` where the source does not say and the column allows
    /// several.
    public var table: String?
    /// The row's id.
    public var id: UUID
    /// The row's name, where it is known.
    public var name: String?

    /// The row's id, 36 characters in lower case.
    public var idText: String { id.uuidString.lowercased() }

    /// A reference of these parts.
    public init(table: String?, id: UUID, name: String? = nil) {
        self.table = table
        self.id = id
        self.name = name
    }
}

/// The text of a secret column, such as a key package. Never printed (Rule Z1).
public struct SecretText: Hashable, Sendable, Redacted {
    /// The text. Write it where the user asked for secrets, and nowhere else.
    public let text: String

    /// Keeps the text as a secret.
    public init(_ text: String) { self.text = text }
}

extension Value {
    /// The value for a message, shortened and escaped; secrets redacted.
    var shownInMessage: String {
        switch self {
        case .null: "null"
        case .boolean(let value): String(value)
        case .integer(let value): String(value)
        case .decimal(let digits): digits
        case .text(let text): text.quotedForMessage
        case .secret: "a secret"
        case .instant(let instant): instant.description
        case .guid(let id): id.uuidString.lowercased()
        case .lookup(let lookup): "\(lookup.table?.escapedForMessage ?? "row") \(lookup.idText)"
        case .choices(let values): "\(values)"
        }
    }
}
