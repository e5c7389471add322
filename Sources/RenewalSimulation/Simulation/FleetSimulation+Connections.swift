// Connections that are used and edited.
extension FleetSimulation {
    /// A run on a machine that is online, the first in the order of ids that can.
    func use(_ id: ConnectionID) async throws {
        guard let row = try await storage.read([.connection(id)]).connection(id) else {
            throw RenewalError(.connectionNotFound, "the simulation has no connection \(id)")
        }
        let group = try place(of: row.group)
        let online = groups[group].machines.filter { place in
            machines[place].isMember && machines[place].presence.isOnline(at: present.instant)
        }
        let assignment = try await coordinator.assignRun(
            of: id, among: online.map { machines[$0].id }.sorted(), by: .app("operator"))
        try await machines[place(of: assignment.machine)].agent.run(assignment) { _ in }
        try await observe(group, withHistory: true)
    }

    /// Credentials entered for a new connection, or again.
    func enterCredentials(_ id: ConnectionID, _ groupID: GroupID, _ name: Name) async throws {
        let group = try place(of: groupID)
        let row = try await storage.read([.connection(id)]).connection(id)
        var sealer = Sealer(group: groupID, trust: .storeIsTrusted, crypto: crypto)
        let offer = try await coordinator.sealingOffer(for: groupID, after: nil)
        let copies = try sealer.seal(
            FleetKeys.credentials, connection: id, revision: (row?.revision ?? 0) + 1, offer: offer)
        let command: AdministrativeCommand =
            row == nil
            ? .createConnection(NewConnection(id: id, group: groupID, name: name, copies: copies))
            : .editConnection(ConnectionEdit(id: id, name: name, copies: copies))
        _ = try await coordinator.perform(command, by: .app("operator"))
        try await observe(group, withHistory: true)
    }
}
