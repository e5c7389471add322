import RenewalFileStore
import RenewalKit

/// Two groups with real keys, three machines and two connections in a file store, as an app would make them; and a group
/// that waits for its first machine.
struct SmallFleet {
    let store: FileStore
    let clock: ManualClock
    let coordinator: RenewalCoordinator

    init(path: String, clock: ManualClock) throws {
        store = try FileStore(path: path)
        self.clock = clock
        coordinator = RenewalCoordinator(storage: store, crypto: StandardCrypto(), clock: clock)
    }

    func make() async throws {
        let policy = try RenewalPolicy(validityMinutes: 259_200, graceMinutes: 64_800)  // 180 days, 45 days
        try await add("Finance", policy, machines: ["WKS-1", "WKS-2"], connection: "Invoices → ledger")
        try await add("Büro <Süd> & \"Nord\"", .default, machines: ["WKS-3"], connection: "Tom's \u{1F4C4}")
        _ = try await coordinator.createGroup(named: "Empty", by: .app("alice"))
    }

    private func add(_ name: String, _ policy: RenewalPolicy, machines: [String], connection: String) async throws {
        let group = try await coordinator.createGroup(named: name, policy: policy, by: .app("alice"))
        let password = try Password(chosen: "correct horse battery")
        var pin: CertificatePin?
        for machine in machines {
            let agent = MachineAgent(
                vault: .inMemory, service: coordinator, crypto: StandardCrypto(), clock: clock,
                version: .renewalMinimum)
            let report = try await agent.join(
                group, name: Name(machine), password: password, founding: coordinator.founding(by: .app("alice")))
            pin = CertificatePin(generation: report.current.generation, fingerprint: report.current.fingerprint)
            clock.advance(by: .seconds(60))
        }
        guard let pin else { return }
        try await connect(connection, to: group, trusting: pin)
    }

    /// Seals credentials to the certificate whose pin an agent gave at its join (Rule C1).
    private func connect(_ name: String, to group: GroupID, trusting pin: CertificatePin) async throws {
        let id = ConnectionID.random()
        var sealer = Sealer(group: group, trust: .pinned(pin), crypto: StandardCrypto())
        let offer = try await coordinator.sealingOffer(for: group, after: nil)
        let copies = try sealer.seal(
            WindowsCredentials(userName: "CONTOSO\\robot", password: "a secret that is in no package"),
            connection: id, revision: 1, offer: offer)
        try await coordinator.createConnection(
            NewConnection(id: id, group: group, name: Name(name), copies: copies), by: .app("alice"))
    }
}
