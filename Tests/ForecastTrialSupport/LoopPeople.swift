import RenewalSimulation

/// What people do to a fleet whose agents have loops of their own.
struct LoopPeople: Sendable {
    let coordinator: RenewalCoordinator
    let crypto: any GroupCrypto
    let storage: any Storage
    let clock: TurnTaker
    let agents: [MachineID: MachineAgent]
    let presence: [MachineID: Presence]

    /// Does the actions, each at its instant. Refusals change nothing.
    func act(_ actions: [ScheduledAction]) async throws {
        for action in actions {
            try await clock.sleep(until: action.instant)
            do {
                try await perform(action.action)
            } catch is RenewalError {
                continue
            }
        }
    }

    private func perform(_ action: FleetAction) async throws {
        switch action {
        case .command(let command):
            _ = try await coordinator.perform(command, by: .app("operator"))
        case .use(let id):
            let now = clock.now()
            let online = agents.keys.filter { presence[$0]?.isOnline(at: now) ?? true }.sorted()
            let assignment = try await coordinator.assignRun(of: id, among: online, by: .app("operator"))
            try await agents[assignment.machine]?.run(assignment) { _ in }
        case .enterCredentials(let id, let group, let name):
            try await enter(id, group, name)
        case .join, .rejoin, .leave, .updateAgent, .regeneratePassword:
            preconditionFailure("not of the scope agentsAsTheyAre")
        }
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
