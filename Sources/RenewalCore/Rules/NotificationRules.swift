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
    /// Whether the subscription chose that change: its type, its table, for a modified row one of its columns, and its
    /// row filter (Rule N2).
    ///
    /// - Parameters:
    ///   - change: the change.
    ///   - row: all published columns of the row after the change, or before it where the row was deleted.
    /// - Complexity: O(columns of the change × columns of the subscription), and the filter's.
    public func matches(_ change: ChangeEvent, row: [ColumnEntry]) -> Bool {
        guard changes.includes(change.change), table == nil || table == change.table else { return false }
        let isChosen =
            change.change != .modified || columns.isEmpty
            || change.columns.contains { columns.contains($0.column) }
        guard isChosen, let filter else { return isChosen }
        return filter.columns == change.table.filterColumns && filter.matches(row, id: change.row)
    }

    /// Whether the subscription is told of that event: of a change where it chose it, of what an operator has to mend
    /// (a suspect clock, a renewal that nobody can issue) always.
    public func isTold(of published: PublishedEvent) -> Bool {
        switch published.event.content {
        case .change(let change): matches(change, row: published.row)
        case .clockSuspect, .issuerUnable: true
        }
    }
}

extension [Subscription] {
    /// What to store with a transaction that gives rise to these events: one delivery for each event and subscription
    /// that is told of it, in the order of the events, then of the subscriptions (Rules N2, N3).
    ///
    /// A delivery is due at the event's instant, or when the subscription's delay ends where that is later.
    public func deliveries(for events: [PublishedEvent]) -> [Delivery] {
        var deliveries: [Delivery] = []
        deliveries.reserveCapacity(events.count)
        for published in events { appendDeliveries(of: published, to: &deliveries) }
        return deliveries
    }

    /// The same for one event.
    func appendDeliveries(of published: PublishedEvent, to deliveries: inout [Delivery]) {
        // By their places: a subscription is not copied for each event.
        for index in indices where self[index].isTold(of: published) {
            let at = published.event.at
            deliveries.append(
                Delivery(
                    subscriber: self[index].id, event: published.event,
                    notBefore: Swift.max(at, self[index].delayUntil ?? at)))
        }
    }
}
