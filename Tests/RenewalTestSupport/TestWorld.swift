package import FoundationEssentials
package import RenewalCore
internal import Synchronization

/// One group in memory with a coordinator and a clock that stands still: what tests of agents stand on.
///
/// Ids follow from a counter, keys from the crypto that is given; so a test runs the same way each time.
package final class TestWorld: Sendable {
    package let clock: ManualClock
    package let storage: InMemoryStorage
    package let coordinator: RenewalCoordinator
    package let crypto: any GroupCrypto
    package let group: GroupID
    package let password: Password
    package let passwordKeys = PasswordKeyCache()
    private let ids = Mutex<UInt64>(0)

    /// 2026-01-01T00:00:00Z.
    package static let start = Instant(secondsSince1970: 1_767_225_600)
    /// V 200 days, G 45 days: a renewal opens 155 days after each issue and closes 45 days later.
    package static let policy = try? RenewalPolicy(validityMinutes: 288_000, graceMinutes: 64_800)

    package init(crypto: any GroupCrypto, policy: RenewalPolicy? = TestWorld.policy) async throws {
        clock = ManualClock(at: Self.start)
        storage = InMemoryStorage()
        let counter = Counter()
        coordinator = RenewalCoordinator(
            storage: storage, crypto: crypto, clock: clock, makeID: { counter.next(3) })
        self.crypto = crypto
        password = try Password(chosen: "a group password")
        group = try await coordinator.createGroup(
            named: "Finance", id: GroupID(counter.next(2)), policy: policy ?? .default, by: .app("test"))
    }

    /// A new machine with an empty vault.
    package func machine(
        _ version: String = "2.23", vault: InMemoryKeyVault = InMemoryKeyVault(),
        through service: (any MachineService)? = nil
    ) throws -> TestMachine {
        let id = ids.withLock { ids in
            ids += 1
            return ids
        }
        let agent = MachineAgent(
            vault: vault, service: service ?? coordinator, crypto: crypto, clock: clock,
            version: try AgentVersion(version), passwordKeys: passwordKeys, makeID: { Counter.id(1, id) },
            makePassword: {
                var generator = SystemRandomNumberGenerator()
                return Password.random(using: &generator)
            })
        return TestMachine(vault: vault, agent: agent, name: "machine-\(id)", world: self)
    }

    /// A machine that has joined; the first one founds the group.
    @discardableResult
    package func member(_ version: String = "2.23", through service: (any MachineService)? = nil) async throws
        -> TestMachine
    {
        let machine = try machine(version, through: service)
        try await machine.join()
        return machine
    }

    /// From an issue to the start of the next renewal.
    package func advanceToRenewal() { advance(days: 155) }

    /// From there to its deadline.
    package func advanceToDeadline() { advance(days: 45) }

    package func advance(days: Int) { clock.advance(by: .seconds(days * 86_400)) }

    /// What the coordinator's rows say of a machine.
    package func status(of machine: TestMachine) async throws -> KeyDeliveryStatus? {
        let id = try await machine.agent.summary()?.machine
        return try await coordinator.machines(of: group).first { $0.machine.id == id }?.status
    }

    package func current() async throws -> UsableGeneration? { try await coordinator.group(group).phase.current }

    /// A connection whose credentials are sealed to what is usable now.
    package func connection(_ number: UInt64 = 1, pinnedBy machine: TestMachine) async throws -> ConnectionID {
        let id = ConnectionID(Counter.id(4, number))
        let pin = try await machine.pin()
        var sealer = Sealer(group: group, trust: .pinned(pin), crypto: crypto)
        let offer = try await coordinator.sealingOffer(for: group, after: nil)
        let copies = try sealer.seal(Self.credentials, connection: id, revision: 1, offer: offer)
        try await coordinator.createConnection(
            NewConnection(id: id, group: group, name: try Name("connection-\(number)"), copies: copies),
            by: .app("test"))
        return id
    }

    package static let credentials = WindowsCredentials(userName: "CONTOSO\\robot", password: "hunter2-hunter2")

    /// A run of the connection on that machine.
    package func assignment(_ connection: ConnectionID, on machine: TestMachine) async throws -> RunAssignment {
        let id = try await machine.id()
        return try await coordinator.assignRun(of: connection, among: [id], by: .app("test"))
    }
}

/// Ids from a counter.
package final class Counter: Sendable {
    private let value = Mutex<UInt64>(0)

    package init() {}

    package func next(_ kind: UInt8) -> UUID {
        Self.id(
            kind,
            value.withLock { value in
                value += 1
                return value
            })
    }

    package static func id(_ kind: UInt8, _ number: UInt64) -> UUID {
        let bytes = withUnsafeBytes(of: number.bigEndian) { Array($0) }
        return UUID(
            uuid: (
                kind, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]
            ))
    }
}

/// A machine of a test, with its vault in reach.
package struct TestMachine: Sendable {
    package let vault: InMemoryKeyVault
    package let agent: MachineAgent
    package let name: String
    package let world: TestWorld

    @discardableResult
    package func join(password: Password? = nil, group: GroupID? = nil) async throws -> JoinReport {
        try await agent.join(
            group ?? world.group, name: try Name(name), password: password ?? world.password,
            founding: world.coordinator.founding(by: .app("test")))
    }

    package func id() async throws -> MachineID {
        guard let id = vault.copy()?.machine else { throw RenewalError(.notJoined, "\(name) never joined") }
        return id
    }

    package func pin() async throws -> CertificatePin {
        guard let pin = vault.copy()?.memory.highest?.pin else {
            throw RenewalError(.notJoined, "\(name) trusts no certificate")
        }
        return pin
    }

    /// The generations whose keys it holds.
    package func held() -> [UInt64] { vault.copy()?.membership?.held.map(\.generation.number) ?? [] }

    /// The same machine after a restart, with another service or version.
    package func restarted(_ version: String = "2.23", through service: (any MachineService)? = nil) throws
        -> TestMachine
    {
        let machine = try world.machine(version, vault: vault, through: service)
        return TestMachine(vault: vault, agent: machine.agent, name: name, world: world)
    }
}
