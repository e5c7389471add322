import FoundationEssentials
import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Groups in memory with a coordinator, a clock that stands still and a subscriber that is told of everything.
final class World: Sendable {
    let clock: ManualClock
    let storage = InMemoryStorage()
    let crypto: InsecureCrypto
    let notifier = InMemoryNotifier()
    let coordinator: RenewalCoordinator
    let password: Password
    let passwordKeys = PasswordKeyCache()
    let ids = Counter()
    private let configuration: RenewalCoordinator.Configuration

    /// 2026-01-01T00:00:00Z.
    static let start = Instant(secondsSince1970: 1_767_225_600)
    static let alice = Principal.app("alice")
    static let credentials = WindowsCredentials(userName: "CONTOSO\\robot", password: "hunter2-hunter2")

    /// - Parameters:
    ///   - told: whether there is a subscriber of everything.
    ///   - others: further subscriptions.
    init(
        seed: UInt64 = 1, at instant: Instant = World.start, told: Bool = true, others: [Subscription] = [],
        configuration: RenewalCoordinator.Configuration = RenewalCoordinator.Configuration()
    ) throws {
        clock = ManualClock(at: instant)
        crypto = InsecureCrypto(seed: seed)
        password = try Password(chosen: "a group password")
        self.configuration = configuration
        let ids = ids
        coordinator = RenewalCoordinator(
            storage: storage, crypto: crypto, clock: clock,
            subscriptions: (told ? [Subscription(id: "all", notifier: notifier)] : []) + others,
            configuration: configuration,
            makeID: { ids.next(3) })
    }

    /// Another process over the same store, with the same clock or one of its own.
    func process(clock other: ManualClock? = nil) -> RenewalCoordinator {
        let ids = ids
        return RenewalCoordinator(
            storage: storage, crypto: crypto, clock: other ?? clock,
            subscriptions: [Subscription(id: "all", notifier: notifier)], configuration: configuration,
            makeID: { ids.next(3) })
    }

    var now: Instant { clock.now() }

    func advance(days: Int) { clock.advance(by: .seconds(days * 86_400)) }

    func advance(to instant: Instant) { clock.advance(by: .seconds(instant.seconds(since: clock.now()))) }

    /// V 200 days and G 45 days where nothing is given: a renewal opens 155 days after each issue.
    static func policy(days validity: Int = 200, grace: Int = 45) throws -> RenewalPolicy {
        try RenewalPolicy(validityMinutes: validity * 1_440, graceMinutes: grace * 1_440)
    }

    func group(_ policy: RenewalPolicy? = nil, named name: String = "Finance") async throws -> GroupID {
        try await coordinator.createGroup(
            named: name, id: GroupID(ids.next(2)), policy: try policy ?? Self.policy(), by: Self.alice)
    }

    /// A machine with an empty vault, or with the vault of another.
    func machine(
        _ version: String = "2.23", vault: InMemoryKeyVault = InMemoryKeyVault(),
        through service: (any MachineService)? = nil, named name: String? = nil
    ) throws -> Member {
        let number = ids.next(1)
        let agent = MachineAgent(
            vault: vault, service: service ?? coordinator, crypto: crypto, clock: clock,
            version: try AgentVersion(version), passwordKeys: passwordKeys, makeID: { number },
            makePassword: { [ids] in
                var generator = SeededGenerator(seed: UInt64(ids.next(9).hashed))
                return Password.random(using: &generator)
            })
        return Member(world: self, vault: vault, agent: agent, name: name ?? "machine-\(number)")
    }

    /// A machine that has joined; the first one founds the group.
    @discardableResult
    func member(
        of group: GroupID, _ version: String = "2.23", password: Password? = nil,
        through service: (any MachineService)? = nil
    ) async throws -> Member {
        let machine = try machine(version, through: service)
        try await machine.join(group, password: password)
        return machine
    }

    /// A group with that many machines, the first of which founded it.
    func group(of count: Int, _ policy: RenewalPolicy? = nil) async throws -> (id: GroupID, members: [Member]) {
        let id = try await group(policy)
        var members: [Member] = []
        for _ in 0..<count { members.append(try await member(of: id)) }
        return (id, members)
    }
}

extension UUID {
    /// A number that differs between ids of a counter.
    var hashed: Int { Int(uuid.14) << 8 + Int(uuid.15) }
}
