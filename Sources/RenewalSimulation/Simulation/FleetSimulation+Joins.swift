// Machines that come, and come back.
extension FleetSimulation {
    func join(_ new: NewMachine) async throws {
        let group = try place(of: new.group)
        let vault = setup.makeVault(new.id)
        let agent = agent(new.id, version: new.version, vault: vault)
        let report = try await agent.join(
            new.group, name: new.name, password: groups[group].password,
            founding: coordinator.founding(by: .app("operator")))
        let machine = SimulatedMachine(
            id: new.id, groupPlace: group, name: new.name, vault: vault, agent: agent, version: new.version,
            presence: new.presence, since: present.instant, lastCheckIn: present.instant, interval: interval(report))
        let due = present.instant.adding(seconds: machine.interval)
        // Before the history is looked at: where a renewal is open the newcomer may have issued already (Rule I8).
        add(machine, first: machine.presence.next(from: due))
        try await observe(group, withHistory: true)
    }

    func rejoin(_ id: MachineID) async throws {
        let place = try place(of: id)
        // By its id: its vault may be empty, because it left and the group refused to let it go (Rule G5).
        let report = try await machines[place].agent.rejoin(
            groups[group(of: place)].row.id, as: id, name: machines[place].name,
            password: groups[group(of: place)].password)
        try await observe(group(of: place), withHistory: true)
        countJumped(place)
        machines[place].lastCheckIn = present.instant
        machines[place].interval = interval(report)
        machines[place].outcome = .news
        machines[place].jumped = 0
        machines[place].isQueued = false
        pushNextCheckIn(place)
    }

    /// Seconds from a join to the first regular check-in (Rule S7).
    private func interval(_ report: JoinReport) -> Int64 {
        let next =
            report.checkIn?.nextCheckIn
            ?? RenewalSchedule.nextCheckIn(
                of: report.machine, generation: report.current.generation, after: present.instant)
        return max(next.seconds(since: present.instant), 1)
    }
}
