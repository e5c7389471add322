// What people do.
extension FleetSimulation {
    /// Does the next action of the list. A refusal is noted and changes nothing.
    func act() async throws {
        guard nextAction < actions.count, actions[nextAction].instant <= present.instant else { return }
        let action = actions[nextAction]
        nextAction += 1
        do {
            try await perform(action.action)
        } catch let error as RenewalError {
            statistics.refusedActions += 1
            refusals.append((action, error))
            // A refused call may have written what was outstanding before it.
            for place in groups.indices { try await observe(place, withHistory: true) }
        }
        if case .command(.retireEarly(let id, _)) = action.action, let place = groupPlaces[id] {
            // Those that idled towards it and were not woken by it idle on.
            for machine in groups[place].machines where !machines[machine].isQueued { rest(machine) }
        }
    }

    private func perform(_ action: FleetAction) async throws {
        switch action {
        case .command(let command): try await perform(command)
        case .join(let new): try await join(new)
        case .rejoin(let id): try await rejoin(id)
        case .leave(let id):
            let place = try place(of: id)
            if let refusal = try await machines[place].agent.leave() { throw refusal }
            remove(place)
            try await observe(group(of: place), withHistory: true)
        case .updateAgent(let id, let version):
            let place = try place(of: id)
            countJumped(place)
            machines[place].version = version
            machines[place].agent = agent(id, version: version, vault: machines[place].vault)
            if machines[place].outcome != .refused { machines[place].outcome = .news }
            if let online = machines[place].presence.next(from: present.instant) { pushCheckIn(place, at: online) }
        case .regeneratePassword(let id):
            let place = try place(of: id)
            let password = Password.random(using: &generator)
            try await machines[place].agent.changePassword(to: password)
            groups[group(of: place)].password = password
            try await observe(group(of: place), withHistory: true)
        case .use(let id):
            try await use(id)
        case .enterCredentials(let id, let group, let name):
            try await enterCredentials(id, group, name)
        }
    }

    private static let operatorName = Principal.app("operator")

    private func perform(_ command: AdministrativeCommand) async throws {
        if case .retireEarly(let id, _) = command, let place = groupPlaces[id] {
            var after = groups[place].row.settled(at: present.instant)
            try? after.retireEarly(at: present.instant)
            try await noteLosses(in: place, at: after.settled(at: present.instant))
        }
        _ = try await coordinator.perform(command, by: Self.operatorName)
        switch command {
        case .createGroup(let new): try await add(new.id)
        case .removeMachine(let id): if let place = machinePlaces[id] { remove(place) }
        case .deleteGroup(let id):
            if let place = groupPlaces[id] { for machine in groups[place].machines { remove(machine) } }
        default: break
        }
        for place in groups.indices { try await observe(place, withHistory: true) }
    }

    /// Takes in a group that is in the store.
    func add(_ id: GroupID) async throws {
        guard groupPlaces[id] == nil, let row = try await storage.read([.group(id)]).group(id) else { return }
        groupPlaces[id] = groups.count
        groups.append(SimulatedGroup(row: row, password: Password.random(using: &generator)))
        pushTurn(groups.count - 1)
        pushSweep(for: row)
    }

    private func remove(_ place: Int) {
        guard machines[place].isMember else { return }
        countJumped(place)
        machines[place].isMember = false
        statistics.machineSeconds += present.instant.seconds(since: max(machines[place].since, runStart))
    }

    func place(of id: MachineID) throws -> Int {
        guard let place = machinePlaces[id], machines[place].isMember else {
            throw RenewalError(.machineNotFound, "the simulation has no machine \(id)")
        }
        return place
    }

    func place(of id: GroupID) throws -> Int {
        guard let place = groupPlaces[id] else {
            throw RenewalError(.groupNotFound, "the simulation has no machine group \(id)")
        }
        return place
    }
}
