/// Section N of the rules: which subscriptions are told of a change, and when a failed delivery is tried again.
public enum NotificationRules {
    /// The first wait after a failed delivery: 1 minute (Rule N3).
    public static let firstRetrySeconds: Int64 = 60
    /// The longest wait: 6 hours (Rule N3).
    public static let longestRetrySeconds: Int64 = 21_600

    /// How long to wait after that many failures of one delivery, in seconds: 1 minute doubling to 6 hours (Rule N3).
    ///
    /// - Parameter failures: 1 or more; anything less waits as after the first.
    public static func retrySeconds(afterFailures failures: Int) -> Int64 {
        // 60 · 2^9 is above six hours already.
        let doublings = min(max(failures, 1) - 1, 9)
        return min(firstRetrySeconds << Int64(doublings), longestRetrySeconds)
    }
}

extension Subscription.ChangeType {
    /// Whether the choice includes that kind of change (Rule N2).
    public func includes(_ change: ChangeEvent.Change) -> Bool {
        switch self {
        case .added: change == .added
        case .deleted: change == .deleted
        case .modified: change == .modified
        case .addedOrModified: change != .deleted
        case .addedOrDeleted: change != .modified
        case .modifiedOrDeleted: change != .added
        case .any: true
        }
    }
}

extension Subscription {
    /// Whether the subscription chose that change: its type, its table and, for a modified row, one of its columns
    /// (Rule N2).
    ///
    /// - Complexity: O(columns of the change × columns of the subscription).
    public func matches(_ change: ChangeEvent) -> Bool {
        guard changes.includes(change.change), table == nil || table == change.table else { return false }
        guard change.change == .modified, !columns.isEmpty else { return true }
        return change.columns.contains { columns.contains($0.column) }
    }

    /// Whether the subscription is told of that event: of a change where it chose it, of what an operator has to mend
    /// (a suspect clock, a renewal that nobody can issue) always.
    public func isTold(of event: RenewalEvent) -> Bool {
        switch event.content {
        case .change(let change): matches(change)
        case .clockSuspect, .issuerUnable: true
        }
    }
}

extension [Subscription] {
    /// What to store with a transaction that gives rise to these events: one delivery for each event and subscription
    /// that is told of it, in the order of the events, then of the subscriptions (Rules N2, N3).
    ///
    /// A delivery is due at the event's instant, or when the subscription's delay ends where that is later.
    public func deliveries(for events: [RenewalEvent]) -> [Delivery] {
        events.flatMap { event in
            filter { $0.isTold(of: event) }.map { subscription in
                Delivery(
                    subscriber: subscription.id, event: event,
                    notBefore: Swift.max(event.at, subscription.delayUntil ?? event.at))
            }
        }
    }
}
