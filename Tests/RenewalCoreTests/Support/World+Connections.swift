import RenewalCore
import RenewalTestSupport
import Testing

extension World {
    /// Copies of the credentials for what is usable now.
    func copies(
        _ group: GroupID, _ connection: ConnectionID, revision: UInt64, _ credentials: WindowsCredentials
    ) async throws -> [CredentialCopy] {
        var sealer = Sealer(group: group, trust: .storeIsTrusted, crypto: crypto)
        let offer = try await coordinator.sealingOffer(for: group, after: nil)
        return try sealer.seal(credentials, connection: connection, revision: revision, offer: offer)
    }

    /// A connection whose credentials are sealed to what is usable now.
    func connection(to group: GroupID, _ credentials: WindowsCredentials = World.credentials) async throws
        -> ConnectionID
    {
        let id = ConnectionID(ids.next(4))
        let copies = try await copies(group, id, revision: 1, credentials)
        try await coordinator.createConnection(
            NewConnection(id: id, group: group, name: try Name("connection-\(id)"), copies: copies), by: Self.alice)
        return id
    }

    /// Enters the credentials of a connection again.
    func edit(_ id: ConnectionID, _ credentials: WindowsCredentials = World.credentials) async throws {
        let row = try await row(id)
        let copies = try await copies(row.group, id, revision: row.revision + 1, credentials)
        try await coordinator.editConnection(ConnectionEdit(id: id, copies: copies), by: Self.alice)
    }

    func row(_ id: ConnectionID) async throws -> DesktopFlowConnection {
        try await #require(storage.read([.connection(id)]).connection(id))
    }

    /// The effective state.
    func state(_ id: ConnectionID) async throws -> ConnectionState {
        let row = try await row(id)
        let group = try await #require(storage.read([.group(row.group)]).group(row.group))
        return row.effectiveState(in: group.settled(at: now))
    }

    /// Runs the connection on that machine, and gives what it opened.
    @discardableResult
    func run(_ id: ConnectionID, on member: Member) async throws -> WindowsCredentials {
        let assignment = try await coordinator.assignRun(of: id, among: [member.id], by: Self.alice)
        return try await member.agent.run(assignment) { $0 }
    }
}
