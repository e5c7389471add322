/// How often each fault struck each operation, and what came of it.
package struct FaultCounts: Sendable {
    package struct Row: Sendable {
        /// Runs in which a call failed.
        package var faults = 0
        /// Of them, those in which the operation succeeded all the same.
        package var succeeded = 0
        /// Those in which the outcome was called unknown.
        package var unknown = 0
        /// The furthest call that failed.
        package var deepest = 0
    }

    package private(set) var rows: [String: Row] = [:]

    package init() {}

    package static func name(_ operation: FaultOperation, _ kind: FaultKind, persists: Bool) -> String {
        "\(operation.rawValue) \(kind.rawValue) \(persists ? "from then on" : "once")"
    }

    mutating func note(_ name: String, call: Int, succeeded: Bool, unknown: Bool) {
        rows[name, default: Row()].faults += 1
        rows[name, default: Row()].succeeded += succeeded ? 1 : 0
        rows[name, default: Row()].unknown += unknown ? 1 : 0
        rows[name, default: Row()].deepest = max(rows[name]?.deepest ?? 0, call)
    }

    package var total: Int { rows.values.reduce(0) { $0 + $1.faults } }
}
