import RenewalSimulation
import Synchronization

/// The machines of a fleet that lives by itself: an agent for each, and the task that its loop runs in.
///
/// The loops are the library's (`MachineAgent.run`). An app that updates its agent or lets it rejoin ends the loop and
/// starts it anew, and ends it where the machine leaves.
final class LoopMachines: Sendable {
    let journal = AgentJournal()
    private let clock: TurnClock
    private let service: any MachineService
    private let crypto: any GroupCrypto
    private let vaults: Vaults
    private let fault: TrialFault?
    private let passwordKeys = PasswordKeyCache()
    private let members = Mutex<[MachineID: Member]>([:])

    struct Member {
        var machine: NewMachine
        var agent: MachineAgent
        var loop: Task<Void, Never>?
    }

    init(
        clock: TurnClock, service: some MachineService, crypto: some GroupCrypto, vaults: Vaults, fault: TrialFault?
    ) {
        self.clock = clock
        self.service = service
        self.crypto = crypto
        self.vaults = vaults
        self.fault = fault
    }

    /// Takes in a machine, with the version that its agent has now, or gives it an agent of that version.
    @discardableResult
    func equip(_ machine: NewMachine) -> MachineAgent {
        let id = machine.id
        let agent = MachineAgent(
            vault: vaults.vault(id), service: service, crypto: crypto, clock: turn(machine), version: machine.version,
            passwordKeys: passwordKeys, makeID: { id.uuid })
        members.withLock { $0[id] = Member(machine: machine, agent: agent, loop: $0[id]?.loop) }
        return agent
    }

    func member(_ id: MachineID) throws -> Member {
        guard let member = members.withLock({ $0[id] }) else {
            throw RenewalError(.machineNotFound, "the trial has no machine \(id)")
        }
        return member
    }

    /// The machines that are online, in order.
    var online: [MachineID] {
        let now = clock.now
        return members.withLock { $0.values.map(\.machine) }.filter { $0.presence.isOnline(at: now) }.map(\.id).sorted()
    }

    /// Starts a machine's loop anew, which checks in at that instant, or once the machine is there again.
    func start(_ id: MachineID, at first: Instant) {
        stop(id)
        guard let member = members.withLock({ $0[id] }) else { return }
        let (clock, journal, turn, agent) = (clock, journal, turn(member.machine), member.agent)
        clock.began()
        let loop = Task {
            defer { clock.ended() }
            do {
                try await turn.sleep(until: first)
                try await agent.run { result in
                    if case .success(let report) = result { journal.note(report, of: id) }
                }
            } catch {
                // It was ended: nothing else is thrown.
            }
        }
        members.withLock { $0[id]?.loop = loop }
    }

    func stop(_ id: MachineID) {
        members.withLock { members in
            defer { members[id]?.loop = nil }
            return members[id]?.loop
        }?.cancel()
    }

    /// Ends every loop, and waits until all have.
    func end() async {
        let loops = members.withLock { $0.values.compactMap(\.loop) }
        for loop in loops { loop.cancel() }
        for loop in loops { await loop.value }
    }

    private func turn(_ machine: NewMachine) -> TurnTaker {
        TurnTaker(
            clock: clock, rank: 2, machine: machine.id, presence: machine.presence,
            skips: fault == .skippedCheckIns ? Skips(every: 100) : nil)
    }
}
