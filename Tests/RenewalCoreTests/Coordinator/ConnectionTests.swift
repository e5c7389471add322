import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules C1 and Z3: creating, editing, moving and deleting connections.
struct ConnectionTests {
    @Test("copies cover exactly the usable generations (Rule C1)", arguments: [[], [1], [2], [2, 1], [1, 2, 2]])
    func cover(chosen: [UInt64]) async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(days: 155)
        try await members[0].checkIn()
        let id = ConnectionID(world.ids.next(4))
        let all = try await world.copies(group, id, revision: 1, World.credentials)
        let copies = chosen.compactMap { number in all.first { $0.generation.number == number } }
        let before = try await world.everything()
        let error = try await refusal(.copiesDoNotCover) {
            try await world.coordinator.createConnection(
                NewConnection(id: id, group: group, name: Name("c"), copies: copies), by: World.alice)
        }
        guard case .sealTo(let offer) = error.remedy else {
            Issue.record("refused without the present certificates")
            return
        }
        #expect(offer.usable.map(\.number) == [1, 2] && offer.chain.map(\.generation.number) == [1, 2])
        #expect(try await world.everything() == before)
        try await world.coordinator.createConnection(
            NewConnection(id: id, group: group, name: Name("c"), copies: all), by: World.alice)
        #expect(try await world.state(id) == .current)
    }

    @Test
    func `copies made before an issue, a closing or for a retired generation are refused at the commit (Rule C1)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let id = ConnectionID(world.ids.next(4))
        let create = { (copies: [CredentialCopy]) in
            try await world.coordinator.createConnection(
                NewConnection(id: id, group: group, name: Name("c"), copies: copies), by: World.alice)
        }
        let stable = try await world.copies(group, id, revision: 1, World.credentials)
        world.advance(days: 155)
        try await members[0].checkIn()
        _ = try await refusal(.copiesDoNotCover) { try await create(stable) }
        let overlap = try await world.copies(group, id, revision: 1, World.credentials)
        world.advance(days: 45)
        _ = try await refusal(.copiesDoNotCover) { try await create(overlap) }
        try await create(Array(overlap.dropFirst()))
        #expect(try await world.state(id) == .current)
    }

    @Test func `a copy of another connection, revision or group is refused (Rule Z3)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let (other, _) = try await world.group(of: 1)
        let id = ConnectionID(world.ids.next(4))
        let wrong = [
            try await world.copies(group, ConnectionID(world.ids.next(4)), revision: 1, World.credentials),
            try await world.copies(group, id, revision: 2, World.credentials),
            try await world.copies(other, id, revision: 1, World.credentials),
        ]
        for copies in wrong {
            _ = try await refusal(.copiesDoNotCover) {
                try await world.coordinator.createConnection(
                    NewConnection(id: id, group: group, name: Name("c"), copies: copies), by: World.alice)
            }
        }
    }

    @Test func `each edit raises the revision, and copies of an older one are refused (Rule C1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let id = try await world.connection(to: group)
        let stale = try await world.copies(group, id, revision: 2, World.credentials)
        try await world.edit(id, WindowsCredentials(userName: "u", password: "second"))
        #expect(try await world.row(id).revision == 2)
        _ = try await refusal(.copiesDoNotCover) {
            try await world.coordinator.editConnection(ConnectionEdit(id: id, copies: stale), by: World.alice)
        }
        #expect(try await world.run(id, on: members[0]).password == "second")
        try await world.coordinator.editConnection(ConnectionEdit(id: id, name: Name("renamed")), by: World.alice)
        #expect(try await world.row(id).revision == 2, "a name is no credential")
        #expect(try await world.row(id).name.description == "renamed")
    }

    @Test func `a group without a usable generation refuses connections (Rules C1, I1)`() async throws {
        let world = try World()
        let group = try await world.group()
        let new = NewConnection(id: ConnectionID(world.ids.next(4)), group: group, name: try Name("c"), copies: [])
        _ = try await refusal(.groupHasNoCertificate) {
            try await world.coordinator.createConnection(new, by: World.alice)
        }
        let missing = NewConnection(
            id: new.id, group: GroupID(world.ids.next(2)), name: new.name, copies: [])
        _ = try await refusal(.groupNotFound) {
            try await world.coordinator.createConnection(missing, by: World.alice)
        }
    }

    @Test("an edit makes any connection current again (Rules C1, C4)", arguments: ConnectionState.allCases)
    func sealed(from: ConnectionState) async throws {
        let world = try World()
        let (id, group) = try await world.connection(in: from)
        if from == .broken {
            _ = try await refusal(.groupNotFound) { try await world.edit(id) }
            _ = try await refusal(.groupNotFound) {
                try await world.coordinator.editConnection(
                    ConnectionEdit(id: id, name: Name("new")), by: World.alice)
            }
            return
        }
        try await world.edit(id)
        #expect(try await world.row(id).storedState == .current)
        #expect(try await world.state(id) == .current)
        _ = try await world.coordinator.assignRun(of: id, among: nil, by: World.alice)
        #expect(try await world.coordinator.firstHistoryFault(of: group) == nil)
    }

    @Test(
        "moving drops all copies until the credentials are entered again (Rules C1, G1)",
        arguments: ConnectionState.allCases)
    func moved(from: ConnectionState) async throws {
        let world = try World()
        let (id, source) = try await world.connection(in: from)
        let (target, members) = try await world.group(of: 1)
        let revision = try await world.row(id).revision
        _ = try await world.told()
        try await world.coordinator.moveConnection(id, to: target, by: World.alice)
        let row = try await world.row(id)
        #expect(row.group == target && row.copies.isEmpty && row.storedState == .expired && row.revision == revision)
        let told = try await world.told(of: .connection)
        #expect(told.last?.columns["renewal_flowmachinegroupid"] == .text(target.description))
        _ = try await refusal(.expiredDesktopFlowConnection) {
            try await world.coordinator.assignRun(of: id, among: nil, by: World.alice)
        }
        try await world.edit(id)
        #expect(try await world.run(id, on: members[0]) == World.credentials)
        for group in [source, target] {
            #expect(try await world.history(of: group).contains { $0.action == "connectionMoved" })
            #expect(try await world.coordinator.firstHistoryFault(of: group) == nil)
        }
    }

    @Test func `a connection that is moved follows its old group first (Rule K1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        world.advance(days: 45)
        let (target, _) = try await world.group(of: 1)
        _ = try await world.told()
        try await world.coordinator.moveConnection(id, to: target, by: World.alice)
        let states = try await world.told(of: .connection).map { $0.columns["renewal_state"] }
        #expect(states == [.integer(2), .integer(3), nil], "stale, expired, then moved and expired still")
    }

    @Test func `a connection is not moved to a group that is gone or expired; deleting always works`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let id = try await world.connection(to: group)
        let (gone, _) = try await world.group(of: 1)
        try await world.coordinator.deleteGroup(gone, by: World.alice)
        _ = try await refusal(.groupNotFound) {
            try await world.coordinator.moveConnection(id, to: gone, by: World.alice)
        }
        world.advance(days: 200)
        let (young, _) = try await world.group(of: 1)
        let other = try await world.connection(to: young)
        _ = try await refusal(.groupKeyExpired) {
            try await world.coordinator.moveConnection(other, to: group, by: World.alice)
        }
        try await world.coordinator.deleteConnection(id, by: World.alice)
        _ = try await refusal(.connectionNotFound) {
            try await world.coordinator.deleteConnection(id, by: World.alice)
        }
    }
}
