import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules S4, S5, I2, I5, I6, I7, K1 and K2: a renewal from its opening to its deadline.
struct RenewalTests {
    @Test(
        "a renewal opens at a sweep from S on, to the second (Rule S4)", arguments: [(-1, false), (0, true), (1, true)])
    func opensAtSweep(offset: Int64, opens: Bool) async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(to: World.start.adding(days: 155).adding(seconds: offset))
        try await world.coordinator.sweep()
        let phase = try await world.coordinator.group(group).phase
        #expect(phase.kind == (opens ? .renewing : .stable))
        #expect(
            phase.opening
                == (opens ? Opening(at: world.now, reason: .schedule, by: .coordinator, delivery: .toMembers) : nil))
        for member in members { #expect(try await member.status == (opens ? .pendingNewKey : .default)) }
    }

    @Test(
        "or at a check-in, by that machine, which issues at once (Rules S4, I2)", arguments: [(-1, false), (0, true)])
    func opensAtCheckIn(offset: Int64, opens: Bool) async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(to: World.start.adding(days: 155).adding(seconds: offset))
        try await members[0].checkIn()
        let phase = try await world.coordinator.group(group).phase
        #expect(phase.kind == (opens ? .overlap : .stable))
        #expect(try phase.opening?.by == (opens ? .machine(members[0].id) : nil))
        #expect(phase.overlap?.deadline == (opens ? World.start.adding(days: 200) : nil), "Rule S5")
    }

    @Test func `issuer, its key date, the new package and what others see (Rule I4)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 160)
        let report = try await members[1].checkIn()
        #expect(report.events.map(\.rule) == ["I4"])
        let phase = try await world.coordinator.group(group).phase
        #expect(phase.current?.generation.number == 2 && phase.current?.createdAt == world.now)
        #expect(phase.overlap?.previous.generation == .first)
        #expect(try await members[1].row.keyReceivedAt == world.now)
        #expect(try await members[1].row.membership?.generation.number == 2)
        #expect(try await members[0].row.keyReceivedAt == World.start)
        // Protected like the first, with nobody typing the password: a joiner opens it with the password alone.
        #expect(try await world.member(of: group).held == [1, 2])
    }

    @Test("a machine installs until D, to the second (Rules I5, K2)", arguments: [(-1, true), (0, false), (1, false)])
    func installsUntilDeadline(offset: Int64, installs: Bool) async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        world.advance(to: World.start.adding(days: 200).adding(seconds: offset))
        if installs {
            let report = try await members[1].checkIn()
            #expect(report.events.map(\.rule) == ["I5"])
            #expect(try await members[1].status == .default)
            #expect(try await members[1].row.keyReceivedAt == world.now)
        } else {
            _ = try await refusal(.machineKeyExpired) { try await members[1].checkIn() }
            #expect(try await members[1].status == .keyExpired)
            #expect(members[1].held == [1], "it keeps the key until it has a later one (Rule K2)")
        }
    }

    @Test func `installing needs no other machine, the issuer may have left (Rules I5, G5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        #expect(try await members[0].agent.leave() == nil)
        #expect(members[0].vault.copy() == nil)
        try await members[1].checkIn()
        #expect(members[1].held == [1, 2])
        #expect(try await world.coordinator.machines(of: group).count == 1)
    }

    @Test func `an old agent is told to update, stays PendingNewKey and misses it (Rule I7)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let old = try await world.member(of: group, "2.22.999")
        world.advance(days: 155)
        for _ in 0..<2 {
            let report = try await old.checkIn()
            #expect(report.events == [.mustUpdateAgent] && report.status == .pendingNewKey)
            #expect(try await world.coordinator.group(group).phase.kind != .stable)
            try await members[0].checkIn()
        }
        let updated = try old.restarted("2.23")
        #expect(try await updated.checkIn().events.map(\.rule) == ["I5"])
        #expect(try await updated.status == .default)
    }

    @Test func `a machine changes certificates only between runs (Rule I6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let connection = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        let (runner, id) = (members[1], try members[1].id)
        let assignment = try await world.coordinator.assignRun(of: connection, among: [id], by: World.alice)
        let opened = try await runner.agent.run(assignment) { credentials in
            let report = try await runner.checkIn()
            #expect(report.events.map(\.rule) == ["I6"])
            #expect(runner.held == [1], "never during a run")
            return credentials
        }
        #expect(opened == World.credentials)
        #expect(runner.held == [1, 2], "installed when the run ended")
        #expect(try await runner.checkIn().status == .default)
    }

    @Test func `nothing retired is ever used again, and packages and delivery are dropped (Rule K2)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 155)
        for member in members { try await member.checkIn() }
        let old = try await members[1].request(members[1].report(), under: 1)
        world.advance(days: 45)
        let error = try await refusal(.machineKeyExpired) { try await world.coordinator.send(old) }
        let current = try await world.coordinator.group(group).phase.current
        #expect(error.remedy == current.map { .currentCertificate($0.fingerprint) })
        try await world.coordinator.sweep()
        let row = try await #require(world.storage.read([.group(group)]).group(group))
        #expect(row.phase.usable.map(\.generation.number) == [2])
        let certificates = try await world.storage.read([.certificates(group, after: nil)]).certificates
        #expect(certificates.map(\.generation.number) == [1, 2], "certificates and links stay")
        #expect(certificates.map { $0.link == nil } == [true, false])
        #expect(try await members[1].checkIn().events == [.destroyed([.first])])
    }

    @Test func `an opened renewal is not cancelled by editing the policy back (Rules S4, P1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        try await world.coordinator.setPolicy(World.policy(days: 100), of: group, by: World.alice)
        try await world.coordinator.sweep()
        #expect(try await world.coordinator.group(group).phase.opening?.reason == .policyChange)
        try await world.coordinator.setPolicy(World.policy(), of: group, by: World.alice)
        try await world.coordinator.sweep()
        #expect(try await world.coordinator.group(group).phase.kind == .renewing)
        world.advance(days: 1)
        try await members[0].checkIn()
        let phase = try await world.coordinator.group(group).phase
        #expect(phase.current?.validityMinutes == 288_000, "V of the policy at the issue")
        #expect(phase.overlap?.deadline == world.now.adding(days: 45), "G of the policy at the issue (Rule S5)")
    }
}
