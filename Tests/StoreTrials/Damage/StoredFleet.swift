package import RenewalCore
package import RenewalFileStore
package import RenewalSimulation
internal import RenewalTestSupport

/// A coordinator over a file store with a clock that stands still, and machines that join and renew: rows as real ones
/// are.
package struct StoredFleet: Sendable {
    package let store: FileStore
    package let clock: ManualClock
    package let crypto = InsecureCrypto(seed: 11)
    package let coordinator: RenewalCoordinator
    private let ids = Counter()

    /// - Parameter start: where its clock stands; that of the tests' world unless said otherwise.
    package init(_ store: FileStore, at start: Instant? = nil) {
        self.store = store
        clock = ManualClock(at: start ?? TestWorld.start)
        let ids = ids
        coordinator = RenewalCoordinator(
            storage: store, crypto: crypto, clock: clock,
            subscriptions: [Subscription(id: "audit", notifier: InMemoryNotifier())], makeID: { ids.next(9) })
    }

    /// A group with that many machines and a connection, in the overlap of its first renewal: half of the machines
    /// have installed the new certificate.
    package func group(_ name: String, machines count: Int = 4) async throws -> (id: GroupID, machines: [MachineAgent])
    {
        let policy = try RenewalPolicy(validityMinutes: 288_000, graceMinutes: 64_800)
        let group = try await coordinator.createGroup(
            named: name, id: GroupID(ids.next(2)), policy: policy, by: .app("test"))
        let password = try Password(chosen: "a group password")
        var machines: [MachineAgent] = []
        var vault = InMemoryKeyVault()
        for number in 1...count {
            vault = InMemoryKeyVault()
            let machine = MachineAgent(
                vault: vault, service: coordinator, crypto: crypto, clock: clock,
                version: try AgentVersion(number == count ? "2.20" : "2.23"), makeID: { ids.next(1) })
            _ = try await machine.join(
                group, name: try Name("\(name)-\(number)"), password: password,
                founding: coordinator.founding(by: .app("test")))
            machines.append(machine)
        }
        try await connect(group, pin: vault.copy()?.memory.highest?.pin)
        return (group, machines)
    }

    /// Two groups, one in its overlap and one of its first generation, with connections, history and notifications.
    package func populate() async throws {
        let renewing = try await group("Finance")
        advance(days: 155)
        try await renew(renewing.machines)
        _ = try await group("Sales", machines: 2)
    }

    package func advance(days: Int) { clock.advance(by: .seconds(days * 86_400)) }

    /// Renews, 155 days after the issue: half of the machines check in twice.
    package func renew(_ machines: [MachineAgent]) async throws {
        for _ in 1...2 {
            for machine in machines.prefix(max(1, machines.count / 2)) { _ = try await machine.checkIn() }
        }
        _ = try await coordinator.sweep()
    }

    private func connect(_ group: GroupID, pin: CertificatePin?) async throws {
        guard let pin else { return }
        let id = ConnectionID(ids.next(4))
        var sealer = Sealer(group: group, trust: .pinned(pin), crypto: crypto)
        let offer = try await coordinator.sealingOffer(for: group, after: nil)
        let copies = try sealer.seal(
            WindowsCredentials(userName: "CONTOSO\\robot", password: "hunter2-hunter2"), connection: id, revision: 1,
            offer: offer)
        try await coordinator.createConnection(
            NewConnection(id: id, group: group, name: try Name("Invoices"), copies: copies), by: .app("test"))
    }
}
