internal import FoundationEssentials

/// A piece of a filter, with its place in Unicode scalars.
struct FilterToken {
    var kind: Kind
    var offset: Int
    var length: Int

    enum Kind: Equatable {
        case open, close, comma, end
        /// A name, keyword or path: `name`, `and`, `machines/total`.
        case word(String)
        case value(FilterValue)
    }

    /// The keyword in lower case, where it is a word: operators are read in either case (OData 4.01).
    var keyword: String? {
        if case .word(let word) = kind { word.lowercased() } else { nil }
    }

    func fault(_ expected: String) -> FilterFault {
        FilterFault(offset: offset, length: max(length, 1), found: shown, expected: expected)
    }

    private var shown: String {
        switch kind {
        case .open: "\"(\""
        case .close: "\")\""
        case .comma: "\",\""
        case .end: "the end"
        case .word(let word): word.quotedForMessage
        case .value(.null): "null"
        case .value(.boolean(let value)): "\(value)"
        case .value(.integer(let value)): "the number \(value)"
        case .value(.text(let text)): "the string \(text.quotedForMessage)"
        case .value(.instant(let instant)): "the instant \(instant)"
        case .value(.guid(let guid)): "the GUID \(guid.uuidString.lowercased())"
        }
    }
}
