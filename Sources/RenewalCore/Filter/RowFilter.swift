/// A condition on rows in OData `$filter` syntax (Rule N2), such as `phase eq 'renewing' and machines/outdated gt 0`.
///
/// It knows `eq ne gt ge lt le in`, `and or not`, brackets, `contains startswith endswith`, and null, strings in single
/// quotation marks, whole numbers, instants, dates, GUIDs, `true` and `false`. Text is compared by code point. `and`
/// binds more tightly than `or`. Null is as in OData: it equals null alone, is neither more nor less than anything, and
/// a row for which the whole condition is null does not match.
public struct RowFilter: Hashable, Sendable {
    /// The condition as it was written.
    public let text: String
    /// The columns that it can name.
    public let columns: [FilterColumn]
    private let expression: FilterExpression

    /// Reads a condition.
    ///
    /// Brackets and `not` may be nested 100 deep; nothing else is limited. Complexity: linear in the text.
    ///
    /// - Parameters:
    ///   - text: the condition.
    ///   - columns: the columns that it can name.
    /// - Throws: ``RenewalError`` with `invalidFilter`, whose details name the `offset` and `length` of what is wrong in
    ///   Unicode scalars, what was `found`, and what was `expected`.
    public init(_ text: String, columns: [FilterColumn]) throws {
        self.text = text
        self.columns = columns
        do {
            var parser = try FilterParser(text, columns: columns)
            expression = try parser.parse()
        } catch {
            throw error.error(in: text)
        }
    }

    /// Whether the condition holds for a row.
    ///
    /// - Parameter value: gives the row's value in the column at that place in ``columns``.
    public func matches(_ value: (Int) -> FilterValue) -> Bool {
        expression.value(value) == true
    }
}
