import FoundationEssentials
import RenewalCore
import Testing

@testable import RenewalDataverse

/// Phases to the second. V = 525,600 and G = 86,400 minutes: E = C + 365 days, S = C + 305 days.
struct GroupPhaseTests {
    static let created = Instant(secondsSince1970: 1_700_000_000)
    static let start = created.adding(days: 305)
    static let expiry = created.adding(days: 365)

    static func facts(
        isKeyExpired: Bool = false, created: Instant? = created, validity: Int? = 525_600, grace: Int? = 86_400
    ) -> GroupFacts {
        GroupFacts(
            id: GroupID(UUID()), isKeyExpired: isKeyExpired, keyCreated: created, validityMinutes: validity,
            graceMinutes: grace)
    }

    static func counts(_ statuses: [KeyDeliveryStatus]) -> MachineCounts {
        var counts = MachineCounts()
        for status in statuses { counts.add(status: status, isOutdated: nil) }
        return counts
    }

    @Test(
        "From S on it is renewing with [S, E), from E on expired (Rules S3, K3)",
        arguments: [
            (start.adding(seconds: -1), GroupSummary.Phase.stable),
            (start, .renewing(.init(start: start, end: expiry))),
            (start.adding(seconds: 1), .renewing(.init(start: start, end: expiry))),
            (expiry.adding(seconds: -1), .renewing(.init(start: start, end: expiry))),
            (expiry, .expired), (expiry.adding(seconds: 1), .expired),
        ])
    func schedule(now: Instant, phase: GroupSummary.Phase) {
        let summary = GroupSummary(Self.facts(), machines: Self.counts([.default]), at: now)
        #expect(summary.phase == phase)
        #expect(summary.renewalStart == Self.start)
        #expect(summary.expiry == Self.expiry)
    }

    @Test(
        "With a pending machine it is renewing with [C, C + G) while that is open, and with [null, E) else (Rule S5)",
        arguments: [
            (created.adding(seconds: -1), nil, expiry), (created, created, created.adding(days: 60)),
            (created.adding(days: 60).adding(seconds: -1), created, created.adding(days: 60)),
            (created.adding(days: 60), nil, expiry), (start.adding(seconds: -1), nil, expiry), (start, start, expiry),
        ] as [(Instant, Instant?, Instant)])
    func overlap(now: Instant, windowStart: Instant?, windowEnd: Instant) {
        let summary = GroupSummary(Self.facts(), machines: Self.counts([.default, .pendingNewKey]), at: now)
        #expect(summary.window == GroupSummary.Window(start: windowStart, end: windowEnd))
    }

    @Test("An overlap's estimate ends no later than E, whatever G is")
    func overlapBeyondExpiry() {
        let facts = Self.facts(validity: 1_440, grace: 10_000)
        let summary = GroupSummary(facts, machines: Self.counts([.pendingNewKey]), at: Self.created)
        #expect(summary.window == GroupSummary.Window(start: Self.created, end: Self.created.adding(days: 1)))
    }

    @Test(
        "Of several the first holds: expired, unknown, empty, renewing, stable",
        arguments: [
            (facts(isKeyExpired: true, created: nil), [], "expired"),
            (facts(isKeyExpired: true), [KeyDeliveryStatus.default], "expired"), (facts(created: nil), [], "unknown"),
            (facts(created: nil), [.pendingNewKey], "unknown"), (facts(), [], "empty"),
            (facts(), [.pendingNewKey], "renewing"), (facts(), [.keyExpired], "stable"),
        ])
    func order(facts: GroupFacts, statuses: [KeyDeliveryStatus], phase: String) {
        let summary = GroupSummary(facts, machines: Self.counts(statuses), at: Self.created)
        #expect(summary.phase.name == phase)
        #expect((summary.window != nil) == (phase == "renewing"))
    }

    @Test(
        "A store's group that was imported stands as its row in a real environment does (Rule I1)",
        arguments: [created, start.adding(seconds: -1), start, expiry.adding(seconds: -1), expiry])
    func imported(now: Instant) throws {
        let policy = try RenewalPolicy(validityMinutes: 525_600, graceMinutes: 86_400)
        for phase in [GroupPhase.imported(keyCreatedAt: Self.created), .new] {
            let group = MachineGroup(id: GroupID.random(), name: try Name("Finance"), policy: policy, phase: phase)
            var facts = Self.facts(
                created: phase == .new ? nil : Self.created, validity: policy.validityMinutes,
                grace: policy.graceMinutes)
            facts.id = group.id
            facts.name = "Finance"
            for statuses in [[KeyDeliveryStatus.default], [.default, .pendingNewKey]] {
                let counts = Self.counts(statuses)
                let summary = GroupSummary(group, machines: counts, at: now)
                #expect(summary == GroupSummary(facts, machines: counts, at: now))
            }
        }
    }

    @Test("A group past S without a machine is empty, and past E expired")
    func emptyBeforeRenewing() {
        #expect(GroupSummary(Self.facts(), machines: MachineCounts(), at: Self.start).phase == .empty)
        #expect(GroupSummary(Self.facts(), machines: MachineCounts(), at: Self.expiry).phase == .expired)
    }

    @Test(
        "Missing periods are the defaults, and a missing G is at most half of V (Rule S1)",
        arguments: [
            (nil, nil, 2_628_000, 262_800), (525_600, nil, 525_600, 262_800), (129_601, nil, 129_601, 64_800),
            (nil, 64_800, 2_628_000, 64_800),
        ] as [(Int?, Int?, Int, Int)])
    func defaults(validity: Int?, grace: Int?, effectiveValidity: Int, effectiveGrace: Int) {
        let facts = Self.facts(validity: validity, grace: grace)
        let summary = GroupSummary(facts, machines: MachineCounts(), at: Self.created)
        #expect(summary.validityMinutes == effectiveValidity)
        #expect(summary.graceMinutes == effectiveGrace)
    }

    @Test("A G beyond half of V counts as half of V, rounded down (Rule S3)")
    func graceBeyondHalf() {
        let facts = Self.facts(validity: 129_601, grace: 100_000)
        #expect(facts.renewalStart == Self.created.adding(minutes: 129_601 - 64_800))
    }
}
