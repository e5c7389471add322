import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Answers that never arrive: the request was stored, or it was not, and the agent can not know which.
struct LostAnswerTests {
    let world: TestWorld
    let service: HostileService

    init() async throws {
        world = try await TestWorld(crypto: InsecureCrypto(seed: 2))
        service = HostileService(world.coordinator)
    }

    /// Loses the answer to the next request of that kind, before or after the coordinator stored it.
    private func loseNext(_ operation: String, stored: Bool) {
        service.onSend { [service] request in
            guard request.body.operation == operation else { return try await service.honest.send(request) }
            service.onSend(nil)
            if stored { _ = try await service.honest.send(request) }
            throw LostAnswer()
        }
    }

    private func loseNextJoin(stored: Bool) {
        service.onJoin { [service] request in
            service.onJoin(nil)
            if stored {
                _ =
                    request.operation == .firstJoin
                    ? try await service.honest.found(request, by: .app("test"))
                    : try await service.honest.join(request)
            }
            throw LostAnswer()
        }
    }

    @Test(arguments: [true, false])
    func `a first join is taken up under the same id (Rules I3, Z6)`(stored: Bool) async throws {
        let machine = try world.machine(through: service)
        loseNextJoin(stored: stored)
        await #expect(throws: LostAnswer.self) { try await join(machine) }
        let id = try await machine.id()
        #expect(try await machine.agent.summary()?.isJoining == true)
        let report = try await join(machine)
        #expect(report.machine == id)
        #expect(report.current.generation == .first)
        #expect(try await world.coordinator.machines(of: world.group).map(\.machine.id) == [id])
        #expect(try await machine.agent.checkIn().status == .default)
    }

    @Test(arguments: [true, false])
    func `a join is taken up under the same id (Rule Z6)`(stored: Bool) async throws {
        try await world.member()
        let machine = try world.machine(through: service)
        loseNextJoin(stored: stored)
        await #expect(throws: LostAnswer.self) { try await join(machine) }
        let id = try await machine.id()
        #expect(try await join(machine).machine == id)
        #expect(try await world.coordinator.machines(of: world.group).count == 2)
        #expect(try await machine.agent.checkIn().status == .default)
    }

    @Test(arguments: [true, false])
    func `a rejoin is repeated, and the old keys stay until one is accepted (Rules K4, Z6)`(stored: Bool) async throws {
        let machine = try await world.member(through: service)
        let before = try #require(machine.vault.copy()?.membership?.machineKey)
        loseNextJoin(stored: stored)
        await #expect(throws: LostAnswer.self) { try await machine.agent.rejoin(password: world.password) }
        #expect(machine.vault.copy()?.membership?.machineKey == before)
        #expect(machine.held() == [1])
        _ = try await machine.agent.rejoin(password: world.password)
        #expect(machine.vault.copy()?.membership?.machineKey != before)
        #expect(try await machine.agent.checkIn().status == .default)
    }

    @Test func `a submission that was stored is adopted at the next check-in (Rule I4)`() async throws {
        let machine = try await world.member(through: service)
        world.advanceToRenewal()
        loseNext("submit", stored: true)
        await #expect(throws: LostAnswer.self) { try await machine.agent.checkIn() }
        let candidate = try #require(try await machine.agent.summary()?.candidates.first)
        #expect(machine.held() == [1])
        #expect(try await machine.agent.checkIn().events == [.adopted(candidate.pin)])
        #expect(try await world.current()?.fingerprint == candidate.fingerprint)
        #expect(machine.held() == [1, 2])
        #expect(try await machine.agent.summary()?.candidates == [])
    }

    @Test func `a stored submission is adopted after the previous generation was retired (Rule Z2)`() async throws {
        let machine = try await world.member(through: service)
        world.advanceToRenewal()
        loseNext("submit", stored: true)
        await #expect(throws: LostAnswer.self) { try await machine.agent.checkIn() }
        world.advanceToDeadline()
        let report = try await machine.agent.checkIn()
        #expect(report.newest.generation == Generation(2))
        #expect(report.events.map(\.rule) == ["I4", "K2"])
        #expect(machine.held() == [2])
    }

    @Test func `a submission that was not stored is made again, and no candidate is lost on the way (Rule I4)`()
        async throws
    {
        let machine = try await world.member(through: service)
        world.advanceToRenewal()
        loseNext("submit", stored: false)
        await #expect(throws: LostAnswer.self) { try await machine.agent.checkIn() }
        let first = try #require(try await machine.agent.summary()?.candidates.first)
        world.advance(days: 1)
        loseNext("submit", stored: false)
        await #expect(throws: LostAnswer.self) { try await machine.agent.checkIn() }
        let both = try #require(try await machine.agent.summary()?.candidates)
        #expect(both.count == 2)
        #expect(both.first == first, "it may still turn out to be the group's")
        world.advance(days: 1)
        #expect(try await machine.agent.checkIn().newest.generation == Generation(2))
        #expect(try await machine.agent.summary()?.candidates == [], "Rule I4: it holds a g + 1 now")
    }

    @Test func `within the half hour the same candidate is submitted again (Rule I4)`() async throws {
        let machine = try await world.member(through: service)
        world.advanceToRenewal()
        loseNext("submit", stored: false)
        await #expect(throws: LostAnswer.self) { try await machine.agent.checkIn() }
        let candidate = try #require(try await machine.agent.summary()?.candidates.first)
        world.clock.advance(by: .seconds(600))
        #expect(try await machine.agent.checkIn().events == [.issued(candidate.pin)])
    }

    @Test(arguments: [true, false])
    func `a password change whose answer was lost is repeated (Rule K5)`(stored: Bool) async throws {
        let machine = try await world.member(through: service)
        loseNext("changePassword", stored: stored)
        await #expect(throws: LostAnswer.self) { try await machine.agent.regeneratePassword() }
        let password = try await machine.agent.regeneratePassword()
        let joiner = try world.machine()
        try await joiner.join(password: password)
        #expect(try await world.coordinator.group(world.group).passwordRecord?.version == (stored ? 3 : 2))
    }

    @Test(arguments: [true, false])
    func `a check-in and the confirmation of an install are repeated (Rules I5, Z2)`(stored: Bool) async throws {
        let (first, second) = (try await world.member(), try await world.member(through: service))
        world.advanceToRenewal()
        try await first.agent.checkIn()
        service.onSend { [service] request in
            guard case .checkIn(let body) = request.body, body.held.count == 2 else {
                return try await service.honest.send(request)
            }
            service.onSend(nil)
            if stored { _ = try await service.honest.send(request) }
            throw LostAnswer()
        }
        await #expect(throws: LostAnswer.self) { try await second.agent.checkIn() }
        #expect(second.held() == [1, 2])
        #expect(try await second.agent.checkIn().status == .default)
    }

    @Test(arguments: [true, false])
    func `leaving is repeated and then local (Rule G5)`(stored: Bool) async throws {
        try await world.member()
        let machine = try await world.member(through: service)
        loseNext("leave", stored: stored)
        await #expect(throws: LostAnswer.self) { try await machine.agent.leave() }
        #expect(machine.held() == [1])
        #expect(try await machine.agent.leave()?.code == (stored ? .machineNotFound : nil))
        #expect(machine.vault.copy() == nil)
        #expect(try await world.coordinator.machines(of: world.group).count == 1)
    }

    private func join(_ machine: TestMachine) async throws -> JoinReport {
        try await machine.agent.join(
            world.group, name: try Name(machine.name), password: world.password, founding: service)
    }
}
