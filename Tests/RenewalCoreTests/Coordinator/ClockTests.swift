import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule T3: wrong clocks. None of them destroys a key, opens, retires or expires anything.
struct ClockTests {
    /// What a wrong clock must not touch.
    private struct Kept: Equatable {
        var phases: [GroupPhase]
        var held: [[UInt64]]
        var statuses: [KeyDeliveryStatus]
    }

    private func kept(_ world: World, _ group: GroupID, _ members: [Member]) async throws -> Kept {
        var statuses: [KeyDeliveryStatus] = []
        let row = try await #require(world.storage.read([.group(group)]).group(group))
        for member in members { statuses.append(try await member.row.storedStatus) }
        return Kept(phases: [row.phase], held: members.map(\.held), statuses: statuses)
    }

    private func suspicions(_ world: World) async throws -> [ClockSuspicion] {
        _ = try await world.told()
        return world.notifier.events.compactMap { event in
            if case .clockSuspect(let suspicion) = event.content { suspicion } else { nil }
        }
    }

    /// Far ahead and back; in a stable group, in an open renewal and in an overlap.
    @Test(
        "a clock that is set wrong changes nothing, in any phase, and is served (Rule T3)",
        arguments: [GroupPhase.Kind.stable, .renewing, .overlap], [4_000, 46, -46, -4_000])
    func setWrong(kind: GroupPhase.Kind, days: Int) async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 3)
        let connection = try await world.connection(to: group)
        if kind != .stable {
            world.advance(days: 155)
            try await world.coordinator.sweep()
            if kind == .overlap {
                try await members[0].checkIn()
                try await members[1].checkIn()
            }
        }
        for member in members where kind != .renewing && !(kind == .overlap && member.held == [1]) {
            try await member.checkIn()
        }
        try await world.coordinator.sweep()
        let (right, before) = (world.now, try await kept(world, group, members))
        world.clock.set(to: right.adding(days: days))
        let report = try await world.coordinator.sweep()
        #expect(report.suspicion?.cause == (days > 0 ? .aheadOfElapsedTime : .behindKeptInstant))
        #expect(report.now == right && report.groups == 0, "now is the kept instant")
        #expect(try await kept(world, group, members) == before)
        // Refused: a first join, an issue, P5 and K6; everything else is served.
        let empty = try await world.group(named: "Empty")
        _ = try await refusal(.clockSuspect) { try await world.member(of: empty) }
        _ = try await refusal(.clockSuspect) { try await world.coordinator.renewNow(group, by: World.alice) }
        _ = try await refusal(.clockSuspect) {
            try await world.coordinator.retireEarly(group, evenIfNeeded: true, by: World.alice)
        }
        for member in members {
            if kind == .overlap, member.held == [1] { continue }
            let answer = try await member.checkIn()
            #expect(answer.now == right)
        }
        try await world.run(connection, on: members[0])
        try await world.edit(connection)
        try await world.member(of: group)
        #expect(try await world.coordinator.group(group).phase == before.phases[0])
        #expect(members.map(\.held) == before.held)
        #expect(try await suspicions(world).count == 1, "told at once, and once")
        // The clock is put right, and life goes on.
        world.clock.set(to: right)
        #expect(try await world.coordinator.sweep().suspicion == nil)
        for member in members { try await member.checkIn() }
        #expect(try await world.coordinator.firstHistoryFault(of: group) == nil)
    }

    @Test func `an issue that is submitted while the clock is suspect is refused (Rule T3)`() async throws {
        let world = try World()
        let group = try await world.group()
        let service = InterruptedService(world.coordinator)
        let machine = try await world.member(of: group, through: service)
        world.advance(days: 155)
        service.before("submit") { world.clock.set(to: world.now.adding(days: 100)) }
        _ = try await refusal(.clockSuspect) { try await machine.checkIn() }
        #expect(try await world.coordinator.group(group).phase.kind == .renewing)
        #expect(machine.held == [1])
    }

    @Test func `what is due whatever the time does not open while the clock is suspect (Rules T3, S4)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        try await world.coordinator.sweep()
        let right = world.now
        world.clock.set(to: right.adding(days: 100))
        try await world.coordinator.setPolicy(World.policy(days: 100), of: group, by: World.alice)
        #expect(try await members[0].checkIn().events.isEmpty)
        try await world.coordinator.sweep()
        #expect(try await world.coordinator.group(group).phase.kind == .stable)
        world.clock.set(to: right.adding(seconds: 1))
        #expect(try await members[0].checkIn().events.map(\.rule) == ["I4"])
    }

    @Test("at the start over 45 days ahead, to the second (Rule T3)", arguments: [(-1, false), (0, false), (1, true)])
    func start(offset: Int64, isSuspect: Bool) async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        try await world.coordinator.sweep()
        let kept = try #require(try await world.storage.keptInstant(.read))
        let clock = ManualClock(at: kept.adding(days: 45).adding(seconds: offset))
        let process = world.process(clock: clock)
        #expect(try await process.sweep().suspicion?.cause == (isSuspect ? .aheadAtStart : nil))
        #expect(try await suspicions(world).count == (isSuspect ? 1 : 0))
        #expect(members[0].held == [1])
        #expect(try await world.coordinator.group(group).phase.kind == .stable)
    }

    @Test func `over an hour ahead of elapsed time since the start, in however many steps (Rule T3)`() async throws {
        let world = try World()
        try await world.coordinator.sweep()
        for step in 1...6 {
            world.clock.advance(by: .seconds(120))
            world.clock.set(to: world.now.adding(seconds: 600))
            #expect(try await world.coordinator.sweep().suspicion == nil, "\(step) steps of ten minutes")
        }
        world.clock.set(to: world.now.adding(seconds: 1))
        #expect(try await world.coordinator.sweep().suspicion?.cause == .aheadOfElapsedTime)
        // What this process raised the kept instant to itself vouches for nothing.
        for _ in 0..<3 {
            world.clock.advance(by: .seconds(120))
            #expect(try await world.coordinator.sweep().suspicion?.cause == .aheadOfElapsedTime)
        }
    }

    @Test func `a small step back is bridged by the kept instant (Rule T3)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(days: 155)
        try await members[0].checkIn()
        let right = world.now
        world.clock.set(to: right.adding(seconds: -3_600))
        #expect(try await world.coordinator.sweep().suspicion == nil)
        #expect(try await members[0].checkIn().now == right)
        #expect(try await world.coordinator.group(group).phase.kind == .overlap)
        world.clock.set(to: right.adding(seconds: -3_601))
        #expect(try await world.coordinator.sweep().suspicion?.cause == .behindKeptInstant)
    }

    @Test func `a process that falls behind what others act at learns it within a minute (Rule T3)`() async throws {
        let world = try World()
        let slow = ManualClock(at: World.start)
        let process = world.process(clock: slow)
        #expect(try await process.sweep().suspicion == nil)
        world.clock.advance(by: .seconds(3_700))
        try await world.coordinator.sweep()
        // Its clock stands still while time passes.
        slow.elapse(.seconds(60))
        #expect(try await process.sweep().suspicion?.cause == .behindKeptInstant)
    }

    @Test func `confirming after seeing the plan, upwards: what the new time does then happens (Rules T3, P6)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 100)
        try await world.coordinator.sweep()
        world.clock.set(to: World.start.adding(days: 160))
        let before = try await world.everything()
        let plan = try await world.coordinator.plan(.confirmTime, by: World.alice)
        #expect(try await world.everything() == before)
        #expect(plan.now == world.now && plan.groups.map(\.group) == [group])
        #expect(plan.groups.first?.after == .renewing && plan.groups.first?.steps.map(\.action) == [.renewalOpened])
        #expect(try await world.coordinator.sweep().groups == 0)
        try await world.coordinator.confirmTime(by: World.alice)
        #expect(try await world.storage.keptInstant(.read) == world.now)
        #expect(try await world.coordinator.sweep().groups == 1)
        #expect(try await world.coordinator.group(group).phase.opening?.at == world.now)
        #expect(members.map(\.held) == [[1], [1]])
    }

    @Test func `confirming downwards sets the kept instant back (Rule T3)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(days: 100)
        try await world.coordinator.sweep()
        let back = World.start.adding(days: 30)
        world.clock.set(to: back)
        #expect(try await world.coordinator.sweep().suspicion?.cause == .behindKeptInstant)
        #expect(try await world.coordinator.plan(.confirmTime, by: World.alice).groups.isEmpty)
        try await world.coordinator.confirmTime(by: World.alice)
        #expect(try await world.storage.keptInstant(.read) == back)
        let report = try await world.coordinator.sweep()
        #expect(report.now == back && report.suspicion == nil && report.groups == 0)
        #expect(try await members[0].checkIn().now == back)
        #expect(try await world.coordinator.renewNow(group, by: World.alice) == .opened)
    }

    @Test func `what one process had confirmed holds for another that looks within two minutes (Rule T3)`() async throws
    {
        let world = try World()
        try await world.coordinator.sweep()
        let other = world.process()
        #expect(try await other.sweep().suspicion == nil)
        world.clock.set(to: world.now.adding(days: 10))
        #expect(try await world.coordinator.sweep().suspicion != nil)
        #expect(try await other.sweep().suspicion != nil)
        try await world.coordinator.confirmTime(by: World.alice)
        world.clock.advance(by: .seconds(60))
        #expect(try await other.sweep().suspicion == nil)
    }

    @Test func `the kept instant is raised at most once a minute, and before what must not be undone (Rule T3)`()
        async throws
    {
        let world = try World()
        let storage = CountingStorage(world.storage)
        let coordinator = RenewalCoordinator(storage: storage, crypto: world.crypto, clock: world.clock)
        let (group, members) = try await world.group(of: 2)
        let members2 = try members.map { try $0.restarted(through: coordinator) }
        try await coordinator.sweep()
        let count = storage.keptChanges.count
        for _ in 0..<59 {
            world.clock.advance(by: .seconds(1))
            try await members2[0].checkIn()
        }
        #expect(storage.keptChanges.count == count, "regular calls within a minute raise nothing")
        world.clock.advance(by: .seconds(1))
        try await members2[0].checkIn()
        #expect(storage.keptChanges.count == count + 1)
        // An opening a second later raises it first, and so do issue and closing.
        world.clock.advance(by: .seconds(1))
        _ = try await coordinator.renewNow(group, by: World.alice)
        #expect(try await world.storage.keptInstant(.read) == world.now)
        world.clock.advance(by: .seconds(1))
        try await members2[0].checkIn()
        #expect(try await world.coordinator.group(group).phase.current?.createdAt == world.now)
        #expect(try await world.storage.keptInstant(.read) == world.now)
        world.clock.advance(by: .seconds(1))
        try await coordinator.retireEarly(group, evenIfNeeded: true, by: World.alice)
        #expect(try await world.storage.keptInstant(.read) == world.now)
    }

    @Test func `a first join raises the kept instant first, as any issue does (Rules T3, I1)`() async throws {
        let world = try World()
        let group = try await world.group()
        world.clock.advance(by: .seconds(30))
        try await world.member(of: group)
        #expect(try await world.storage.keptInstant(.read) == world.now)
    }

    @Test func `a suspicion whose report could not be stored is reported again (Rule T3)`() async throws {
        let world = try World()
        let storage = CountingStorage(world.storage, failingAfter: 0)
        let process = RenewalCoordinator(
            storage: storage, crypto: world.crypto, clock: world.clock,
            subscriptions: [Subscription(id: "all", notifier: world.notifier)])
        _ = try? await process.sweep()
        world.clock.set(to: world.now.adding(days: 10))
        for _ in 0..<2 { await #expect(throws: CountingStorage.Gone.self) { try await process.sweep() } }
    }
}
