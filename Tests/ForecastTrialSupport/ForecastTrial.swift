package import RenewalSimulation

/// One trial: a random fleet lives until an instant, a forecast is made of its rows, and then it lives on.
package struct ForecastTrial: Sendable {
    package let fleet: TrialFleet
    /// What is put in that the trial must report; `nil` for nothing.
    package let fault: TrialFault?

    package init(_ fleet: TrialFleet, fault: TrialFault? = nil) {
        self.fleet = fleet
        self.fault = fault
    }

    /// Plays the trial in memory, with the insecure double.
    package func run() async throws -> Outcome {
        let storage = InMemoryStorage()
        let witness = Witness(storage: storage)
        let world = FleetSimulation(
            startingAt: fleet.start, seed: fleet.seed,
            on: FleetSimulation.Setup(storage: storage, subscriptions: witness.subscriptions))
        let cut = try await live(world)
        let future = try await future(at: cut, world)
        let forecast = try await forecast(at: cut, world, future)
        world.schedule(policies(at: cut) + future)
        // No certificate of these fleets lives for longer than 417 days. What holds before the end may be written up to
        // a day after it.
        let end = cut.adding(days: fleet.days ?? 500)
        try await world.run(until: end.adding(days: 2))
        let happened = world.events.filter { $0.instant >= cut }.sorted()
        let testimony = try await witness.testimony(from: cut, names: TrialNames(fleet))
        let span = Span(cut: cut, end: end, days: fleet.days, events: testimony.events)
        return Outcome(
            cut: cut, forecast: forecast,
            accounts: [
                Account("the store", span.selected(testimony.events)),
                Account("the simulation", span.selected(happened)),
            ],
            deeds: span.deeds(testimony.history))
    }

    /// Lets the fleet live until the forecast.
    ///
    /// A forecast goes by the rows, so the instant is one at which the rows say when each machine is due; a run or a
    /// rejoin moves a heartbeat, and the next check-in mends that.
    package func live(_ world: FleetSimulation) async throws -> Instant {
        world.schedule(fleet.before)
        var cut = fleet.start.adding(days: fleet.cutDays)
        for _ in 0..<100 {
            try await world.run(until: cut)
            if try await isTold(world, at: cut) { break }
            cut = cut.adding(days: 1)
        }
        return cut
    }

    private func isTold(_ world: FleetSimulation, at cut: Instant) async throws -> Bool {
        let presence = fleet.presence
        return try await world.rows().machines.allSatisfy { row in
            guard let last = row.lastHeartbeat, let generation = row.membership?.generation,
                let next = world.nextCheckIn(of: row.id)
            else { return true }
            let due = RenewalSchedule.nextCheckIn(of: row.id, generation: generation, after: last)
            return presence[row.id]?.next(from: max(due, cut)) == next
        }
    }
}

// The forecast.
extension ForecastTrial {
    /// The forecast of a fleet as its rows are now, which is told of that future.
    func forecast(at cut: Instant, _ world: FleetSimulation, _ future: [ScheduledAction]) async throws
        -> [ForecastEvent]
    {
        var options = try await options(at: cut, world, future)
        guard let fault else { return try await Forecast(of: world.storage, options: options).events() }
        options.actions = fault.told(options.actions)
        let rows = fault.told(try await world.rows())
        return fault.told(try await Forecast(of: rows, options: options).events())
    }

    /// What the forecast is told: calendars, what will be done, and the updates of agents that no check-in has told
    /// yet.
    package func options(
        at cut: Instant, _ world: FleetSimulation, _ future: [ScheduledAction]
    ) async throws -> Forecast.Options {
        let updates = try await world.rows().machines.compactMap { row -> ScheduledAction? in
            guard let version = world.agentVersion(of: row.id), version != row.agentVersion else { return nil }
            return ScheduledAction(at: cut, .updateAgent(row.id, version))
        }
        return Forecast.Options(
            start: cut, end: fleet.days.map { cut.adding(days: $0) }, validityMinutes: fleet.tried?.validityMinutes,
            graceMinutes: fleet.tried?.graceMinutes, presence: fleet.presence, actions: updates + future)
    }

    /// What people do at the forecast where it tried a policy: give it to every group.
    func policies(at cut: Instant) -> [ScheduledAction] {
        guard let policy = fleet.tried else { return [] }
        return fleet.groups.map { ScheduledAction(at: cut, .command(.setPolicy($0.id, policy))) }
    }
}
