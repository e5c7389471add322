package import RenewalSimulation

extension ForecastTrial {
    /// What a trial stands on.
    package struct Ground: Sendable {
        package var storage: any Storage
        package var crypto: any GroupCrypto
        package var makeVault: @Sendable (MachineID) -> any KeyVault

        package init(
            storage: any Storage, crypto: any GroupCrypto, makeVault: @escaping @Sendable (MachineID) -> any KeyVault
        ) {
            self.storage = storage
            self.crypto = crypto
            self.makeVault = makeVault
        }

        /// Memory and the insecure double.
        package static func memory(seed: UInt64) -> Ground {
            Ground(storage: InMemoryStorage(), crypto: InsecureCrypto(seed: seed)) { _ in InMemoryKeyVault() }
        }
    }

    /// Plays the trial so that what then happens is the doing of agents and a coordinator with their own loops, on this
    /// ground: after the forecast, nothing of the simulation has a part in it.
    ///
    /// What happened is told by the store, in every kind of event, and by the agents, as far as they know it.
    package func runWithLoops(on ground: Ground) async throws -> Outcome {
        let witness = Witness(storage: ground.storage)
        let vaults = Vaults(make: ground.makeVault)
        let before = FleetSimulation(
            startingAt: fleet.start, seed: fleet.seed,
            on: FleetSimulation.Setup(
                storage: ground.storage, crypto: ground.crypto, makeVault: { vaults.vault($0) },
                subscriptions: witness.subscriptions))
        let cut = try await live(before)
        let future = try await future(at: cut, before)
        let forecast = try await forecast(at: cut, before, future)
        let loops = LoopWorld(
            at: cut, storage: ground.storage, crypto: ground.crypto, subscriptions: witness.subscriptions,
            vaults: vaults, fault: fault)
        for row in try await before.rows().machines {
            guard var machine = fleet.machines.first(where: { $0.id == row.id }) else { continue }
            machine.version = before.agentVersion(of: row.id) ?? machine.version
            loops.machines.equip(machine)
            if let held = try await vaults.vault(row.id).read()?.membership?.held.last {
                loops.machines.journal.note(.member, of: row.id, holding: held.certificate.generation, at: cut)
            }
            if let first = before.nextCheckIn(of: row.id) { loops.machines.start(row.id, at: first) }
        }
        // Every check-in is made, day by day: a fleet whose renewals have ended need not live on for long.
        let nextEnd = Self.nextEnd(of: try await before.rows().groups, at: cut)
        let end = fleet.days.map { cut.adding(days: $0) } ?? nextEnd
        try await loops.run(
            until: end.adding(days: 2), policies(at: cut) + future,
            passwords: Dictionary(
                uniqueKeysWithValues: fleet.groups.compactMap { group in
                    before.password(of: group.id).map { (group.id, $0) }
                }))
        let testimony = try await witness.testimony(from: cut, names: TrialNames(fleet))
        let span = Span(cut: cut, end: end, days: fleet.days, events: testimony.events)
        var agents = loops.machines.journal.account(from: cut, testimony, fleet)
        agents.events = span.selected(agents.events)
        return Outcome(
            cut: cut, forecast: forecast,
            accounts: [Account("the store", span.selected(testimony.events)), agents],
            deeds: span.deeds(testimony.history))
    }

    /// When the next renewal of each group is over, by the groups' rows (Rule S5), and some days more.
    private static func nextEnd(of groups: [MachineGroup], at cut: Instant) -> Instant {
        let ends = groups.compactMap { $0.deadline ?? $0.phase.current?.expiry }
        return max(cut, ends.max() ?? cut).adding(days: 10)
    }
}
