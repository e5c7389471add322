import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules P1 to P5 and S4: policy edits and operators' requests over a group's life.
struct PolicyEditTests {
    @Test func `a shorter validity opens a renewal within 24 hours though no machine connects (Rules P2, S4)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(days: 10)
        try await world.coordinator.setPolicy(World.policy(days: 199), of: group, by: World.alice)
        #expect(try await world.coordinator.group(group).phase.kind == .stable)
        try await world.coordinator.sweep()
        let phase = try await world.coordinator.group(group).phase
        #expect(phase.opening?.reason == .policyChange && phase.opening?.by == .coordinator)
        #expect(phase.current?.expiry == World.start.adding(days: 200), "the present one keeps its dates (Rule P1)")
        try await members[0].checkIn()
        let overlap = try await world.coordinator.group(group).phase
        #expect(overlap.overlap?.deadline == world.now.adding(days: 45), "it lasts G from the issue (Rule S5)")
        #expect(overlap.current?.expiry == world.now.adding(days: 199))
    }

    @Test func `a longer validity does nothing now (Rule P3)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        try await world.coordinator.setPolicy(World.policy(days: 1_000), of: group, by: World.alice)
        world.advance(to: World.start.adding(days: 155).adding(seconds: -1))
        try await world.coordinator.sweep()
        #expect(try await world.coordinator.group(group).phase.kind == .stable)
    }

    @Test func `a new grace period moves S, into the past too (Rule P4)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        world.advance(days: 100)
        try await world.coordinator.setPolicy(
            RenewalPolicy(validityMinutes: 288_000, graceMinutes: 144_000), of: group, by: World.alice)
        try await world.coordinator.sweep()
        #expect(try await world.coordinator.group(group).phase.opening?.reason == .schedule)
    }

    @Test func `an edit in an open overlap takes effect at its close (Rules P2, S6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(days: 155)
        try await members[0].checkIn()
        try await world.coordinator.setPolicy(World.policy(days: 100), of: group, by: World.alice)
        world.advance(days: 44)
        try await world.coordinator.sweep()
        #expect(try await world.coordinator.group(group).phase.kind == .overlap, "one at a time")
        world.advance(days: 1)
        try await world.coordinator.sweep()
        let phase = try await world.coordinator.group(group).phase
        #expect(phase.kind == .renewing && phase.opening?.reason == .policyChange && phase.opening?.at == world.now)
        let actions = try await world.history(of: group).suffix(2).map(\.action)
        #expect(actions == ["overlapClosed", "renewalOpened"], "close, then open")
    }

    @Test func `an edit that changes nothing is no change`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let before = try await world.everything()
        _ = try await world.told()
        try await world.coordinator.setPolicy(World.policy(), of: group, by: World.alice)
        #expect(try await world.everything() == before)
        #expect(try await world.told().isEmpty)
    }

    @Test func `renew now opens, and a second one is already open (Rule P5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        #expect(try await world.coordinator.renewNow(group, by: World.alice) == .opened)
        let phase = try await world.coordinator.group(group).phase
        #expect(
            phase.opening == Opening(at: world.now, reason: .operator, by: World.alice, delivery: .toMembers))
        let error = try await refusal(.renewalAlreadyOpen) {
            try await world.coordinator.renewNow(group, by: World.alice)
        }
        #expect(error.message.contains("already open"))
        world.advance(days: 1)
        try await members[0].checkIn()
        #expect(try await world.coordinator.renewNow(group, by: World.alice) == .remembered)
        #expect(try await world.coordinator.renewNow(group, by: .app("bob")) == .remembered)
        world.advance(days: 45)
        try await world.coordinator.sweep()
        let second = try await world.coordinator.group(group)
        #expect(second.phase.opening?.reason == .operator && second.phase.opening?.by == World.alice)
        #expect(second.operatorRequest == nil, "consumed")
        try await members[0].checkIn()
        world.advance(days: 45)
        try await world.coordinator.sweep()
        #expect(try await world.coordinator.group(group).phase.kind == .stable, "remembered only once")
    }

    @Test func `without delivery: one issues, the others rejoin with the password (Rule P5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 3)
        world.advance(days: 1)
        let named = DeliveryMode.withoutDelivery(issuer: try members[1].id)
        #expect(try await world.coordinator.renewNow(group, delivery: named, by: World.alice) == .opened)
        #expect(try await members[0].checkIn().events == [.mustRejoin(afterIssueBy: try members[1].id)])
        #expect(try await world.coordinator.group(group).phase.kind == .renewing)
        try await members[1].checkIn()
        let overlap = try #require(try await world.coordinator.group(group).phase.overlap)
        #expect(try overlap.delivery == nil && overlap.issuer == (members[1].id))
        #expect(try await members[0].checkIn().events == [.mustRejoin(afterIssueBy: nil)])
        #expect(members[0].held == [1])
        _ = try await members[0].agent.rejoin(password: world.password)
        #expect(try await members[0].status == .default)
        #expect(members[0].held == [1, 2])
    }

    @Test func `an open renewal is converted, another machine named, the mode lifted, until the issue (Rule P5)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 1)
        let ask = { (delivery: DeliveryMode) in
            try await world.coordinator.renewNow(group, delivery: delivery, by: World.alice)
        }
        _ = try await ask(.toMembers)
        #expect(try await ask(.withoutDelivery(issuer: members[0].id)) == .converted)
        #expect(try await ask(.withoutDelivery(issuer: members[1].id)) == .converted)
        #expect(try await members[0].checkIn().events == [.mustRejoin(afterIssueBy: try members[1].id)])
        #expect(try await ask(.toMembers) == .lifted)
        #expect(try await members[0].checkIn().events.map(\.rule) == ["I4"])
        #expect(try await ask(.withoutDelivery(issuer: members[0].id)) == .remembered, "too late for this one")
        #expect(try await world.coordinator.group(group).phase.overlap?.delivery != nil)
    }

    @Test func `the named machine must be eligible (Rules P5, I2)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let old = try await world.member(of: group, "2.22.999")
        let before = try await world.everything()
        _ = try await refusal(.machineNotEligible) {
            try await world.coordinator.renewNow(group, delivery: .withoutDelivery(issuer: old.id), by: World.alice)
        }
        let (_, others) = try await world.group(of: 1)
        _ = try await refusal(.machineNotFound) {
            try await world.coordinator.renewNow(
                group, delivery: .withoutDelivery(issuer: others[0].id), by: World.alice)
        }
        #expect(try await world.coordinator.group(group) == before.group(group))
    }

    @Test func `a submission made before the renewal was converted is refused (Rules P5, I4)`() async throws {
        let world = try World()
        let group = try await world.group()
        let first = try await world.member(of: group)
        let service = InterruptedService(world.coordinator)
        let second = try await world.member(of: group, through: service)
        world.advance(days: 1)
        _ = try await world.coordinator.renewNow(group, by: World.alice)
        service.before("submit") {
            _ = try await world.coordinator.renewNow(
                group, delivery: .withoutDelivery(issuer: first.id), by: World.alice)
        }
        _ = try await refusal(.machineNotEligible) { try await second.checkIn() }
        #expect(try await world.coordinator.group(group).phase.kind == .renewing)
        // The named one, told before that there is a delivery, gets fresh terms and issues without.
        let own = InterruptedService(world.coordinator)
        let third = try await world.member(of: group, through: own)
        #expect(try await world.coordinator.renewNow(group, by: World.alice) == .lifted)
        own.before("submit") {
            _ = try await world.coordinator.renewNow(
                group, delivery: .withoutDelivery(issuer: third.id), by: World.alice)
        }
        #expect(try await third.checkIn().events.map(\.rule) == ["I4"])
        #expect(try await world.coordinator.group(group).phase.overlap?.delivery == nil)
    }
}
