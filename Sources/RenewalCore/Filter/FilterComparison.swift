internal import FoundationEssentials

/// A comparison by its OData name.
enum FilterComparison: String, Hashable, Sendable, CaseIterable {
    case equal = "eq"
    case notEqual = "ne"
    case greater = "gt"
    case greaterOrEqual = "ge"
    case less = "lt"
    case lessOrEqual = "le"

    var isEquality: Bool { self == .equal || self == .notEqual }

    /// Null equals null and nothing else, and is neither more nor less than anything (OData 4.01, part 2, 5.1.1.1).
    func holds(_ left: FilterValue, _ right: FilterValue, as kind: FilterColumn.Kind) -> Bool {
        if left == .null || right == .null {
            let areEqual = left == right
            return self == .equal ? areEqual : self == .notEqual ? !areEqual : false
        }
        guard let order = Self.order(left, right, as: kind) else { return self == .notEqual }
        switch self {
        case .equal: return order == 0
        case .notEqual: return order != 0
        case .greater: return order > 0
        case .greaterOrEqual: return order >= 0
        case .less: return order < 0
        case .lessOrEqual: return order <= 0
        }
    }

    /// Below, at or above 0 as `left` is less than, equal to or greater than `right`; `nil` where they do not compare.
    private static func order(_ left: FilterValue, _ right: FilterValue, as kind: FilterColumn.Kind) -> Int? {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): order(left, right)
        case (.instant(let left), .instant(let right)): order(left, right)
        case (.text(let left), .text(let right)) where kind == .version: versionOrder(left, right)
        case (.text(let left), .text(let right)): textOrder(left, right)
        default: left == right ? 0 : nil
        }
    }

    private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }

    private static func versionOrder(_ left: String, _ right: String) -> Int? {
        guard let left = try? AgentVersion(left), let right = try? AgentVersion(right) else { return nil }
        return order(left, right)
    }

    // UTF-8 orders as code points do.
    private static func textOrder(_ left: String, _ right: String) -> Int {
        if left.utf8.elementsEqual(right.utf8) { return 0 }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    }
}
