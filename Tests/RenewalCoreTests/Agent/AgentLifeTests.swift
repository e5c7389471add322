import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// A machine's life with an honest coordinator.
struct AgentLifeTests {
    let world: TestWorld

    init() async throws { world = try await TestWorld(crypto: InsecureCrypto(seed: 1)) }

    @Test func `the first machine founds the group and the second joins it (Rules I1, I8)`() async throws {
        let first = try world.machine()
        let founded = try await first.join()
        #expect(founded.founded)
        #expect(founded.current.generation == .first)
        #expect(founded.current.createdAt == TestWorld.start)
        let joined = try await world.machine().join()
        #expect(!joined.founded)
        #expect(joined.current == founded.current)
        #expect(joined.status == .default)
        #expect(joined.description.contains("\(founded.current.fingerprint)"), "Rule Z4")
    }

    @Test func `a group that was never joined needs the app (Rule Z7)`() async throws {
        let machine = try world.machine()
        await #expect(throws: RenewalError(.firstJoinNeedsApp, "")) {
            try await machine.agent.join(world.group, name: try Name("m"), password: world.password)
        }
        #expect(machine.vault.copy() == nil)
    }

    @Test func `in a renewal one issues, the others install, and the old key goes at the deadline (Rules I4, I5, K2)`()
        async throws
    {
        let (first, second) = (try await world.member(), try await world.member())
        world.advanceToRenewal()
        let issued = try await first.agent.checkIn()
        let generation = try #require(Generation(2))
        #expect(issued.events.map(\.rule) == ["I4"])
        #expect(issued.newest.generation == generation)
        #expect(first.held() == [1, 2])
        #expect(try await world.status(of: second) == .pendingNewKey)
        let installed = try await second.agent.checkIn()
        #expect(installed.events == [.installed(issued.newest)])
        #expect(installed.status == .default)
        #expect(second.held() == [1, 2])
        #expect(try await first.agent.checkIn().events == [])
        world.advanceToDeadline()
        #expect(try await first.agent.checkIn().events.first == .destroyed([.first]))
        #expect(first.held().contains(1) == false)
    }

    @Test func `a machine that missed the renewal is refused and rejoins with the password (Rules K4, Z2)`()
        async throws
    {
        let (first, second) = (try await world.member(), try await world.member())
        world.advanceToRenewal()
        try await first.agent.checkIn()
        world.advanceToDeadline()
        await #expect(throws: RenewalError(.machineKeyExpired, "")) { try await second.agent.checkIn() }
        #expect(second.held() == [1], "Rule K2: it keeps the key until it has a later one")
        #expect(try await world.status(of: second) == .keyExpired)
        let new = try await first.agent.regeneratePassword()
        await #expect(throws: RenewalError(.supersededPassword, "")) {
            try await second.agent.rejoin(password: world.password)
        }
        await #expect(throws: RenewalError(.wrongPassword, "")) {
            try await second.agent.rejoin(password: try Password(chosen: "some other password"))
        }
        #expect(second.held() == [1])
        let before = try await second.id()
        let report = try await second.agent.rejoin(password: new)
        #expect(report.machine == before)
        #expect(report.current.generation == Generation(2))
        #expect(second.held() == [2])
        #expect(try await second.agent.checkIn().status == .default)
    }

    @Test func `an old agent stays as it is and is told to update (Rule I7)`() async throws {
        let (first, old) = (try await world.member(), try await world.member("2.22.999"))
        world.advanceToRenewal()
        #expect(try await old.agent.checkIn().events == [.mustUpdateAgent])
        #expect(old.held() == [1])
        try await first.agent.checkIn()
        let report = try await old.agent.checkIn()
        #expect(report.events == [.mustUpdateAgent])
        #expect(report.status == .pendingNewKey)
        let updated = try old.restarted("2.23")
        #expect(try await updated.agent.checkIn().newest.generation == Generation(2))
    }

    @Test func `a joiner in an overlap gets both generations, after a password change too (Rules I8, K5)`() async throws
    {
        let first = try await world.member()
        world.advanceToRenewal()
        try await first.agent.checkIn()
        let joiner = try await world.member()
        #expect(joiner.held() == [1, 2])
        let new = try await first.agent.regeneratePassword()
        let later = try world.machine()
        #expect(try await later.join(password: new).held.count == 2)
        #expect(later.held() == [1, 2])
    }

    @Test func `a joiner of an open renewal issues at once (Rule I8)`() async throws {
        let first = try await world.member()
        world.advanceToRenewal()
        _ = try await world.coordinator.renewNow(world.group, by: .app("test"))
        let joiner = try world.machine()
        let report = try await joiner.join()
        #expect(report.checkIn?.events.map(\.rule) == ["I4"])
        #expect(joiner.held() == [1, 2])
        #expect(try await first.agent.checkIn().events.map(\.rule) == ["I5"])
    }

    @Test func `leaving destroys every key, and is local where the group is gone (Rules G1, G5)`() async throws {
        let (first, second) = (try await world.member(), try await world.member())
        #expect(try await second.agent.leave() == nil)
        #expect(second.vault.copy() == nil)
        try await world.coordinator.deleteGroup(world.group, by: .app("test"))
        await #expect(throws: RenewalError(.groupNotFound, "")) { try await first.agent.checkIn() }
        #expect(first.held() == [1])
        #expect(try await first.agent.leave()?.code == .groupNotFound)
        #expect(first.vault.copy() == nil)
    }

    @Test func `a machine is in one group at a time (Rule G3)`() async throws {
        let machine = try await world.member()
        let other = try await world.coordinator.createGroup(named: "Other", by: .app("test"))
        await #expect(throws: RenewalError(.alreadyJoined, "")) { try await machine.join(group: other) }
        await #expect(throws: RenewalError(.alreadyJoined, "")) { try await machine.join() }
    }

    @Test func `without delivery the named machine issues and the others rejoin (Rules P5, G2)`() async throws {
        let (first, second) = (try await world.member(), try await world.member())
        world.advance(days: 1)
        let issuer = try await first.id()
        _ = try await world.coordinator.renewNow(
            world.group, delivery: .withoutDelivery(issuer: issuer), by: .app("test"))
        #expect(try await second.agent.checkIn().events == [.mustRejoin(afterIssueBy: issuer)])
        #expect(try await first.agent.checkIn().newest.generation == Generation(2))
        #expect(try await second.agent.checkIn().events == [.mustRejoin(afterIssueBy: nil)])
        #expect(try await second.agent.rejoin(password: world.password).current.generation == Generation(2))
        #expect(second.held() == [1, 2])
    }
}
