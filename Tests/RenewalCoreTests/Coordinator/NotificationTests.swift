import FoundationEssentials
import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules N1, N3 and Z1: every change to a row is told, once, in order, at its instant, and never a secret.
struct NotificationTests {
    @Test func `an opening, an issue, an installation and a closing, for group and machines (Rules N1, K1)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        _ = try await world.told()
        world.advance(days: 155)
        try await world.coordinator.sweep()
        let opened = try await world.told()
        #expect(opened.map(\.change) == [.modified, .modified, .modified])
        #expect(opened.first?.row == group.description)
        #expect(opened.first?.columns["renewal_phase"] == .text("renewing"))
        #expect(opened.dropFirst().allSatisfy { $0.columns == ["keydeliverystatus": .integer(2)] })
        #expect(opened.allSatisfy { $0.at == world.now })

        world.advance(days: 1)
        try await members[0].checkIn()
        let issued = try await world.told()
        #expect(issued.filter { $0.row == group.description }.count == 1)
        let issuer = try #require(issued.last { $0.row == (try? members[0].id.description) })
        #expect(
            issuer.columns.filter { $0.key != "lastheartbeatdate" } == [
                "keydeliverystatus": .integer(1), "keyreceiveddate": .instant(world.now),
                "renewal_generation": .integer(2),
            ])

        world.advance(days: 1)
        try await members[1].checkIn()
        let installed = try await world.told()
        #expect(installed.map(\.row) == [try members[1].id.description], "one change, of one row")

        world.advance(days: 100)
        try await world.coordinator.sweep()
        let closed = try await world.told()
        #expect(closed.map(\.row) == [group.description], "machines that are up to date do not change")
        #expect(closed.first?.at == World.start.adding(days: 200), "at D, whenever it was written")
    }

    @Test func `a row that is behind is told each transition once, in order, at its instant (Rules K1, N3)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let connection = try await world.connection(to: group)
        let late = try members[1].id.description
        world.advance(days: 155)
        try await members[0].checkIn()
        world.advance(days: 100)
        _ = try await world.told()
        try await world.coordinator.sweep()
        let told = try await world.told()
        let machine = told.filter { $0.row == late }
        #expect(machine.map { $0.columns["keydeliverystatus"] } == [.integer(2), .integer(3)])
        #expect(machine.map(\.at) == [World.start.adding(days: 155), World.start.adding(days: 200)])
        let states = told.filter { $0.row == connection.description }
        #expect(states.map { $0.columns["renewal_state"] } == [.integer(2), .integer(3)])
        #expect(states.last?.columns["renewal_generations"] == .text(""))
        try await world.coordinator.sweep()
        #expect(try await world.told().isEmpty)
    }

    @Test func `heartbeat and sequence number alone are no change, in notifications and history (Rule N1)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        _ = try await world.told()
        let count = try await world.history(of: group).count
        let before = try await members[0].row
        world.advance(days: 1)
        try await members[0].checkIn()
        let after = try await members[0].row
        #expect(after.lastHeartbeat == world.now && after.membership?.sequence != before.membership?.sequence)
        #expect(try await world.told().isEmpty)
        #expect(try await world.history(of: group).count == count)
    }

    @Test func `added, modified and deleted rows of every table (Rule N1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let connection = try await world.connection(to: group)
        try await world.edit(connection)
        try await members[0].restarted("2.24").checkIn()
        try await world.coordinator.deleteConnection(connection, by: World.alice)
        try await members[0].agent.leave()
        try await world.coordinator.deleteGroup(group, by: World.alice)
        let told = try await world.told()
        let machine = try #require(told.first { $0.change == .added && $0.columns["agentversion"] != nil }).row
        let changes = Dictionary(grouping: told, by: \.row).mapValues { $0.map(\.change) }
        #expect(changes[group.description] == [.added, .modified, .deleted])
        #expect(changes[machine] == [.added, .modified, .deleted])
        #expect(changes[connection.description] == [.added, .modified, .deleted])
        let version = told.first { $0.row == machine && $0.change == .modified }
        #expect(version?.columns["agentversion"] == .text("2.24"))
    }

    @Test func `old values are told beside new ones, and only of columns that changed (Rule N1)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        _ = try await world.told()
        try await world.coordinator.setPolicy(World.policy(days: 300), of: group, by: World.alice)
        _ = try await world.told()
        guard case .change(let change) = try #require(world.notifier.events.last).content else { return }
        #expect(
            change.columns == [
                ColumnChange(column: "keyvalidityperiod", old: .integer(288_000), new: .integer(432_000))
            ])
        #expect(change.group == group && change.table == .group && change.change == .modified)
    }

    @Test func `a refusal tells nothing; a deleted group's notifications are still delivered (Rules N1, G1)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        _ = try await world.told()
        _ = try await refusal { try await world.coordinator.retireEarly(group, by: World.alice) }
        let replay = try await members[0].request(members[0].report(), sequence: 0)
        _ = try await refusal { try await world.coordinator.send(replay) }
        #expect(try await world.told().isEmpty)
        try await world.coordinator.setPolicy(World.policy(days: 300), of: group, by: World.alice)
        try await world.coordinator.deleteGroup(group, by: World.alice)
        #expect(try await world.told(of: .group).map(\.change) == [.modified, .deleted])
    }

    @Test func `secrets are in no notification and no history (Rules N1, Z1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let connection = try await world.connection(to: group)
        world.advance(days: 155)
        for member in members { try await member.checkIn() }
        try await world.run(connection, on: members[0])
        let new = try await members[0].agent.regeneratePassword()
        _ = try await world.told()
        var text = ""
        for event in world.notifier.events { text += "\(event)" }
        for entry in try await world.history(of: group) { text += "\(entry)" }
        var secrets = [Self.credentialWords, [world.password.reveal(), new.reveal()]].flatMap { $0 }
        var bytes: [[UInt8]] = try await world.everything().groups.flatMap { group in
            group.phase.usable.map(\.keyPackage.bytes) + [group.phase.overlap?.delivery?.bytes ?? []]
        }
        bytes += try await world.row(connection).copies.map(\.sealed.bytes)
        for member in members {
            let contents = try #require(member.vault.copy()?.membership)
            bytes += (contents.held.map(\.privateKey) + [contents.machineKey]).map(\.secret.bytes)
        }
        for value in bytes where !value.isEmpty {
            secrets.append(Data(value).base64EncodedString())
            secrets.append("\(value)")
            secrets.append(value.map { String($0, radix: 16) }.joined())
        }
        #expect(bytes.count > 8 && text.count > 1_000)
        for secret in secrets { #expect(!text.contains(secret)) }
    }

    private static let credentialWords = [World.credentials.userName, World.credentials.password]

    @Test func `change and notification are stored together: both or none (Rule N3)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        _ = try await world.told()
        world.notifier.fail(times: 3)
        try await world.coordinator.setPolicy(World.policy(days: 300), of: group, by: World.alice)
        #expect(try await world.told().isEmpty, "the notifier failed, the change did not")
        #expect(try await world.coordinator.group(group).policy == World.policy(days: 300))
        for (wait, count) in [(59, 0), (1, 0), (120, 0), (240, 1)] {
            world.clock.advance(by: .seconds(wait))
            #expect(try await world.told().count == count, "after \(wait) more seconds")
        }
        let ids = world.notifier.events.map(\.id)
        #expect(Set(ids).count == ids.count, "each has an id of its own")
    }
}
