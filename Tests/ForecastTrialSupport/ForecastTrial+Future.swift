package import RenewalSimulation

extension ForecastTrial {
    /// What will be done after the forecast: what the fleet has in mind and, where somebody looks after it, what comes
    /// of a first forecast: machines that miss a renewal rejoin with a new password (Rule K4), agents that are too old
    /// are updated (Rule I7), groups that expire are deleted (Rule K3).
    package func future(at cut: Instant, _ world: FleetSimulation) async throws -> [ScheduledAction] {
        let actions = fleet.after(cut)
        guard fleet.isCaredFor else { return actions }
        let first = try await Forecast(of: world.storage, options: options(at: cut, world, actions)).events()
        let rows = try await world.rows()
        var losses = rows.groups.map { Loss(of: $0.settled(at: cut), rows, at: cut) }
        losses += first.filter { $0.kind == .renewalCloses || $0.kind == .groupExpires }.map { Loss(at: $0, in: first) }
        return try (actions + losses.flatMap(care)).sorted { $0.instant < $1.instant }
    }

    /// Who missed a renewal, or will.
    private struct Loss {
        var instant: Instant
        var group: GroupID
        /// Whether the group expired.
        var isWhole: Bool
        var machines: [(id: MachineID, isOld: Bool)]
        /// A machine that holds the current generation.
        var helper: MachineID?

        /// What is lost already.
        init(of group: MachineGroup, _ rows: Rows, at cut: Instant) {
            let all = rows.machines.filter { $0.group == group.id }
            let missed = all.filter { $0.effectiveStatus(in: group) == .keyExpired }
            (instant, self.group, isWhole) = (cut, group.id, group.phase.kind == .keyExpired)
            machines = missed.map { ($0.id, !($0.agentVersion?.canRenew ?? false)) }
            helper =
                all.first { machine in
                    group.phase.current.map { machine.membership?.generation == $0.generation } ?? false
                }?.id
        }

        /// What is lost at the end of a renewal, as it is forecast.
        init(at end: ForecastEvent, in forecast: [ForecastEvent]) {
            let own = forecast.filter { $0.group == end.group }
            (instant, group, isWhole) = (end.instant, end.group, end.kind == .groupExpires)
            machines = own.compactMap { event in
                guard event.kind == .machineMissed && event.instant == end.instant else { return nil }
                return event.machine.map { ($0, event.reason == .agentTooOld) }
            }
            helper =
                own.last { event in
                    event.instant < end.instant && (event.kind == .certificateIssued || event.kind == .machineUpdated)
                }?.machine
        }
    }

    /// Of five machines, one leaves instead of coming back, and its row is removed; another one leaves ten days after
    /// it came back.
    private func care(for loss: Loss) throws -> [ScheduledAction] {
        guard !loss.machines.isEmpty else { return [] }
        let dayAfter = loss.instant.adding(days: 1).adding(seconds: Int64(fleet.seed % 3_600))
        if loss.isWhole { return [ScheduledAction(at: dayAfter, .command(.deleteGroup(loss.group)))] }
        var actions = loss.helper.map { [ScheduledAction(at: dayAfter, .regeneratePassword($0))] } ?? []
        for (place, machine) in loss.machines.enumerated() {
            let moment = dayAfter.adding(days: 1).adding(seconds: Int64(place + 1) * 3_607)
            if (UInt64(place) + fleet.seed) % 5 == 4 {
                actions.append(ScheduledAction(at: moment, .leave(machine.id)))
                actions.append(ScheduledAction(at: moment.adding(seconds: 1), .command(.removeMachine(machine.id))))
                continue
            }
            if machine.isOld {
                actions.append(ScheduledAction(at: moment, .updateAgent(machine.id, try AgentVersion("2.24"))))
            }
            actions.append(ScheduledAction(at: moment.adding(seconds: 2), .rejoin(machine.id)))
            if (UInt64(place) + fleet.seed) % 5 == 3 {
                actions.append(ScheduledAction(at: moment.adding(days: 10), .leave(machine.id)))
            }
        }
        return actions
    }
}
