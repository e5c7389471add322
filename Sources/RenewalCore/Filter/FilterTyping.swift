internal import FoundationEssentials

/// One side of a comparison with what its values are; `nil` for null.
struct TypedOperand {
    var operand: FilterOperand
    var kind: FilterColumn.Kind?

    init(operand: FilterOperand, kind: FilterColumn.Kind?) {
        self.operand = operand
        self.kind = kind
    }

    init(_ value: FilterValue) {
        operand = .literal(value)
        kind =
            switch value {
            case .null: nil
            case .boolean: .boolean
            case .integer: .integer
            case .text: .text
            case .instant: .instant
            case .guid: .guid
            }
    }

    /// A literal text.
    fileprivate var text: String? { if case .literal(.text(let text)) = operand { text } else { nil } }
}

/// Which values compare with which.
enum Typing {
    /// Both sides as they are compared, and as what. Text stands for a GUID or version where the other side is one.
    static func match(
        _ left: TypedOperand, at leftToken: FilterToken, _ right: TypedOperand, at rightToken: FilterToken
    ) throws(FilterFault) -> (FilterOperand, FilterOperand, FilterColumn.Kind) {
        guard let leftKind = left.kind else { return (left.operand, right.operand, right.kind ?? .object) }
        guard let rightKind = right.kind else { return (left.operand, right.operand, leftKind) }
        if leftKind == rightKind, leftKind != .object { return (left.operand, right.operand, leftKind) }
        if let operand = converted(right, to: leftKind) { return (left.operand, operand, leftKind) }
        if let operand = converted(left, to: rightKind) { return (operand, right.operand, rightKind) }
        // Of a column and a literal the literal is to blame.
        if case .literal = left.operand, case .column = right.operand {
            throw leftToken.fault(rightKind.expectation)
        }
        throw rightToken.fault(leftKind.expectation)
    }

    private static func converted(_ operand: TypedOperand, to kind: FilterColumn.Kind) -> FilterOperand? {
        switch kind {
        case .guid: operand.text.flatMap(UUID.init(uuidString:)).map { .literal(.guid($0)) }
        case .version: operand.text.flatMap { (try? AgentVersion($0)) == nil ? nil : operand.operand }
        default: nil
        }
    }
}
