import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule N1: what a group's row changes in is told though its values must not be, or had no column.
struct WithheldColumnTests {
    /// The changes of the group's row since the last call.
    private func changes(_ world: World) async throws -> [[ColumnChange]] {
        let seen = world.notifier.events.count
        _ = try await world.told()
        return world.notifier.events.dropFirst(seen).compactMap { event in
            guard case .change(let change) = event.content, change.table == .group else { return nil }
            return change.columns
        }
    }

    private func withheld(_ column: String, from old: ColumnValue = .withheld) -> ColumnChange {
        ColumnChange(column: column, old: old, new: .withheld)
    }

    @Test func `a join and a rejoin raise the join counter (Rules N1, Z6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        _ = try await changes(world)
        try await world.member(of: group)
        _ = try await members[0].agent.rejoin(password: world.password)
        #expect(
            try await changes(world) == [
                [ColumnChange(column: "renewal_joincounter", old: .integer(1), new: .integer(2))],
                [ColumnChange(column: "renewal_joincounter", old: .integer(2), new: .integer(3))],
            ])
    }

    @Test func `packages, record and delivery are told of and never shown (Rules N1, I4, K2)`() async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 1)
        let founding = try #require(try await changes(world).last)
        #expect(
            founding.suffix(2) == [
                withheld("primarykeypackage", from: .null), withheld("renewal_passwordrecord", from: .null),
            ])
        world.advance(days: 155)
        try await members[0].checkIn()
        let issued = try #require(try await changes(world).last)
        #expect(
            issued.filter { $0.new == .withheld } == [
                withheld("primarykeypackage"), withheld("secondarykeypackage", from: .null),
                withheld("renewal_passwordrecord"), withheld("renewal_delivery", from: .null),
            ])
        world.advance(days: 45)
        try await world.coordinator.sweep()
        let closed = try #require(try await changes(world).last)
        #expect(
            closed.filter { $0.old == .withheld }
                == ["secondarykeypackage", "renewal_delivery"].map {
                    ColumnChange(column: $0, old: .withheld, new: .null)
                })
    }

    @Test func `a new password changes every package and the record (Rules N1, K5)`() async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 1)
        world.advance(days: 155)
        try await members[0].checkIn()
        _ = try await changes(world)
        _ = try await members[0].agent.regeneratePassword()
        let change = try #require(try await changes(world).last)
        #expect(
            change.filter { $0.new == .withheld } == [
                withheld("primarykeypackage"), withheld("secondarykeypackage"), withheld("renewal_passwordrecord"),
            ])
        #expect(change.contains { $0.column == "renewal_passwordversion" })
    }

    @Test func `a doubted delivery and its replacement are told (Rules N1, I5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        try await world.put(group) { row in
            guard case .overlap(var current, var overlap) = row.phase else { return }
            (current.keyPackage, overlap.delivery) = (SealedValue([1]), SealedValue([2]))
            row.phase = .overlap(current: current, overlap)
        }
        _ = try await changes(world)
        let doubted = try await world.coordinator.group(group).phase.current?.fingerprint
        let report = CheckIn(agentVersion: try AgentVersion("2.23"), trusted: .first, held: [.first], doubts: doubted)
        _ = try await world.coordinator.send(members[1].request(.checkIn(report)))
        #expect(
            try await changes(world) == [
                [ColumnChange(column: "renewal_deliverydoubted", old: .integer(0), new: .integer(1))]
            ])
        try await members[0].checkIn()
        #expect(
            try await changes(world) == [
                [
                    ColumnChange(column: "renewal_deliverydoubted", old: .integer(1), new: .integer(0)),
                    withheld("primarykeypackage"), withheld("renewal_delivery"),
                ]
            ])
    }

    @Test func `whom a remembered request names, and a subscriber that waits for that column alone (Rules N1, N2, P5)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 155)
        for member in members { try await member.checkIn() }
        let ask = { (member: Member) in
            try await world.coordinator.renewNow(
                group, delivery: .withoutDelivery(issuer: member.id), by: World.alice)
        }
        _ = try await ask(members[0])
        _ = try await changes(world)
        _ = try await ask(members[1])
        let (first, second) = (try members[0].id.description, try members[1].id.description)
        let told = try await changes(world)
        #expect(told == [[ColumnChange(column: "renewal_requestedissuer", old: .text(first), new: .text(second))]])
        let subscription = Subscription(
            id: "s", table: .group, columns: ["primarykeypackage"], notifier: InMemoryNotifier())
        let packages = ChangeEvent(
            table: .group, change: .modified, row: "r", group: group, columns: [withheld("primarykeypackage")])
        #expect(subscription.matches(packages))
    }
}
