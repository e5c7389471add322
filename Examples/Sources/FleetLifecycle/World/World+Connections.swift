import RenewalKit

// Connections, as an app enters and runs them.
extension World {
    /// Enters credentials for a group in a new connection.
    func connect(_ name: String, to group: GroupID) async throws -> ConnectionID {
        let id: ConnectionID = journal.id("connection", name)
        try await once("connect \(name)") {
            journal.connections["\(id)"] = name
            guard try await connection(id) == nil else { return }
            let copies = try await seal(id, revision: 1, for: group)
            try await coordinator.createConnection(
                NewConnection(id: id, group: group, name: Name(name), copies: copies), by: .app("admin"))
        }
        return id
    }

    /// Enters the credentials again, which makes them that revision.
    func edit(_ id: ConnectionID, _ name: String, to revision: UInt64, in group: GroupID) async throws {
        try await once("edit \(name), revision \(revision)") {
            guard let row = try await connection(id), row.revision < revision else { return }
            let copies = try await seal(id, revision: revision, for: group)
            try await coordinator.editConnection(ConnectionEdit(id: id, copies: copies), by: .app("admin"))
        }
    }

    /// Runs the connection on a machine that is online; a run that was interrupted is run again.
    func run(_ id: ConnectionID, in group: GroupID) async throws {
        let online = members(of: group).filter { $0.isOnline && !$0.isGone }
        let assignment = try await coordinator.assignRun(of: id, among: online.map(\.id), by: .app("scheduler"))
        guard let member = online.first(where: { $0.id == assignment.machine }) else {
            return await expect(false, "C2", "the run must go to a machine that is online")
        }
        let user = try await agent(of: member).run(assignment) { $0.userName }
        await expect(user == "CONTOSO\\robot", "C2", "the run must see the credentials that were entered")
    }

    private func connection(_ id: ConnectionID) async throws -> DesktopFlowConnection? {
        try await home.storage.read([.connection(id)]).connection(id)
    }

    /// Seals credentials to what a machine of the group has trusted, not to what the store says (Rule C1).
    private func seal(_ id: ConnectionID, revision: UInt64, for group: GroupID) async throws -> [CredentialCopy] {
        guard let member = members(of: group).first(where: { !$0.isGone }),
            let trusted = try await agent(of: member).summary()?.trusted
        else { return [] }
        var sealer = Sealer(group: group, trust: .remembered(trusted), crypto: StandardCrypto())
        let offer = try await coordinator.sealingOffer(for: group, after: nil)
        return try sealer.seal(
            WindowsCredentials(userName: "CONTOSO\\robot", password: "a secret that is never printed"), connection: id,
            revision: revision, offer: offer)
    }
}
