public import RenewalCore

/// How many connections of a group are in which state.
public struct ConnectionCounts: Hashable, Sendable {
    /// All connections that target the group.
    public var total = 0
    /// Those with a copy for the current generation.
    public var current = 0
    /// Those that must be used before the deadline.
    public var stale = 0
    /// Those whose credentials must be entered again.
    public var expired = 0

    /// No connections.
    public init() {}

    /// Counts a connection.
    public mutating func add(_ state: ConnectionState) {
        total += 1
        switch state {
        case .current: current += 1
        case .stale: stale += 1
        case .expired: expired += 1
        case .broken: break
        }
    }
}
