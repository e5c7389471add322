package import RenewalSimulation

/// What happened to a fleet, by the word of its store alone: the histories, and the notifications of each row that
/// changed. Nothing of it goes by way of the simulation's own account, nor of the rules that decide.
package struct Witness: Sendable {
    private let storage: any Storage
    private let notifier = InMemoryNotifier()

    package init(storage: any Storage) { self.storage = storage }

    /// To be given to every coordinator of the fleet.
    package var subscriptions: [Subscription] {
        [
            Subscription(
                id: "groups", changes: .addedOrModified, table: .group, columns: ["renewal_phase", "renewal_issuer"],
                notifier: notifier),
            Subscription(
                id: "machines", changes: .addedOrModified, table: .machine,
                columns: ["keydeliverystatus", "agentversion"], notifier: notifier),
            Subscription(
                id: "connections", changes: .modified, table: .connection, columns: ["renewal_state"],
                notifier: notifier),
        ]
    }

    /// What it has to say.
    struct Testimony {
        /// The events, in order.
        var events: [ForecastEvent]
        /// The histories of all groups, whole.
        var history: [HistoryEntry]
    }

    /// What happened from that instant on.
    func testimony(from start: Instant, names: TrialNames) async throws -> Testimony {
        var testimony = Testimony(events: [], history: [])
        for group in names.groups.keys.sorted() {
            let history = try await storage.read([.history(group, after: 0, limit: 1_000_000)]).history
            testimony.history += history
            testimony.events += history.compactMap { event($0, among: history, names) }
        }
        let expired = Set(
            testimony.events.filter { $0.kind == .groupExpires }.map { GroupExpiry(group: $0.group, at: $0.instant) })
        // Late, so that nothing is held back.
        let clock = ManualClock(at: start.adding(days: 100_000))
        let delivery = NotificationDelivery(storage: storage, clock: clock, subscriptions: subscriptions)
        while try await delivery.deliverDue().delivered > 0 {}
        let told = notifier.events
        let circumstances = Circumstances(told)
        testimony.events += told.compactMap { told in
            var event = event(told, names, expired: expired)
            if let missed = event, missed.kind == .machineMissed { event?.reason = circumstances.reason(of: missed) }
            return event
        }
        testimony.events = testimony.events.filter { $0.instant >= start }.sorted()
        return testimony
    }
}
