/// Reads a filter into a tree, and checks that each comparison is of values that compare.
struct FilterParser {
    private let columns: [FilterColumn]
    private let places: [String: Int]
    private var lexer: FilterLexer
    private var token: FilterToken
    private var depth = 0

    /// How deep brackets and `not` may be nested.
    static let deepest = 100

    init(_ text: String, columns: [FilterColumn]) throws(FilterFault) {
        self.columns = columns
        places = Dictionary(columns.indices.map { (columns[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        lexer = FilterLexer(text)
        token = try lexer.next()
    }

    mutating func parse() throws(FilterFault) -> FilterExpression {
        let expression = try disjunction()
        guard token.kind == .end else { throw token.fault("and, or, or the end of the filter") }
        return expression
    }

    private mutating func disjunction() throws(FilterFault) -> FilterExpression {
        var parts = [try conjunction()]
        while token.keyword == "or" {
            try advance()
            parts.append(try conjunction())
        }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func conjunction() throws(FilterFault) -> FilterExpression {
        var parts = [try unary()]
        while token.keyword == "and" {
            try advance()
            parts.append(try unary())
        }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func unary() throws(FilterFault) -> FilterExpression {
        guard token.keyword == "not" else { return try primary(isNegated: false) }
        try descend()
        try advance()
        let part = token.keyword == "not" ? try unary() : try primary(isNegated: true)
        depth -= 1
        return .not(part)
    }

    private mutating func primary(isNegated: Bool) throws(FilterFault) -> FilterExpression {
        if token.kind == .open {
            try descend()
            try advance()
            let inner = try disjunction()
            guard token.kind == .close else { throw token.fault("and, or, or a closing bracket") }
            depth -= 1
            try advance()
            return inner
        }
        if let function = token.keyword.flatMap(FilterFunction.init(rawValue:)) { return try call(of: function) }
        let start = token
        let left = try operand()
        return try comparison(of: left, at: start, isNegated: isNegated)
    }

    private mutating func comparison(
        of left: TypedOperand, at start: FilterToken, isNegated: Bool
    ) throws(FilterFault) -> FilterExpression {
        let sign = token
        let comparison = token.keyword.flatMap(FilterComparison.init(rawValue:))
        guard comparison != nil || token.keyword == "in" else {
            guard left.kind == .boolean else { throw token.fault("a comparison: eq, ne, gt, ge, lt, le or in") }
            return .flag(left.operand)
        }
        // In OData `not` binds more tightly than a comparison, which nobody who writes it means.
        if isNegated { throw start.fault("brackets around what not negates, as in not (name eq 'PC-1')") }
        try advance()
        guard let comparison else { return try membership(of: left, at: start) }
        let place = token
        let right = try operand(beside: left.kind)
        let (first, second, kind) = try Typing.match(left, at: start, right, at: place)
        guard comparison.isEquality || kind.isOrdered else {
            throw sign.fault("eq, ne or in: these values are not ordered")
        }
        return .comparison(first, comparison, second, kind)
    }

    private mutating func membership(
        of left: TypedOperand, at start: FilterToken
    ) throws(FilterFault) -> FilterExpression {
        guard token.kind == .open else { throw token.fault("a list in brackets, as in ('a', 'b')") }
        var values: [FilterValue] = []
        repeat {
            try advance()
            guard case .value(let value) = token.kind else { throw token.fault(left.kind?.expectation ?? "a value") }
            let (_, literal, _) = try Typing.match(left, at: start, TypedOperand(value), at: token)
            if case .literal(let value) = literal { values.append(value) }
            try advance()
        } while token.kind == .comma
        guard token.kind == .close else { throw token.fault("a comma or a closing bracket") }
        try advance()
        return .member(left.operand, values, left.kind ?? .text)
    }

    private mutating func call(of function: FilterFunction) throws(FilterFault) -> FilterExpression {
        try advance()
        guard token.kind == .open else { throw token.fault("a bracket, as in \(function.rawValue)(name,'PC')") }
        try advance()
        let text = try textOperand()
        guard token.kind == .comma else { throw token.fault("a comma: \(function.rawValue) takes two texts") }
        try advance()
        let part = try textOperand()
        guard token.kind == .close else { throw token.fault("a closing bracket") }
        try advance()
        return .function(function, text, part)
    }

    private mutating func textOperand() throws(FilterFault) -> FilterOperand {
        let start = token
        let operand = try operand()
        guard operand.kind?.isText ?? true else { throw start.fault("a column that holds text, or a string") }
        return operand.operand
    }

    /// - Parameter other: what stands on the other side, which says what a word that is no column should have been.
    private mutating func operand(beside other: FilterColumn.Kind? = nil) throws(FilterFault) -> TypedOperand {
        switch token.kind {
        case .value(let value):
            try advance()
            return TypedOperand(value)
        case .word(let word):
            guard let place = place(of: word) else {
                throw token.fault(other.map { "\($0.expectation), or a column" } ?? "one of \(columnList)")
            }
            try advance()
            return TypedOperand(operand: .column(place), kind: columns[place].kind)
        case .open, .close, .comma, .end:
            throw token.fault("a column, a value, not, a function or an opening bracket")
        }
    }

    /// The column of that name. The Web API calls a reference `_flowmachinegroupid_value`.
    private func place(of word: String) -> Int? {
        if let place = places[word] { return place }
        guard word.hasPrefix("_"), word.hasSuffix("_value") else { return nil }
        return places[String(word.dropFirst().dropLast(6))].flatMap { columns[$0].kind == .guid ? $0 : nil }
    }

    private var columnList: String { columns.map(\.name).joined(separator: ", ") }

    private mutating func advance() throws(FilterFault) { token = try lexer.next() }

    private mutating func descend() throws(FilterFault) {
        depth += 1
        if depth > Self.deepest { throw token.fault("at most \(Self.deepest) levels of brackets and not") }
    }
}
