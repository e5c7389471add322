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
    let machines: LoopMachines

    init(
        at instant: Instant, storage: some Storage, crypto: some GroupCrypto, subscriptions: [Subscription],
        vaults: Vaults, fault: TrialFault?
    ) {
        clock = TurnClock(at: instant)
        self.storage = storage
        self.crypto = crypto
        coordinator = RenewalCoordinator(
            storage: storage, crypto: crypto, clock: TurnTaker(clock: clock, rank: 1), subscriptions: subscriptions)
        machines = LoopMachines(clock: clock, service: coordinator, crypto: crypto, vaults: vaults, fault: fault)
    }

    /// Lives until that instant, while people who know these passwords do what the actions say.
    func run(until end: Instant, _ actions: [ScheduledAction], passwords: [GroupID: Password]) async throws {
        do {
            try await runOthers(until: end, actions, passwords)
        } catch {
            await machines.end()
            throw error
        }
        await machines.end()
    }

    /// The coordinator, the people and the clock.
    private func runOthers(
        until end: Instant, _ actions: [ScheduledAction], _ passwords: [GroupID: Password]
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let coordinator = coordinator
            let turn = TurnTaker(clock: clock, rank: 1)
            let begin = clock.now
            spawn(&group) {
                try await turn.sleep(until: begin)
                try await coordinator.runSweeps()
            }
            let people = LoopPeople(
                coordinator: coordinator, crypto: crypto, storage: storage, clock: TurnTaker(clock: clock, rank: 0),
                machines: machines, passwords: passwords)
            spawn(&group) {
                var people = people
                try await people.act(actions)
            }
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
}
