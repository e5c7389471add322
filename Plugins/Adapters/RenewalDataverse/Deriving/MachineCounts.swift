public import RenewalCore

/// How many machines of a group are in which state.
public struct MachineCounts: Hashable, Sendable {
    /// All machines.
    public var total = 0
    /// Those that are up to date.
    public var `default` = 0
    /// Those inside a renewal and not updated yet.
    public var pendingNewKey = 0
    /// Those that missed a renewal.
    public var keyExpired = 0
    /// Those whose agent is known to be older than 2.23 (Rule I7), whatever their status.
    public var outdated = 0

    /// No machines.
    public init() {}

    /// Counts a machine.
    public mutating func add(status: KeyDeliveryStatus, isOutdated: Bool?) {
        total += 1
        switch status {
        case .default: `default` += 1
        case .pendingNewKey: pendingNewKey += 1
        case .keyExpired: keyExpired += 1
        }
        if isOutdated == true { outdated += 1 }
    }
}
