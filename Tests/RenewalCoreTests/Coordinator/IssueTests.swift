import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules I3, I4 and Z2: several machines at once, lost answers, and what changes between two calls.
struct IssueTests {
    @Test func `of two that issue at once one wins, the other installs in the same check-in (Rule I3)`() async throws {
        let world = try World()
        let group = try await world.group()
        let winner = try await world.member(of: group)
        let service = InterruptedService(world.coordinator)
        let loser = try await world.member(of: group, through: service)
        world.advance(days: 155)
        service.before("submit") { try await winner.checkIn() }
        let report = try await loser.checkIn()
        #expect(report.events.map(\.rule) == ["I3", "I5"])
        #expect(try await world.coordinator.group(group).phase.overlap?.issuer == winner.id)
        #expect(try loser.pin == winner.pin)
        #expect(loser.vault.copy()?.membership?.candidates.isEmpty == true, "the candidate is destroyed")
        #expect(try await loser.status == .default)
        #expect(try await world.storage.read([.certificates(group, after: nil)]).certificates.count == 2)
    }

    @Test func `where only the password version differs nobody has won, and it issues again (Rule I3)`() async throws {
        let world = try World()
        let group = try await world.group()
        let first = try await world.member(of: group)
        let service = InterruptedService(world.coordinator)
        let issuer = try await world.member(of: group, through: service)
        world.advance(days: 155)
        // The first machine regenerates between the instruction and the submission, without issuing itself.
        service.before("submit") {
            let old = try first.restarted("2.22")
            _ = try await old.agent.regeneratePassword()
        }
        let report = try await issuer.checkIn()
        #expect(report.events.map(\.rule) == ["I4"])
        let row = try await world.coordinator.group(group)
        #expect(try row.passwordRecord?.version == 2 && row.phase.overlap?.issuer == (issuer.id))
    }

    @Test(
        "terms over an hour old are refused, with fresh ones (Rule I4)",
        arguments: [(Int64(3_600), false), (3_601, true)])
    func staleTerms(age: Int64, isStale: Bool) async throws {
        let (world, group, submission) = try await submission()
        world.clock.advance(by: .seconds(age))
        if isStale {
            let error = try await refusal(.staleIssue) { try await world.coordinator.send(submission) }
            guard case .issue(let fresh) = error.remedy else {
                Issue.record("no fresh terms")
                return
            }
            #expect(fresh.terms == IssueTerms(createdAt: world.now, validityMinutes: 288_000))
            #expect(try await world.coordinator.group(group).phase.kind == .renewing)
        } else {
            _ = try await world.coordinator.send(submission)
            let phase = try await world.coordinator.group(group).phase
            #expect(phase.current?.createdAt == World.start.adding(days: 155))
        }
    }

    @Test func `a policy edited between instruction and submission gives fresh terms (Rules I4, P1)`() async throws {
        let (world, group, submission) = try await submission()
        try await world.coordinator.setPolicy(World.policy(days: 300), of: group, by: World.alice)
        let error = try await refusal(.staleIssue) { try await world.coordinator.send(submission) }
        guard case .issue(let fresh) = error.remedy else {
            Issue.record("no fresh terms")
            return
        }
        #expect(fresh.terms.validityMinutes == 300 * 1_440)
    }

    @Test func `E passing between instruction and submission ends in K3 (Rules I4, K3)`() async throws {
        let (world, group, submission) = try await submission(at: World.start.adding(days: 200).adding(seconds: -1))
        world.clock.advance(by: .seconds(1))
        _ = try await refusal(.groupKeyExpired) { try await world.coordinator.send(submission) }
        #expect(try await world.coordinator.group(group).phase.kind == .keyExpired)
    }

    @Test func `the submission is signed with the new key too, and carries a link and record of that key (Rule I4)`()
        async throws
    {
        let (world, group, good) = try await submission()
        guard case .submit(let body) = good.body else { return }
        var unsigned = good
        unsigned.candidateSignature = nil
        _ = try await refusal(.certificateRejected) { try await world.coordinator.send(unsigned) }
        unsigned.candidateSignature = good.groupSignature
        _ = try await refusal(.certificateRejected) { try await world.coordinator.send(unsigned) }
        #expect(try await world.coordinator.group(group).phase.kind == .renewing)
        _ = try await world.coordinator.send(good)
        #expect(try await world.coordinator.group(group).phase.current?.certificate == body.certificate)
    }

    /// The submission that a machine would send, kept back; the renewal is open.
    private func submission(
        at instant: Instant = World.start.adding(days: 155)
    ) async throws -> (World, GroupID, MachineRequest) {
        let world = try World()
        let group = try await world.group()
        let service = KeepingService(world.coordinator)
        let machine = try await world.member(of: group, through: service)
        world.advance(to: instant)
        await #expect(throws: KeepingService.Kept.self) { try await machine.checkIn() }
        return (world, group, try #require(service.kept))
    }

    @Test func `in the second of an issue nobody is told to issue the next: C is after C(g) (Rule I4)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        _ = try await world.coordinator.renewNow(group, by: World.alice)
        #expect(try await members[0].checkIn().events.isEmpty)
        world.clock.advance(by: .seconds(1))
        #expect(try await members[0].checkIn().events.map(\.rule) == ["I4"])
    }

    @Test func `after a lost answer the agent adopts its candidate at the next check-in (Rule I4)`() async throws {
        let world = try World()
        let group = try await world.group()
        let service = LossyService(world.coordinator)
        let machine = try await world.member(of: group, through: service)
        world.advance(days: 155)
        service.next(nil, .answer)
        await #expect(throws: LossyService.Lost.answer) { try await machine.checkIn() }
        #expect(machine.held == [1])
        let issued = try #require(try await world.coordinator.group(group).phase.current)
        #expect(issued.generation.number == 2)
        let report = try await machine.checkIn()
        #expect(report.events.map(\.rule) == ["I4"])
        #expect(try machine.pin.fingerprint == issued.fingerprint)
        #expect(try await machine.status == .default)
    }

    @Test func `after a lost answer and the deadline the candidate still signs (Rules I4, Z2)`() async throws {
        let world = try World()
        let group = try await world.group()
        let service = LossyService(world.coordinator)
        let machine = try await world.member(of: group, through: service)
        world.advance(days: 155)
        service.next(nil, .answer)
        await #expect(throws: LossyService.Lost.answer) { try await machine.checkIn() }
        world.advance(days: 46)
        let report = try await machine.checkIn()
        #expect(machine.held.contains(2) && report.status == .default)
    }

    @Test func `a lost request changes nothing and is made good by the next (Rule Z2)`() async throws {
        let world = try World()
        let group = try await world.group()
        let service = LossyService(world.coordinator)
        let machine = try await world.member(of: group, through: service)
        world.advance(days: 155)
        service.next(nil, .request)
        await #expect(throws: LossyService.Lost.request) { try await machine.checkIn() }
        #expect(try await world.coordinator.group(group).phase.kind == .renewing)
        #expect(try await machine.checkIn().events.map(\.rule) == ["I4"])
    }
}
