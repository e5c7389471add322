package import RenewalSimulation

/// One trial: a random fleet lives until an instant, a forecast is made of its rows, and then it lives on.
package struct ForecastTrial: Sendable {
    package let fleet: TrialFleet

    package init(_ fleet: TrialFleet) { self.fleet = fleet }

    /// What came of it.
    package struct Outcome: Sendable {
        /// The instant of the forecast.
        package var cut: Instant
        /// What was forecast.
        package var forecast: [ForecastEvent]
        /// What then happened, by the account of the simulation.
        package var happened: [ForecastEvent]
        /// What then happened, by the word of the store.
        package var witnessed: [ForecastEvent]

        /// Everything in which they differ, one line each; empty where they agree.
        package var differences: [String] {
            Self.differences("forecast", forecast, "happened", happened)
                + Self.differences(
                    "forecast", forecast.map(\.withoutMissReason), "witnessed", witnessed.map(\.withoutMissReason))
        }

        private static func differences(
            _ left: String, _ leftEvents: [ForecastEvent], _ right: String, _ rightEvents: [ForecastEvent]
        ) -> [String] {
            if leftEvents == rightEvents { return [] }
            return leftEvents.difference(from: rightEvents).map { change in
                switch change {
                case .insert(_, let event, _): "\(left) only: \(event)"
                case .remove(_, let event, _): "\(right) only: \(event)"
                }
            }
        }
    }

    /// Plays the trial in memory, with the insecure double.
    package func run() async throws -> Outcome {
        let storage = InMemoryStorage()
        let witness = Witness(storage: storage)
        let world = FleetSimulation(
            startingAt: fleet.start, seed: fleet.seed,
            on: FleetSimulation.Setup(storage: storage, subscriptions: witness.subscriptions))
        let cut = try await live(world)
        let options = try await options(at: cut, world)
        let forecast = try await Forecast(of: storage, options: options).events()
        if let policy = fleet.tried {
            world.schedule(fleet.groups.map { ScheduledAction(at: cut, .command(.setPolicy($0.id, policy))) })
        }
        world.schedule(fleet.after(cut))
        // No certificate of these fleets lives for longer than 417 days. What holds before the end may be written up to
        // a day after it.
        let end = cut.adding(days: fleet.days ?? 500)
        try await world.run(until: end.adding(days: 2))
        let happened = world.events.filter { $0.instant >= cut }.sorted()
        let witnessed = try await witness.events(from: cut, names: TrialNames(fleet))
        return Outcome(
            cut: cut, forecast: forecast, happened: selected(happened, before: end),
            witnessed: selected(witnessed, before: end))
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

    /// What the forecast is told: calendars, what will be done, and the updates of agents that no check-in has told
    /// yet.
    package func options(at cut: Instant, _ world: FleetSimulation) async throws -> Forecast.Options {
        let updates = try await world.rows().machines.compactMap { row -> ScheduledAction? in
            guard let version = world.agentVersion(of: row.id), version != row.agentVersion else { return nil }
            return ScheduledAction(at: cut, .updateAgent(row.id, version))
        }
        return Forecast.Options(
            start: cut, end: fleet.days.map { cut.adding(days: $0) }, validityMinutes: fleet.tried?.validityMinutes,
            graceMinutes: fleet.tried?.graceMinutes, presence: fleet.presence, actions: updates + fleet.after(cut))
    }

    /// What a forecast of this length tells of what happened: everything before its end, or of each group everything
    /// until its renewal ends.
    package func selected(_ events: [ForecastEvent], before end: Instant) -> [ForecastEvent] {
        guard fleet.days == nil else { return events.filter { $0.instant < end } }
        var ended: Set<GroupID> = []
        return events.filter { event in
            if ended.contains(event.group) { return false }
            if event.kind == .renewalCloses || event.kind == .groupExpires { ended.insert(event.group) }
            return true
        }
    }
}

extension ForecastEvent {
    fileprivate var withoutMissReason: ForecastEvent {
        var event = self
        if kind == .machineMissed { event.reason = nil }
        return event
    }
}
