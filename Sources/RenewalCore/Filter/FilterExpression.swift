internal import FoundationEssentials

/// A filter as a tree. Chains of `and` and `or` are flat, so that its depth is that of the brackets.
indirect enum FilterExpression: Hashable, Sendable {
    case and([FilterExpression])
    case or([FilterExpression])
    case not(FilterExpression)
    /// A column of yes and no, or one of these words.
    case flag(FilterOperand)
    case comparison(FilterOperand, FilterComparison, FilterOperand, FilterColumn.Kind)
    case member(FilterOperand, [FilterValue], FilterColumn.Kind)
    case function(FilterFunction, FilterOperand, FilterOperand)

    /// Yes, no, or neither: OData's null.
    func value(_ read: (Int) -> FilterValue) -> Bool? {
        switch self {
        case .and(let parts): Self.junction(parts, deciding: false, read)
        case .or(let parts): Self.junction(parts, deciding: true, read)
        case .not(let part): part.value(read).map { !$0 }
        case .flag(let operand): operand.value(read).flag
        case .comparison(let left, let comparison, let right, let kind):
            comparison.holds(left.value(read), right.value(read), as: kind)
        case .member(let operand, let values, let kind):
            values.contains { FilterComparison.equal.holds(operand.value(read), $0, as: kind) }
        case .function(let function, let text, let part):
            function.value(text.value(read), part.value(read))
        }
    }

    /// Three-valued: one part with the deciding value decides, then null, then the other value.
    private static func junction(
        _ parts: [FilterExpression], deciding: Bool, _ read: (Int) -> FilterValue
    ) -> Bool? {
        var hasNull = false
        for part in parts {
            guard let value = part.value(read) else {
                hasNull = true
                continue
            }
            if value == deciding { return deciding }
        }
        return hasNull ? nil : !deciding
    }
}

/// One side of a comparison.
enum FilterOperand: Hashable, Sendable {
    /// The column at that place in the filter's columns.
    case column(Int)
    case literal(FilterValue)

    func value(_ read: (Int) -> FilterValue) -> FilterValue {
        switch self {
        case .column(let index): read(index)
        case .literal(let value): value
        }
    }
}

extension FilterValue {
    var flag: Bool? { if case .boolean(let flag) = self { flag } else { nil } }
    var string: String? { if case .text(let text) = self { text } else { nil } }
}

/// Functions on text, which compare by code point.
enum FilterFunction: String, Hashable, Sendable, CaseIterable {
    case contains, startswith, endswith

    /// Null where either is.
    func value(_ text: FilterValue, _ part: FilterValue) -> Bool? {
        guard let text = text.string, let part = part.string else { return nil }
        switch self {
        case .contains: return Self.contains(Array(text.utf8), Array(part.utf8))
        case .startswith: return text.utf8.starts(with: part.utf8)
        case .endswith: return text.utf8.reversed().starts(with: part.utf8.reversed())
        }
    }

    // Both are whole code points in UTF-8, so that a match of bytes is one of code points.
    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard text.count >= part.count else { return false }
        return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
    }
}
