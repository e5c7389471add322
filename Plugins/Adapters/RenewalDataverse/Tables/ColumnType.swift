/// The type of a column's values, with their limits.
public enum ColumnType: Hashable, Sendable {
    /// A GUID.
    case guid
    /// One line of text of at most so many UTF-16 code units.
    case string(maxLength: Int, format: TextFormat = .plain)
    /// Text of several lines of at most so many UTF-16 code units.
    case memo(maxLength: Int)
    /// A whole number within 32 bits.
    case integer(ClosedRange<Int64>)
    /// A whole number within 64 bits.
    case bigInteger
    /// A decimal number, kept digit for digit.
    case decimal
    /// An amount of money, kept digit for digit.
    case money
    /// Yes or no.
    case boolean
    /// An instant or a date.
    case dateTime(DateTimeBehavior)
    /// One of a set of numbered options.
    case choice(ChoiceSet)
    /// Several of a set of numbered options.
    case choices(ChoiceSet)
    /// The state of a row.
    case state(ChoiceSet)
    /// The reason for the state of a row.
    case status(ChoiceSet)
    /// A reference to a row of one of these tables, by logical name; of any table where the list is empty.
    case lookup([String])
    /// The owner of a row, a row of one of these tables.
    case owner([String])
    /// A property of solutions that is an object in the Web API. Never read nor written.
    case managedProperty
    /// An image, base64.
    case image

    /// What a text column's text must look like besides its length.
    public enum TextFormat: Hashable, Sendable {
        /// Any text.
        case plain
        /// An agent's version: one to four fields of decimal digits (Rule I7).
        case agentVersion
        /// Numbers of generations, oldest first, joined by commas: `3,4`.
        case generations
    }
}

extension ColumnType {
    /// The type's name in a Configuration Migration schema; `nil` for a type that is never exported.
    public var schemaName: String? {
        switch self {
        case .guid: "guid"
        case .string, .memo: "string"
        case .integer: "number"
        case .bigInteger: "bigint"
        case .decimal: "decimal"
        case .money: "money"
        case .boolean: "bool"
        case .dateTime: "datetime"
        case .choice: "optionsetvalue"
        case .choices: "optionsetvaluecollection"
        case .state: "state"
        case .status: "status"
        case .lookup: "entityreference"
        case .owner: "owner"
        case .image: "imagedata"
        case .managedProperty: nil
        }
    }

    /// The options of a choice, state or status.
    public var choiceSet: ChoiceSet? {
        switch self {
        case .choice(let set), .choices(let set), .state(let set), .status(let set): set
        default: nil
        }
    }

    /// The logical names of the tables that a lookup or owner refers to; empty for other types and for any table.
    public var targets: [String] {
        switch self {
        case .lookup(let targets), .owner(let targets): targets
        default: []
        }
    }
}
