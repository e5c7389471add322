import RenewalTestSupport
import Testing

@testable import RenewalCore

/// Rules S4, P1 to P4: whether a renewal is due, and why.
struct DueRulesTests {
    static let startOfRenewal = Sample.start.adding(days: 155)

    @Test("a renewal is due from S on, to the second (Rule S4)", arguments: [(-1, false), (0, true), (1, true)])
    func schedule(offset: Int64, isDue: Bool) throws {
        let group = try Sample.group(Sample.phase(.stable))
        let reason = RenewalSchedule.dueReason(of: group, at: Self.startOfRenewal.adding(seconds: offset))
        #expect(reason == (isDue ? .schedule : nil))
    }

    @Test(
        "a validity shorter than the certificate's makes a renewal due, an equal or longer one does not (Rules P2, P3)",
        arguments: [(287_999, true), (288_000, false), (288_001, false), (2_628_000, false)])
    func validity(minutes: Int, isDue: Bool) throws {
        let group = try Sample.group(Sample.phase(.stable), Sample.policy(minutes, 64_800))
        let reason = RenewalSchedule.dueReason(of: group, at: Sample.start)
        #expect(reason == (isDue ? .policyChange : nil))
    }

    @Test("a new grace period moves S (Rule P4)", arguments: [(-1, false), (0, true)])
    func grace(offset: Int64, isDue: Bool) throws {
        // 100 days before E in place of 45.
        let group = try Sample.group(Sample.phase(.stable), Sample.policy(288_000, 144_000))
        let reason = RenewalSchedule.dueReason(of: group, at: Sample.start.adding(days: 100).adding(seconds: offset))
        #expect(reason == (isDue ? .schedule : nil))
    }

    @Test func `a longer validity with a longer grace can put S into the past (Rule P3)`() throws {
        let group = try Sample.group(Sample.phase(.stable), Sample.policy(2_628_000, 144_000))
        #expect(RenewalSchedule.dueReason(of: group, at: Sample.start.adding(days: 99)) == nil)
        #expect(RenewalSchedule.dueReason(of: group, at: Sample.start.adding(days: 100)) == .schedule)
    }

    @Test func `of several reasons operator comes before policyChange before schedule (Rule S4)`() throws {
        var group = try Sample.group(Sample.phase(.stable), Sample.policy(129_600, 64_800))
        let late = Sample.start.adding(days: 170)
        #expect(RenewalSchedule.dueReason(of: group, at: late) == .policyChange)
        group.operatorRequest = OperatorRequest(at: late, by: .app("alice"), delivery: .toMembers)
        #expect(RenewalSchedule.dueReason(of: group, at: late) == .operator)
        let opening = try #require(group.dueOpening(at: late, foundBy: .coordinator))
        #expect(opening == Opening(at: late, reason: .operator, by: .app("alice"), delivery: .toMembers))
    }

    @Test func `any opening consumes the operator's request (Rule S4)`() throws {
        var group = try Sample.group(Sample.phase(.stable))
        group.operatorRequest = OperatorRequest(
            at: Sample.start, by: .app("alice"), delivery: .withoutDelivery(issuer: Sample.id(2)))
        let opening = try #require(group.dueOpening(at: Sample.start, foundBy: .coordinator))
        #expect(opening.delivery == .withoutDelivery(issuer: Sample.id(2)))
        try group.open(opening)
        #expect(group.operatorRequest == nil)
    }

    @Test(
        "only a stable group is ever due (Rule S6)",
        arguments: GroupPhase.Kind.allCases.filter { $0 != .stable })
    func onlyStable(kind: GroupPhase.Kind) throws {
        var group = try Sample.group(Sample.phase(kind), Sample.policy(129_600, 64_800))
        group.operatorRequest = OperatorRequest(at: Sample.start, by: .app("alice"), delivery: .toMembers)
        #expect(RenewalSchedule.dueReason(of: group, at: .distantFuture) == nil)
    }

    @Test func `a policy applies to the next certificate; the present one keeps its dates (Rule P1)`() throws {
        var group = try Sample.group(Sample.phase(.stable))
        group.policy = try Sample.policy(129_600, 64_800)
        #expect(group.phase.current?.expiry == Sample.start.adding(days: 200))
        try group.open(Sample.opening(at: Sample.start.adding(days: 1), .policyChange))
        #expect(group.phase.current?.expiry == Sample.start.adding(days: 200))
    }
}
