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
    package func runWithLoops(on ground: Ground) async throws -> Outcome {
        let witness = Witness(storage: ground.storage)
        let vaults = Vaults(make: ground.makeVault)
        let before = FleetSimulation(
            startingAt: fleet.start, seed: fleet.seed,
            on: FleetSimulation.Setup(
                storage: ground.storage, crypto: ground.crypto, makeVault: { vaults.vault($0) },
                subscriptions: witness.subscriptions))
        let cut = try await live(before)
        let rows = try await before.rows()
        let options = try await options(at: cut, before)
        let forecast = try await Forecast(of: ground.storage, options: options).events()
        var loops = LoopWorld(
            at: cut, storage: ground.storage, crypto: ground.crypto, subscriptions: witness.subscriptions)
        loops.machines = rows.machines.compactMap { row in
            before.agentVersion(of: row.id).map { version in
                LoopWorld.LoopMachine(
                    id: row.id, vault: vaults.vault(row.id), version: version,
                    presence: fleet.presence[row.id] ?? .always, first: before.nextCheckIn(of: row.id))
            }
        }
        var actions = fleet.after(cut)
        if let policy = fleet.tried {
            actions = fleet.groups.map { ScheduledAction(at: cut, .command(.setPolicy($0.id, policy))) } + actions
        }
        // Every check-in is made, day by day: a fleet whose renewals have ended need not live on for long.
        let end = fleet.days.map { cut.adding(days: $0) } ?? max(cut, forecast.last?.instant ?? cut).adding(days: 10)
        try await loops.run(until: end.adding(days: 2), actions)
        let witnessed = try await witness.events(from: cut, names: TrialNames(fleet))
        return Outcome(
            cut: cut, forecast: forecast, happened: forecast, witnessed: selected(witnessed, before: end))
    }
}
