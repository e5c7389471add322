import RenewalKit

/// A fleet on a virtual clock: one coordinator, and an agent for each machine.
final class World {
    /// A machine of the fleet.
    struct Member {
        var id: MachineID
        var name: String
        var agent: MachineAgent
        var vault: InMemoryKeyVault
        var version: AgentVersion
        /// Whether it connects these days.
        var isOnline = true
        var isGone = false
    }

    let clock: ManualClock
    let coordinator: RenewalCoordinator
    let narrator = Narrator()
    let passwordKeys = PasswordKeyCache()
    var members: [GroupID: [Member]] = [:]
    var passwords: [GroupID: Password] = [:]
    /// Days on which every machine would have checked in and nothing was due.
    private(set) var daysJumped: Int64 = 0
    private(set) var checkIns = 0

    init(at start: Instant) {
        clock = ManualClock(at: start)
        coordinator = .inMemory(clock: clock)
    }

    var now: Instant { clock.now() }

    /// Makes a group and lets its machines join, the first one founding it.
    func makeGroup(
        _ name: String, id: GroupID = .random(), policy: RenewalPolicy = .default,
        machines: [(name: String, version: String)]
    ) async throws -> GroupID {
        narrator.name(id, name)
        _ = try await coordinator.createGroup(named: name, id: id, policy: policy, by: .app("admin"))
        var generator = SystemRandomNumberGenerator()
        passwords[id] = Password.random(using: &generator)
        for machine in machines { try await join(machine.name, version: machine.version, to: id) }
        try await narrator.follow(coordinator)
        return id
    }

    /// Lets a machine join with the group's password (Rules I1, I8).
    func join(_ name: String, version: String, to group: GroupID) async throws {
        guard let password = passwords[group] else { return }
        let vault = InMemoryKeyVault()
        let version = try AgentVersion(version)
        let agent = agent(on: vault, version: version)
        let report = try await agent.join(
            group, name: Name(name), password: password, founding: coordinator.founding(by: .app("admin")))
        narrator.name(report.machine, name)
        members[group, default: []].append(
            Member(id: report.machine, name: name, agent: agent, vault: vault, version: version))
    }

    /// Puts another version of the agent on a machine; its keys stay in its vault.
    func updateAgent(_ index: Int, of group: GroupID, to version: String) throws {
        guard var member = members[group]?[index] else { return }
        member.version = try AgentVersion(version)
        member.agent = agent(on: member.vault, version: member.version)
        members[group]?[index] = member
    }

    private func agent(on vault: InMemoryKeyVault, version: AgentVersion) -> MachineAgent {
        MachineAgent(
            vault: vault, service: coordinator, crypto: StandardCrypto(), clock: clock, version: version,
            passwordKeys: passwordKeys)
    }

    /// Moves the clock to an instant, sweeps, and lets every machine that is online check in once, in order.
    func step(to instant: Instant) async throws {
        clock.advance(by: .seconds(max(0, instant.seconds(since: now))))
        try await coordinator.sweep()
        for group in members.keys.sorted() {
            for member in members[group] ?? [] where member.isOnline && !member.isGone {
                try await checkIn(member, of: group)
            }
        }
        try await narrator.follow(coordinator)
    }

    private func checkIn(_ member: Member, of group: GroupID) async throws {
        checkIns += 1
        do {
            let report = try await member.agent.checkIn()
            if report.events.contains(.mustUpdateAgent) {
                narrator.say(now, "I7", group, "\(member.name): the agent \(member.version) must be updated")
            }
        } catch let error as RenewalError
            where [.machineKeyExpired, .groupKeyExpired, .groupNotFound].contains(error.code)
        {
            narrator.say(now, error.code == .machineKeyExpired ? "K2" : "K3", group, "\(member.name): \(error.code)")
            setOnline(false, member.id, of: group)
        }
    }

    /// Lets days pass until an instant. Days on which nothing is due are jumped over: no group wakes and none is open.
    func live(until end: Instant) async throws {
        while now < end {
            let wake = try await nextWake()
            let next: Instant
            if try await hasOpenRenewalWithWork() {
                next = min(now.adding(days: 1), end)
            } else {
                next = min(max(wake ?? end, now.adding(seconds: 1)), end)
                daysJumped += max(0, next.seconds(since: now) / 86_400 - 1)
            }
            try await step(to: next)
        }
    }

    /// The earliest instant at which a group needs its coordinator.
    private func nextWake() async throws -> Instant? {
        try await coordinator.groups().groups.compactMap(\.wakesAt).min()
    }

    /// Whether a machine that is online has still something to do in an open renewal.
    private func hasOpenRenewalWithWork() async throws -> Bool {
        for (group, list) in members {
            guard let row = try? await coordinator.group(group), row.phase.opening != nil else { continue }
            let statuses = try await coordinator.machines(of: group)
            let online = Set(list.filter { $0.isOnline && !$0.isGone && $0.version.canRenew }.map(\.id))
            if statuses.contains(where: { $0.status == .pendingNewKey && online.contains($0.machine.id) }) {
                return true
            }
        }
        return false
    }

    func setOnline(_ isOnline: Bool, _ machine: MachineID, of group: GroupID) {
        guard let index = members[group]?.firstIndex(where: { $0.id == machine }) else { return }
        members[group]?[index].isOnline = isOnline
    }

    func status(_ index: Int, of group: GroupID) async throws -> KeyDeliveryStatus? {
        guard let id = members[group]?[index].id else { return nil }
        return try await coordinator.machines(of: group).first { $0.machine.id == id }?.status
    }
}
