import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules C2 to C5: runs, and copies made in them.
struct RunAssignmentTests {
    @Test func `in an overlap machines of both generations serve a connection not yet updated (Rules C2, I8)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        #expect(try await world.state(id) == .stale)
        // With an old agent that neither installs nor, as C3 has it, is preferred.
        let joiner = try await world.member(of: group, "2.9")
        for member in [members[1], members[0], joiner] {
            #expect(try await world.run(id, on: member) == World.credentials)
        }
    }

    @Test func `a run stores the copies that lack, once, and the connection is current (Rule C3)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        // The machine on the old generation reaches the new certificate over its own chain.
        try await world.run(id, on: members[1])
        let row = try await world.row(id)
        #expect(row.copies.map(\.generation.number) == [1, 2] && row.storedState == .current && row.revision == 1)
        try await world.run(id, on: members[0])
        #expect(try await world.row(id).copies == row.copies, "no copy is replaced")
        world.advance(days: 45)
        #expect(try await world.state(id) == .current)
        #expect(try await world.run(id, on: members[0]) == World.credentials)
    }

    @Test func `a copy of an older revision is not stored, and the run goes on (Rule C3)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        let assignment = try await world.coordinator.assignRun(of: id, among: nil, by: World.alice)
        try await world.edit(id, WindowsCredentials(userName: "u", password: "newer"))
        let copies = try await world.row(id).copies
        let opened = try await members[0].agent.run(assignment) { $0 }
        #expect(opened == World.credentials)
        #expect(try await world.row(id).copies == copies)
    }

    @Test func `a copy is stored only for a generation that is usable and lacks one (Rule C3)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        var copies = try await world.copies(group, id, revision: 1, World.credentials)
        let stored = try await world.row(id).copies
        _ = try await world.coordinator.send(
            members[0].request(.storeCopies(CopyUpdate(connection: id, revision: 1, copies: [copies[0]]))))
        #expect(try await world.row(id).copies == stored, "that one is there")
        copies[1].generation = Generation(3) ?? .first
        _ = try await world.coordinator.send(
            members[0].request(.storeCopies(CopyUpdate(connection: id, revision: 1, copies: [copies[1]]))))
        #expect(try await world.row(id).copies == stored, "there is no such generation")
        let stale = CopyUpdate(connection: id, revision: 2, copies: copies)
        let error = try await refusal(.staleRevision) {
            try await world.coordinator.send(members[0].request(.storeCopies(stale)))
        }
        #expect(error.details["needed"] == "1")
    }

    @Test func `a copy that comes after D for an expired connection is refused (Rules C3, C4)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        let copies = Array(try await world.copies(group, id, revision: 1, World.credentials).dropFirst())
        world.advance(days: 45)
        _ = try await refusal(.expiredDesktopFlowConnection) {
            try await world.coordinator.send(
                members[0].request(.storeCopies(CopyUpdate(connection: id, revision: 1, copies: copies))))
        }
        #expect(try await world.state(id) == .expired)
    }

    @Test func `where the copy for the current generation lacks, an agent of 2.23 is preferred (Rule C2)`() async throws
    {
        let world = try World()
        let group = try await world.group()
        let first = try await world.member(of: group)
        var old: [MachineID] = []
        for _ in 0..<5 { old.append(try await world.member(of: group, "2.9").id) }
        let id = try await world.connection(to: group)
        let free = try await world.coordinator.assignRun(of: id, among: old + [first.id], by: World.alice)
        #expect(free.machine == old[0], "in order of preference")
        world.advance(days: 155)
        try await first.checkIn()
        for _ in 0..<20 {
            let assigned = try await world.coordinator.assignRun(of: id, among: nil, by: World.alice)
            #expect(try assigned.machine == first.id)
        }
        #expect(
            try await world.coordinator.assignRun(of: id, among: old + [first.id], by: World.alice).machine == first.id)
        #expect(
            try await world.coordinator.assignRun(of: id, among: old, by: World.alice).machine == old[0],
            "it is a preference")
    }

    @Test("unused until D, to the second, a connection is expired (Rule C4)", arguments: [(-1, false), (0, true)])
    func unused(offset: Int64, isExpired: Bool) async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        world.advance(to: World.start.adding(days: 200).adding(seconds: offset))
        guard isExpired else {
            #expect(try await world.run(id, on: members[0]) == World.credentials)
            return
        }
        let error = try await refusal(.expiredDesktopFlowConnection) {
            try await world.coordinator.assignRun(of: id, among: nil, by: World.alice)
        }
        #expect(error.code.description == "ExpiredDesktopFlowConnection")
        #expect(error.message.contains("edit") && error.message.contains("enter the credentials again"))
        try await world.edit(id)
        #expect(try await world.run(id, on: members[0]) == World.credentials)
    }

    @Test func `refusals of a run, in order (Rule C5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let id = try await world.connection(to: group)
        let run = { try await world.coordinator.assignRun(of: id, among: nil, by: World.alice) }
        // No machine able: the only one is not among the candidates, or its generation is retired.
        _ = try await refusal(.noCandidateMachine) {
            try await world.coordinator.assignRun(of: id, among: [MachineID(world.ids.next(1))], by: World.alice)
        }
        let joiner = try await world.member(of: group)
        world.advance(days: 155)
        try await joiner.checkIn()
        try await world.run(id, on: joiner)
        try await joiner.agent.leave()
        world.advance(days: 45)
        let candidate = try await refusal(.noCandidateMachine, run)
        #expect(candidate.details["status"] == "400" && candidate.code.description == "NoCandidateMachine")
        // C4 comes before that: the same with a connection that expired.
        let unused = ConnectionID(world.ids.next(4))
        try await world.coordinator.createConnection(
            NewConnection(
                id: unused, group: group, name: Name("c"),
                copies: world.copies(group, unused, revision: 1, World.credentials)), by: World.alice)
        let (other, _) = try await world.group(of: 1)
        try await world.coordinator.moveConnection(unused, to: other, by: World.alice)
        try await world.coordinator.moveConnection(unused, to: group, by: World.alice)
        let runUnused = { try await world.coordinator.assignRun(of: unused, among: nil, by: World.alice) }
        _ = try await refusal(.expiredDesktopFlowConnection, runUnused)
        // An empty group comes before an expired connection.
        try await world.coordinator.removeMachine(members[0].id, by: World.alice)
        let empty = try await refusal(.groupIsEmpty, runUnused)
        #expect(empty.details["status"] == "400" && empty.code.description == "GroupIsEmpty")
        // An expired group before an empty one, a deleted one before all.
        world.advance(days: 200)
        _ = try await refusal(.groupKeyExpired, runUnused)
        try await world.coordinator.deleteGroup(group, by: World.alice)
        let gone = try await refusal(.groupNotFound, runUnused)
        #expect(gone.code.description == "XrmMachineGroupNotFound")
        #expect(try await world.state(unused) == .broken)
    }

    @Test func `deleting the group in the middle of a run fails its copies and not the run (Rules C3, G1)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        let assignment = try await world.coordinator.assignRun(of: id, among: nil, by: World.alice)
        try await world.coordinator.deleteGroup(group, by: World.alice)
        #expect(try await members[0].agent.run(assignment) { $0 } == World.credentials)
        #expect(try await world.row(id).copies.isEmpty)
        #expect(try await world.state(id) == .broken)
    }

    @Test func `a machine whose issue was never answered serves with its candidate (Rules I4, C2)`() async throws {
        let world = try World()
        let group = try await world.group()
        let service = LossyService(world.coordinator)
        let machine = try await world.member(of: group, through: service)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        service.next(nil, .answer)
        await #expect(throws: LossyService.Lost.answer) { try await machine.checkIn() }
        try await world.edit(id)
        world.advance(days: 45)
        #expect(machine.held == [1])
        #expect(try await world.run(id, on: machine) == World.credentials)
    }

    @Test func `a run in progress at D finishes (Rule K2)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let id = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        let assignment = try await world.coordinator.assignRun(of: id, among: [members[1].id], by: World.alice)
        let opened = try await members[1].agent.run(assignment) { credentials in
            world.advance(days: 45)
            try await world.coordinator.sweep()
            return credentials
        }
        #expect(opened == World.credentials)
    }

    @Test func `the census counts copies, those with no other, and last uses (Rule C6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let used = try await world.connection(to: group)
        let unused = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        let late = try await world.connection(to: group)
        world.advance(days: 1)
        try await world.run(used, on: members[0])
        let census = try await world.coordinator.census(of: group)
        #expect(try census.at == world.now && census.machines == (members.map { try $0.id }.sorted()))
        #expect(census.generations.map(\.withCopy) == [3, 2])
        #expect(census.generations.map(\.withoutOther) == [1, 0])
        #expect(census.generations.map(\.lastUsed) == [world.now, world.now])
        let states = Dictionary(uniqueKeysWithValues: census.connections.map { ($0.connection, $0.state) })
        #expect(states == [used: .current, unused: .stale, late: .current])
        #expect(census.connections.first { $0.connection == unused }?.lastUsed == nil)
        world.advance(days: 44)
        let after = try await world.coordinator.census(of: group)
        #expect(after.generations.map(\.generation.number) == [2] && after.generations.map(\.withCopy) == [2])
        #expect(after.connections.first { $0.connection == unused }?.state == .expired)
    }
}
