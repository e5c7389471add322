import RenewalSimulation

/// What people do to a fleet whose agents have loops of their own.
struct LoopPeople: Sendable {
    let coordinator: RenewalCoordinator
    let crypto: any GroupCrypto
    let storage: any Storage
    let clock: TurnTaker
    let machines: LoopMachines
    /// What people know alone: the present password of each group.
    var passwords: [GroupID: Password]

    /// Does the actions, each at its instant. Refusals change nothing.
    mutating func act(_ actions: [ScheduledAction]) async throws {
        for action in actions {
            try await clock.sleep(until: action.instant)
            do {
                try await perform(action.action)
            } catch is RenewalError {
                continue
            }
        }
    }

    private mutating func perform(_ action: FleetAction) async throws {
        switch action {
        case .command(let command):
            _ = try await coordinator.perform(command, by: .app("operator"))
        case .use(let id):
            let assignment = try await coordinator.assignRun(of: id, among: machines.online, by: .app("operator"))
            try await machines.member(assignment.machine).agent.run(assignment) { _ in }
        case .enterCredentials(let id, let group, let name):
            try await enter(id, group, name)
        case .join(let new):
            try await join(new)
        case .rejoin(let id):
            try await rejoin(id)
        case .leave(let id):
            let refusal = try await machines.member(id).agent.leave()
            machines.stop(id)
            if let refusal { throw refusal }
        case .updateAgent(let id, let version):
            var machine = try machines.member(id).machine
            machine.version = version
            machines.equip(machine)
            machines.start(id, at: clock.now())
        case .regeneratePassword(let id):
            let member = try machines.member(id)
            // It begins with a check-in, of which it does not report.
            machines.journal.note(try await member.agent.checkIn(), of: id)
            passwords[member.machine.group] = try await member.agent.regeneratePassword()
        }
    }

    private func join(_ new: NewMachine) async throws {
        let report = try await machines.equip(new).join(new.group, name: new.name, password: password(of: new.group))
        goOn(after: report, isNew: true)
    }

    private func rejoin(_ id: MachineID) async throws {
        let member = try machines.member(id)
        // By its id: its vault may be empty, because it left and the group refused to let it go (Rule G5).
        let report = try await member.agent.rejoin(
            member.machine.group, as: id, name: member.machine.name, password: password(of: member.machine.group))
        goOn(after: report, isNew: false)
    }

    private func password(of group: GroupID) throws -> Password {
        guard let password = passwords[group] else { throw RenewalError(.wrongPassword, "nobody knows it") }
        return password
    }

    /// The next check-in is due as after any other request (Rule S7).
    private func goOn(after report: JoinReport, isNew: Bool) {
        let now = clock.now()
        machines.journal.note(
            isNew ? .joined : .rejoined, of: report.machine, holding: report.current.generation, at: now)
        if let checkIn = report.checkIn { machines.journal.note(checkIn, of: report.machine) }
        let next =
            report.checkIn?.nextCheckIn
            ?? RenewalSchedule.nextCheckIn(of: report.machine, generation: report.current.generation, after: now)
        machines.start(report.machine, at: next)
    }

    private func enter(_ id: ConnectionID, _ group: GroupID, _ name: Name) async throws {
        let row = try await storage.read([.connection(id)]).connection(id)
        var sealer = Sealer(group: group, trust: .storeIsTrusted, crypto: crypto)
        let offer = try await coordinator.sealingOffer(for: group, after: nil)
        let copies = try sealer.seal(
            WindowsCredentials(userName: "TRIAL\\user", password: "a trial"), connection: id,
            revision: (row?.revision ?? 0) + 1, offer: offer)
        let command: AdministrativeCommand =
            row == nil
            ? .createConnection(NewConnection(id: id, group: group, name: name, copies: copies))
            : .editConnection(ConnectionEdit(id: id, name: name, copies: copies))
        _ = try await coordinator.perform(command, by: .app("operator"))
    }
}
