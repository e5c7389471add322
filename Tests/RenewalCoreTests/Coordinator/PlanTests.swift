import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule P6: the plan says what then happens, and stores nothing.
struct PlanTests {
    /// Plans the command, checks that nothing is stored, does it, and compares what was recorded.
    @discardableResult
    private func planThenDo(_ world: World, _ command: AdministrativeCommand) async throws -> GroupPlan {
        let before = try await world.everything()
        _ = try await world.told()
        let plan = try await world.coordinator.plan(command, by: World.alice)
        #expect(try await world.everything() == before, "stores nothing")
        #expect(try await world.told().isEmpty, "tells nobody")
        let group = try #require(plan.groups.first)
        #expect(plan.groups.count == 1 && plan.now == world.now)
        let known = try await world.history(of: group.group).count
        _ = try await world.coordinator.perform(command, by: World.alice)
        let after = try await world.everything()
        let recorded = try await world.history(of: group.group).dropFirst(known)
        #expect(group.steps.map(\.action.rawValue) == recorded.map(\.action))
        #expect(group.steps.map(\.at) == recorded.map(\.at) && group.steps.map(\.rule) == recorded.map(\.rule))
        #expect(group.steps.map(\.reason) == recorded.map(\.reason))
        #expect(after.group(group.group)?.phase.kind == group.after)
        return group
    }

    @Test func `a shorter validity: when it opens, until when, and who misses it (Rule P6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let old = try await world.member(of: group, "2.9")
        let connection = try await world.connection(to: group)
        world.advance(days: 60)
        try await members[0].checkIn()
        let plan = try await planThenDo(world, .setPolicy(group, World.policy(days: 100)))
        #expect(plan.before == .stable && plan.after == .stable && plan.reason == .policyChange)
        #expect(plan.opensAt == world.now.adding(days: 1), "at the latest a sweep later (Rule S4)")
        #expect(plan.deadline == world.now.adding(days: 45))
        let misses = Dictionary(uniqueKeysWithValues: plan.misses.map { ($0.machine, $0.reason) })
        #expect(misses == [try members[1].id: .notSeen, try old.id: .agentTooOld])
        #expect(plan.connectionsToUse == [connection])
        try await world.coordinator.sweep()
        try await members[0].checkIn()
        #expect(try await world.coordinator.group(group).phase.overlap?.deadline == plan.deadline)
        world.advance(days: 45)
        #expect(try await members[1].status == .keyExpired)
        #expect(try await old.status == .keyExpired)
        #expect(try await members[0].status == .default)
        #expect(try await world.state(connection) == .expired)
    }

    @Test func `a longer validity: nothing until S (Rules P3, P6)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let plan = try await planThenDo(world, .setPolicy(group, World.policy(days: 1_000)))
        #expect(plan.opensAt == World.start.adding(days: 155) && plan.reason == .schedule)
        #expect(plan.deadline == World.start.adding(days: 200))
    }

    @Test func `renew now, with delivery and without (Rules P5, P6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let first = try members[0].id
        let plan = try await planThenDo(world, .renewNow(group, .withoutDelivery(issuer: first)))
        #expect(plan.before == .stable && plan.after == .renewing && plan.reason == .operator)
        #expect(plan.opensAt == world.now && plan.deadline == World.start.adding(days: 200))
        #expect(plan.misses.map(\.machine) == [try members[1].id] && plan.misses.map(\.reason) == [.mustRejoin])
        let lifted = try await planThenDo(world, .renewNow(group, .toMembers))
        #expect(lifted.misses.isEmpty)
    }

    @Test func `a retirement: who and what still depends on the old generation (Rules K6, P6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let connection = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        _ = try await refusal(.generationStillNeeded) {
            try await world.coordinator.plan(.retireEarly(group, evenIfNeeded: false), by: World.alice)
        }
        let plan = try await planThenDo(world, .retireEarly(group, evenIfNeeded: true))
        #expect(plan.misses.map(\.machine) == [try members[1].id] && plan.misses.map(\.reason) == [.windowCloses])
        #expect(plan.connectionsToUse == [connection])
        #expect(plan.before == .overlap && plan.after == .stable)
        #expect(try await world.state(connection) == .expired)
    }

    @Test func `deletions, removals, edits and moves (Rules G1, G2, C1, P6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let (target, _) = try await world.group(of: 1)
        let connection = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        let removal = try await planThenDo(world, .removeMachine(members[1].id))
        #expect(removal.misses.isEmpty, "the one that would miss it is the one that goes")
        #expect(removal.connectionsToUse == [connection])
        let copies = try await world.copies(group, connection, revision: 2, World.credentials)
        let edit = try await planThenDo(world, .editConnection(ConnectionEdit(id: connection, copies: copies)))
        #expect(edit.connectionsToUse.isEmpty, "it is up to date after the edit")
        let move = try await planThenDo(world, .moveConnection(connection, to: target))
        #expect(move.group == target && move.connectionsToUse == [connection])
        try await planThenDo(world, .deleteConnection(connection))
        let deletion = try await planThenDo(world, .deleteGroup(group))
        #expect(deletion.after == .deleted && deletion.misses.map(\.reason) == [.groupEnds])
        let new = NewGroup(id: GroupID(world.ids.next(2)), name: try Name("new"))
        let creation = try await planThenDo(world, .createGroup(new))
        #expect(creation.before == .new && creation.after == .new && creation.steps.map(\.action) == [.groupCreated])
    }

    @Test func `a plan is refused where the command would be (Rule P6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let connection = try await world.connection(to: group)
        let id = try members[0].id
        _ = try await refusal(.renewalAlreadyOpen) {
            _ = try await world.coordinator.renewNow(group, by: World.alice)
            return try await world.coordinator.plan(.renewNow(group, .toMembers), by: World.alice)
        }
        try await world.coordinator.deleteGroup(group, by: World.alice)
        let commands: [(AdministrativeCommand, RenewalError.Code)] = [
            (.deleteGroup(group), .groupNotFound), (.setPolicy(group, .default), .groupNotFound),
            (.renewNow(group, .toMembers), .groupNotFound), (.removeMachine(id), .machineNotFound),
            (.editConnection(ConnectionEdit(id: connection, name: try Name("n"))), .groupNotFound),
            (.createGroup(NewGroup(id: group, name: try Name("n"))), .duplicateID),
        ]
        for (command, code) in commands {
            let planned = try await refusal(code) { try await world.coordinator.plan(command, by: World.alice) }
            let done = try await refusal(code) { try await world.coordinator.perform(command, by: World.alice) }
            #expect(planned == done)
        }
    }
}
