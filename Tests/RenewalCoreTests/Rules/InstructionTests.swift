import RenewalCore
import RenewalTestSupport
import Testing

/// Rules I2, I5, I7 and P5: what a machine that checks in is told, from rows alone.
struct InstructionTests {
    private func decide(
        _ phase: GroupPhase, under generation: UInt64 = 1, holding held: [UInt64] = [1], _ version: String? = "2.23",
        machine: UInt64 = 1, stored: KeyDeliveryStatus = .default, suspect: Bool = false
    ) throws -> CheckInDecision {
        .of(
            try Sample.machine(machine, holding: generation, version, stored: stored), under: Sample.number(generation),
            holding: held.map(Sample.number), in: try Sample.group(phase), clockIsSuspect: suspect)
    }

    static let agents: [(version: String?, decision: CheckInDecision)] = [
        ("2.9", .updateAgent), ("2.22.999", .updateAgent), ("2.23", .issue(delivers: true)),
        ("2.23.0.1", .issue(delivers: true)), ("10.0", .issue(delivers: true)), (nil, .updateAgent),
    ]

    @Test(
        "in an open renewal each eligible machine is told to issue; an old agent is told to update (Rules I2, I7)",
        arguments: agents)
    func open(version: String?, decision: CheckInDecision) throws {
        #expect(try decide(Sample.phase(.renewing), version) == decision)
    }

    @Test(
        "before D a machine of 2.23 under the previous generation installs, whatever its stored status (Rules I5, I7)",
        arguments: KeyDeliveryStatus.allCases, [("2.22.999", false), ("2.23", true), ("10.0", true)])
    func overlap(stored: KeyDeliveryStatus, agent: (version: String, installs: Bool)) throws {
        let expected = agent.installs ? CheckInDecision.install(delivery: SealedValue([1])) : .updateAgent
        #expect(try decide(Sample.phase(.overlap), agent.version, stored: stored) == expected)
    }

    @Test func `who is up to date has nothing to do (Rule I5)`() throws {
        #expect(try decide(Sample.phase(.overlap), under: 2, holding: [1, 2]) == .nothing)
        #expect(try decide(Sample.phase(.stable)) == .nothing)
        #expect(try decide(Sample.phase(.stable), "2.9") == .nothing, "an old agent is fine outside of renewals (I7)")
    }

    @Test func `a doubted delivery is replaced by whoever holds both, and by nobody else (Rule I5)`() throws {
        let doubted = Sample.overlap(doubted: true)
        #expect(try decide(doubted, under: 2, holding: [1, 2]) == .replaceDelivery)
        #expect(try decide(doubted, under: 2, holding: [2]) == .nothing)
        #expect(try decide(doubted, under: 1) == .install(delivery: SealedValue([1])))
        #expect(try decide(Sample.overlap(doubted: false), under: 2, holding: [1, 2]) == .nothing)
    }

    @Test func `without delivery only the named machine issues, and all others are told to rejoin (Rule P5)`() throws {
        let named = Sample.id(2)
        let phase = GroupPhase.renewing(
            current: Sample.generation(1), Sample.opening(at: Sample.start, .operator, .withoutDelivery(issuer: named)))
        #expect(try decide(phase, machine: 1) == .rejoin(afterIssueBy: named))
        #expect(try decide(phase, "2.9", machine: 1) == .rejoin(afterIssueBy: named))
        #expect(try decide(phase, machine: 2) == .issue(delivers: false))
        #expect(try decide(phase, "2.9", machine: 2) == .updateAgent)
        #expect(try decide(Sample.overlap(delivery: nil), machine: 1) == .rejoin(afterIssueBy: nil))
        #expect(try decide(Sample.overlap(delivery: nil), under: 2, machine: 2) == .nothing)
    }

    @Test func `nobody is told to issue while the clock is suspect (Rule T3)`() throws {
        #expect(try decide(Sample.phase(.renewing), suspect: true) == .nothing)
        let install = CheckInDecision.install(delivery: SealedValue([1]))
        #expect(try decide(Sample.phase(.overlap), suspect: true) == install, "everything else is served")
    }

    @Test func `each decision names its rule`() {
        let rules = [
            CheckInDecision.nothing, .issue(delivers: true), .install(delivery: SealedValue([])), .updateAgent,
            .rejoin(afterIssueBy: nil), .replaceDelivery,
        ].map(\.rule)
        #expect(rules == ["K1", "I2", "I5", "I7", "P5", "I5"])
    }
}
