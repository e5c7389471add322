// What has happened is read from the store: the group's row, and its history.
extension FleetSimulation {
    /// Looks at a group after something was done to it.
    ///
    /// - Parameter withHistory: whether the history may have grown although the group's row is the same.
    /// - Returns: whether the row changed so that other machines may do something else now.
    @discardableResult
    func observe(_ place: Int, withHistory: Bool) async throws -> Bool {
        let known = groups[place].row
        guard let row = try await storage.read([.group(known.id)]).group(known.id) else { return false }
        let isChanged = row != known
        guard isChanged || withHistory else { return false }
        groups[place].row = row
        let entries = try await storage.read([.history(known.id, after: groups[place].history, limit: .max)]).history
        groups[place].history = entries.last?.number ?? groups[place].history
        for entry in entries { tell(entry, in: place, before: known, among: entries) }
        guard isChanged else { return false }
        pushSweep(for: row)
        guard !row.decides(as: known) else { return false }
        pushTurn(place)
        wake(place)
        return true
    }

    /// Sees to it that the group's next turn is not missed.
    func pushTurn(_ place: Int) {
        groups[place].turn = groups[place].row.turn
        guard let turn = groups[place].turn, turn > .distantPast else { return }
        let moment = EventQueue.Moment(instant: max(turn, present.instant), rank: .turn)
        queue.push(.turn(groups[place].row.id), at: moment)
    }

    /// Notes who misses the renewal and which connections expire if the group becomes `after`.
    func noteLosses(in place: Int, at after: MachineGroup) async throws {
        let before = groups[place].row
        groups[place].losses = try await storage.withSnapshot { snapshot in
            let rows = try await Rows(of: before, in: snapshot)
            return SimulatedGroup.Losses(
                machines: rows.machines.filter { machine in
                    machine.effectiveStatus(in: before) != .keyExpired
                        && machine.effectiveStatus(in: after) == .keyExpired
                },
                connections: rows.connections.filter { connection in
                    connection.effectiveState(in: before) != .expired
                        && connection.effectiveState(in: after) == .expired
                })
        }
    }
}

extension FleetSimulation {
    /// Tells of what a history entry says, if it is one of a forecast's events.
    private func tell(_ entry: HistoryEntry, in place: Int, before: MachineGroup, among entries: [HistoryEntry]) {
        guard let action = HistoryAction(rawValue: entry.action) else { return }
        var event = ForecastEvent(
            instant: entry.at, kind: .renewalOpens, group: before.id, groupName: groups[place].row.name,
            rule: entry.rule)
        switch action {
        case .renewalOpened:
            event.reason = groups[place].row.phase.opening.map { ForecastEvent.Reason($0.reason) }
        case .certificateIssued, .certificateInstalled, .machineRejoined:
            event.kind = action == .certificateIssued ? .certificateIssued : .machineUpdated
            event.machine = MachineID(entry.subject)
            event.machineName = event.machine.flatMap { machinePlaces[$0] }.map { machines[$0].name }
        case .overlapClosed:
            event.kind = .renewalCloses
            let isEarly = entries.contains { $0.action == HistoryAction.retiredEarly.rawValue && $0.at == entry.at }
            event.reason = isEarly ? .retiredEarly : nil
            tellLosses(in: place, before: before, at: entry.at, machineRule: "K2", connectionRule: "C4", .notUsed)
        case .groupExpired:
            event.kind = .groupExpires
            tellLosses(in: place, before: before, at: entry.at, machineRule: "K3", connectionRule: "K3", .groupExpired)
        default:
            return
        }
        events.append(event)
    }

    private func tellLosses(
        in place: Int, before: MachineGroup, at instant: Instant, machineRule: String, connectionRule: String,
        _ reason: ForecastEvent.Reason
    ) {
        guard let losses = groups[place].losses else { return }
        groups[place].losses = nil
        let (group, name) = (before.id, groups[place].row.name)
        events += losses.machines.map { machine in
            ForecastEvent(
                instant: instant, kind: .machineMissed, group: group, groupName: name, machine: machine.id,
                machineName: machine.name, rule: machineRule, reason: machine.missReason(in: before))
        }
        events += losses.connections.map { connection in
            ForecastEvent(
                instant: instant, kind: .connectionExpires, group: group, groupName: name,
                connection: connection.id, connectionName: connection.name, rule: connectionRule, reason: reason)
        }
    }
}

extension ForecastEvent.Reason {
    fileprivate init(_ reason: RenewalReason) {
        switch reason {
        case .operator: self = .operator
        case .policyChange: self = .policyChange
        case .schedule: self = .schedule
        }
    }
}

extension Machine {
    /// Why it misses the group's renewal: what it was told, or would have been had it been seen.
    fileprivate func missReason(in group: MachineGroup) -> ForecastEvent.Reason {
        guard let generation = membership?.generation else { return .notSeen }
        var machine = self
        // A row without a version is taken for one that takes part in renewals.
        machine.agentVersion = agentVersion ?? .renewalMinimum
        let decision = CheckInDecision.of(machine, under: generation, holding: [], in: group, clockIsSuspect: false)
        switch decision {
        case .updateAgent: return .agentTooOld
        case .rejoin: return .mustRejoin
        case .nothing, .issue, .install, .replaceDelivery: return .notSeen
        }
    }
}
