import Foundation
import RenewalKit

/// The app's side, as the article "Getting started" shows it.
struct FleetApp {
    let coordinator: RenewalCoordinator
    let delivery: NotificationDelivery

    init(storage: some Storage, clock: some WallClock, notifier: some Notifier) {
        let subscriptions = [
            Subscription(
                id: "statuses", changes: .modified, table: .machine, columns: ["keydeliverystatus"],
                notifier: notifier)
        ]
        coordinator = RenewalCoordinator(
            storage: storage, crypto: StandardCrypto(), clock: clock, subscriptions: subscriptions)
        delivery = NotificationDelivery(storage: storage, clock: clock, subscriptions: subscriptions)
    }

    /// Sweeps and delivers until the task is cancelled.
    func serve() async throws {
        try await withThrowingTaskGroup(of: Void.self) { loops in
            loops.addTask { try await coordinator.runSweeps() }
            loops.addTask { try await delivery.run() }
            defer { loops.cancelAll() }
            try await loops.next()
        }
    }

    /// Seals credentials to a group that the pin names, and makes a connection of them.
    func enter(
        _ credentials: WindowsCredentials, as name: String, for group: GroupID, trusting pin: CertificatePin
    ) async throws -> ConnectionID {
        let id = ConnectionID(UUID())
        var sealer = Sealer(group: group, trust: .pinned(pin), crypto: StandardCrypto())
        let offer = try await coordinator.sealingOffer(for: group, after: nil)
        let copies = try sealer.seal(credentials, connection: id, revision: 1, offer: offer)
        try await coordinator.createConnection(
            NewConnection(id: id, group: group, name: Name(name), copies: copies), by: .app("alice"))
        return id
    }

    /// Sets the policy unless a machine would miss the renewal that follows from it.
    func setPolicy(_ policy: RenewalPolicy, of group: GroupID) async throws -> [PlannedMiss] {
        let plan = try await coordinator.plan(.setPolicy(group, policy), by: .app("alice"))
        let misses = plan.groups.flatMap(\.misses)
        if misses.isEmpty { try await coordinator.setPolicy(policy, of: group, by: .app("alice")) }
        return misses
    }
}
