import RenewalKit

/// A fleet on a virtual clock: one coordinator, and an agent for each machine.
final class World {
    let clock: ManualClock
    let coordinator: RenewalCoordinator
    let home: any Home
    let passwordKeys = PasswordKeyCache()
    /// What of the world is neither a row nor a key.
    var journal: Journal
    /// The number of the operation that the story has come to, and the digest of the names up to it.
    var position = 0
    var digest = Fingerprint.zero.description
    /// Whether the story is at operations that an earlier run has done: nothing is done, told or expected then.
    var isRepeating: Bool
    private var vaults: [MachineID: any KeyVault] = [:]
    private var agents: [MachineID: MachineAgent] = [:]

    /// The world as its journal and its store have it.
    init(_ journal: Journal, in home: any Home) async throws {
        self.home = home
        self.journal = journal
        isRepeating = journal.position > 0
        // Virtual time passes only while the program runs. So the coordinator begins at the last instant that it acted
        // at, and sees the rest pass: a clock that is 45 days ahead at the start would be suspect (Rule T3).
        let kept = try await home.storage.keptInstant(.read) ?? journal.start
        clock = ManualClock(at: kept)
        coordinator = RenewalCoordinator(storage: home.storage, crypto: StandardCrypto(), clock: clock)
        _ = try await coordinator.groups(limit: 1)
        clock.advance(by: .seconds(journal.now.seconds(since: kept)))
    }

    var now: Instant { clock.now() }

    /// A group as of now; only where the story is not repeating.
    func group(_ id: GroupID) async throws -> MachineGroup { try await coordinator.group(id) }

    /// A group's row, of a deleted one too.
    func row(_ id: GroupID) async throws -> MachineGroup? { try await home.storage.read([.group(id)]).group(id) }

    func members(of id: GroupID) -> [Journal.Member] { journal.groups.first { $0.id == id }?.members ?? [] }

    func status(_ index: Int, of group: GroupID) async throws -> KeyDeliveryStatus? {
        let id = members(of: group)[index].id
        return try await coordinator.machines(of: group).first { $0.machine.id == id }?.status
    }

    /// The agent of a machine, with its keys from its vault.
    func agent(of member: Journal.Member) -> MachineAgent {
        if let agent = agents[member.id], agent.version == member.version { return agent }
        let vault = vaults[member.id] ?? home.vault(of: member.id)
        let agent = MachineAgent(
            vault: vault, service: coordinator, crypto: StandardCrypto(), clock: clock, version: member.version,
            passwordKeys: passwordKeys, makeID: { member.id.uuid })
        vaults[member.id] = vault
        agents[member.id] = agent
        return agent
    }

    func agent(_ index: Int, of group: GroupID) -> MachineAgent { agent(of: members(of: group)[index]) }
}

// What the story sets about its machines. It is in the journal, so nothing is set where the story repeats.
extension World {
    func change(_ group: GroupID, _ change: (inout Journal.Group) throws -> Void) rethrows {
        guard !isRepeating, let index = journal.groups.firstIndex(where: { $0.id == group }) else { return }
        try change(&journal.groups[index])
    }

    func setOnline(_ isOnline: Bool, _ machine: MachineID, of group: GroupID) {
        change(group) { group in
            for index in group.members.indices where group.members[index].id == machine {
                group.members[index].isOnline = isOnline
            }
        }
    }

    func setOnline(_ isOnline: Bool, _ index: Int, of group: GroupID) {
        change(group) { $0.members[index].isOnline = isOnline }
    }

    func setOnline(_ isOnline: Bool, allOf group: GroupID) {
        change(group) { for index in $0.members.indices { $0.members[index].isOnline = isOnline } }
    }

    /// Puts another version of the agent on a machine; its keys stay in its vault.
    func updateAgent(_ index: Int, of group: GroupID, to version: String) throws {
        try change(group) { $0.members[index].version = try AgentVersion(version) }
    }
}
