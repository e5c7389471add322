// Machines.
extension FleetSimulation {
    /// A machine checks in, if the entry is not void.
    func checkIn(_ place: Int, _ number: UInt64) async throws {
        guard machines[place].entry == number, machines[place].isMember else { return }
        let now = present.instant
        statistics.playedCheckIns += 1
        // While it speaks it is not woken by what it changes itself.
        machines[place].isQueued = true
        do {
            let report = try await machines[place].agent.checkIn()
            statistics.checkIns += 1 + machines[place].jumped
            machines[place].lastCheckIn = now
            machines[place].jumped = 0
            machines[place].interval = max(report.nextCheckIn.seconds(since: report.now), 1)
            let isChanged = try await observe(group(of: place), withHistory: !report.events.isEmpty)
            machines[place].outcome = isChanged ? .news : outcome(of: report, place)
            machines[place].isQueued = false
            if machines[place].outcome == .news || !setup.jumpsIdleCheckIns {
                pushNextCheckIn(place)
            } else {
                rest(place)
            }
        } catch is RenewalError {
            machines[place].isQueued = false
            machines[place].outcome = .refused
        }
    }

    private func outcome(of report: CheckInReport, _ place: Int) -> SimulatedMachine.Outcome {
        // In the second of C a machine has to wait with the issue (Rule I4).
        if groups[group(of: place)].row.phase.current?.createdAt == report.now { return .news }
        let isOldNews = report.events.allSatisfy { event in
            switch event {
            case .mustUpdateAgent, .mustRejoin: true
            default: false
            }
        }
        return isOldNews ? .idle : .news
    }

    /// When a machine checks in next, as far as is known now; `nil` where it never will, or is not there.
    ///
    /// An opening, an update or a rejoin changes nothing about that: a machine learns of a renewal when it is due
    /// anyway.
    public func nextCheckIn(of id: MachineID) -> Instant? {
        guard let place = machinePlaces[id], machines[place].isMember, machines[place].outcome != .refused else {
            return nil
        }
        if machines[place].isQueued { return machines[place].queuedFor }
        return machines[place].nextCheckIn(after: present).instant
    }

    /// The version of a machine's agent, whether it has told the coordinator or not; `nil` where the machine is not
    /// there.
    public func agentVersion(of id: MachineID) -> AgentVersion? {
        machinePlaces[id].flatMap { machines[$0].isMember ? machines[$0].version : nil }
    }

    func group(of place: Int) -> Int { machines[place].groupPlace }

    /// Takes in a machine that has just joined or was there before.
    ///
    /// - Parameter first: when it checks in first, if it does.
    func add(_ machine: SimulatedMachine, first: Instant?) {
        let place = machines.count
        machines.append(machine)
        machinePlaces[machine.id] = place
        groups[machine.groupPlace].machines.append(place)
        if let first { pushCheckIn(place, at: first) }
    }

    func agent(_ id: MachineID, version: AgentVersion, vault: any KeyVault) -> MachineAgent {
        MachineAgent(
            vault: vault, service: coordinator, crypto: crypto, clock: clock, version: version,
            passwordKeys: passwordKeys, makeID: { id.uuid })
    }
}
