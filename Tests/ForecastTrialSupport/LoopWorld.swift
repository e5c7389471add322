import RenewalSimulation

/// A fleet that lives by itself: each agent's own loop and the coordinator's, in tasks of their own.
///
/// The loops are those of the library (`MachineAgent.run`, `RenewalCoordinator.runSweeps`); the clock alone is not
/// real.
struct LoopWorld {
    let clock: TurnClock
    let storage: any Storage
    let crypto: any GroupCrypto
    let coordinator: RenewalCoordinator
    var machines: [LoopMachine] = []

    /// A machine as it is when the loops begin.
    struct LoopMachine {
        var id: MachineID
        var vault: any KeyVault
        var version: AgentVersion
        var presence: Presence
        /// When its loop checks in first; `nil` for one that never will.
        var first: Instant?
    }

    init(at instant: Instant, storage: some Storage, crypto: some GroupCrypto, subscriptions: [Subscription]) {
        clock = TurnClock(at: instant)
        self.storage = storage
        self.crypto = crypto
        coordinator = RenewalCoordinator(
            storage: storage, crypto: crypto, clock: TurnTaker(clock: clock, rank: 1), subscriptions: subscriptions)
    }

    /// Lives until that instant, while people do what the actions say.
    func run(until end: Instant, _ actions: [ScheduledAction]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let agents = machines.map { ($0, agent($0)) }
            for (machine, agent) in agents {
                guard let first = machine.first else { continue }
                let turn = TurnTaker(clock: clock, rank: 2, machine: machine.id)
                spawn(&group) {
                    try await turn.sleep(until: first)
                    try await agent.run()
                }
            }
            let coordinator = coordinator
            let turn = TurnTaker(clock: clock, rank: 1)
            let begin = clock.now
            spawn(&group) {
                try await turn.sleep(until: begin)
                try await coordinator.runSweeps()
            }
            let people = LoopPeople(
                coordinator: coordinator, crypto: crypto, storage: storage, clock: TurnTaker(clock: clock, rank: 0),
                agents: Dictionary(uniqueKeysWithValues: agents.map { ($0.id, $1) }),
                presence: Dictionary(uniqueKeysWithValues: machines.map { ($0.id, $0.presence) }))
            spawn(&group) { try await people.act(actions) }
            await clock.run(until: end)
            group.cancelAll()
            while true {
                do {
                    guard try await group.next() != nil else { break }
                } catch is CancellationError {
                    continue
                }
            }
        }
    }

    private func spawn(
        _ group: inout ThrowingTaskGroup<Void, any Error>, _ body: @escaping @Sendable () async throws -> Void
    ) {
        clock.began()
        let clock = clock
        group.addTask {
            defer { clock.ended() }
            try await body()
        }
    }

    private func agent(_ machine: LoopMachine) -> MachineAgent {
        let turn = TurnTaker(clock: clock, rank: 2, machine: machine.id)
        return MachineAgent(
            vault: machine.vault,
            service: OnlineService(service: coordinator, presence: machine.presence, clock: turn), crypto: crypto,
            clock: turn, version: machine.version)
    }
}
