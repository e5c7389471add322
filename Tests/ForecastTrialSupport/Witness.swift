package import RenewalSimulation

/// What happened to a fleet, by the word of its store alone: the histories, and the notifications of each row that
/// changed. Nothing of it goes by way of the simulation's own account.
///
/// Why a machine missed a renewal, no row says; so these events have no reason for that.
package struct Witness: Sendable {
    private let storage: any Storage
    private let notifier = InMemoryNotifier()

    package init(storage: any Storage) { self.storage = storage }

    /// To be given to every coordinator of the fleet.
    package var subscriptions: [Subscription] {
        [
            Subscription(
                id: "machines", changes: .modified, table: .machine, columns: ["keydeliverystatus"],
                notifier: notifier),
            Subscription(
                id: "connections", changes: .modified, table: .connection, columns: ["renewal_state"],
                notifier: notifier),
        ]
    }

    /// The events from that instant on, in order.
    package func events(from start: Instant, names: TrialNames) async throws -> [ForecastEvent] {
        var events: [ForecastEvent] = []
        for group in try await storage.read([.groups(after: nil, limit: 1_000)]).groups {
            let history = try await storage.read([.history(group.id, after: 0, limit: 1_000_000)]).history
            events += history.compactMap { event($0, among: history, names) }
        }
        let expired = Set(
            events.filter { $0.kind == .groupExpires }.map { GroupExpiry(group: $0.group, at: $0.instant) })
        // Late, so that nothing is held back.
        let clock = ManualClock(at: start.adding(days: 100_000))
        let delivery = NotificationDelivery(storage: storage, clock: clock, subscriptions: subscriptions)
        while try await delivery.deliverDue().delivered > 0 {}
        events += notifier.events.compactMap { event($0, names, expired: expired) }
        return events.filter { $0.instant >= start }.sorted()
    }
}
