import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules I2 to I4: who issues, and what happens between the order and the submission.
struct IssueRaceTests {
    let world: TestWorld
    let service: HostileService

    init() async throws {
        world = try await TestWorld(crypto: InsecureCrypto(seed: 3))
        service = HostileService(world.coordinator)
    }

    /// Does something just before the next submission arrives.
    private func beforeSubmission(_ action: @escaping @Sendable () async throws -> Void) {
        service.onSend { [service] request in
            if request.body.operation == "submit" {
                service.onSend(nil)
                try await action()
            }
            return try await service.honest.send(request)
        }
    }

    @Test func `the loser of a race installs the winner's certificate in the same check-in (Rule I3)`() async throws {
        let (loser, winner) = (try await world.member(through: service), try await world.member())
        world.advanceToRenewal()
        beforeSubmission { try await winner.agent.checkIn() }
        let report = try await loser.agent.checkIn()
        let pin = try await winner.pin()
        #expect(report.events.map(\.rule) == ["I3", "I5"])
        #expect(report.newest == pin)
        #expect(loser.held() == [1, 2])
        #expect(try await loser.agent.summary()?.candidates == [], "destroyed once it held another g + 1")
        #expect(report.status == .default)
    }

    @Test func `where the password changed meanwhile it issues with the new record (Rules I3, K5)`() async throws {
        let issuer = try await world.member(through: service)
        let old = try await world.member("2.22")
        world.advanceToRenewal()
        let password = try Password(chosen: "another password")
        beforeSubmission { try await old.agent.changePassword(to: password) }
        #expect(try await issuer.agent.checkIn().events.map(\.rule) == ["I4"])
        let joiner = try world.machine()
        #expect(try await joiner.join(password: password).held.count == 2)
    }

    @Test func `where the policy changed meanwhile it issues with the new V (Rule I4)`() async throws {
        let issuer = try await world.member(through: service)
        world.advanceToRenewal()
        beforeSubmission { [world] in
            let longer = try RenewalPolicy(validityMinutes: 2_628_000, graceMinutes: 64_800)
            try await world.coordinator.setPolicy(longer, of: world.group, by: .app("test"))
        }
        #expect(try await issuer.agent.checkIn().events.map(\.rule) == ["I4"])
        #expect(try await world.current()?.validityMinutes == 2_628_000)
        #expect(issuer.held() == [1, 2])
    }

    @Test func `where C became too old it issues with a fresh one (Rule I4)`() async throws {
        let issuer = try await world.member(through: service)
        world.advanceToRenewal()
        beforeSubmission { [world] in world.clock.advance(by: .seconds(3_601)) }
        #expect(try await issuer.agent.checkIn().events.map(\.rule) == ["I4"])
        #expect(try await world.current()?.createdAt == world.clock.now())
    }

    @Test func `of many machines that check in at once exactly one issues (Rule I3)`() async throws {
        var machines: [TestMachine] = []
        for _ in 0..<24 { machines.append(try await world.member()) }
        world.advanceToRenewal()
        let events = try await withThrowingTaskGroup(of: [CheckInReport.Event].self) { group in
            for machine in machines {
                group.addTask {
                    await Task.yield()
                    return try await machine.agent.checkIn().events
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(events.filter { $0.rule == "I4" }.count == 1)
        let current = try await world.current()
        for machine in machines {
            #expect(try await machine.pin().fingerprint == current?.fingerprint)
            #expect(machine.held() == [1, 2])
        }
    }

    @Test func `of many machines that found at once exactly one does and the others join (Rules I1, I3)`() async throws
    {
        let machines = try (0..<8).map { _ in try world.machine() }
        let reports = try await withThrowingTaskGroup(of: JoinReport.self) { group in
            for machine in machines { group.addTask { try await machine.join() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(reports.filter(\.founded).count == 1)
        #expect(Set(reports.map(\.current)).count == 1)
    }

    @Test func `the loser of a first join with another password is told that it is wrong (Rule I3)`() async throws {
        let (loser, winner) = (try world.machine(through: service), try world.machine())
        service.onJoin { [service] request in
            service.onJoin(nil)
            try await winner.join()
            return try await service.honest.found(request, by: .app("test"))
        }
        await #expect(throws: RenewalError(.wrongPassword, "")) {
            try await loser.agent.join(
                world.group, name: try Name("loser"), password: try Password(chosen: "my own password"),
                founding: service)
        }
        #expect(loser.vault.copy() == nil)
    }
}
