/// One step through a JSON document.
enum JSONToken: Equatable {
    case objectStart
    case objectEnd
    case arrayStart
    case arrayEnd
    /// A member's name, by its number in the reader's ``JSONReader/names``.
    case name(Int)
    case string(JSONText)
    case number(JSONNumber)
    case boolean(Bool)
    case null
    /// The document is over.
    case end
}

/// A string: its bytes between the quotation marks, checked but not decoded.
struct JSONText: Equatable {
    var start: Int
    var end: Int
    var hasEscapes: Bool
}

/// A number: its bytes, checked but not converted, so that no digit is lost.
struct JSONNumber: Equatable {
    var start: Int
    var end: Int
    /// Whether there is neither a fraction nor an exponent.
    var isInteger: Bool
}
