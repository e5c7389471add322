import RenewalCore
import RenewalTestSupport
import Testing

/// Rules S3, S5 and S7: when a renewal starts, how long it lasts, and when machines check in.
struct ScheduleRulesTests {
    /// C, V and G in minutes, and S in seconds after C: computed by hand as 60 · (V − min(G, V / 2 rounded down)).
    static let starts: [(validity: Int, grace: Int, seconds: Int64)] = [
        (2_628_000, 262_800, 141_912_000), (129_600, 64_800, 3_888_000), (288_000, 64_800, 13_392_000),
        // A grace period longer than half of an older, shorter certificate counts as that half, rounded down.
        (129_600, 1_314_000, 3_888_000), (129_601, 1_314_000, 3_888_060), (129_603, 64_801, 3_888_120),
        (129_603, 64_802, 3_888_120),
    ]

    @Test("S = C + V − min(G, V / 2) (Rule S3)", arguments: starts)
    func start(validity: Int, grace: Int, seconds: Int64) {
        let start = RenewalSchedule.start(
            createdAt: Sample.start, validityMinutes: validity, graceMinutes: grace)
        #expect(start.seconds(since: Sample.start) == seconds)
    }

    @Test func `S takes V from the certificate and G from the policy (Rule S3)`() throws {
        let current = Sample.generation(1, validity: 129_600)
        let policy = try RenewalPolicy(validityMinutes: 2_628_000, graceMinutes: 262_800)
        #expect(RenewalSchedule.start(of: current, under: policy) == Sample.start.adding(minutes: 64_800))
    }

    @Test func `a regular renewal issued at S lasts until E exactly (Rule S5)`() {
        let previous = Sample.generation(1)
        let atStart = Sample.start.adding(minutes: 288_000 - 64_800)
        #expect(
            RenewalSchedule.deadline(previous: previous, issuedAt: atStart, graceMinutes: 64_800) == previous.expiry)
        let later = RenewalSchedule.deadline(
            previous: previous, issuedAt: atStart.adding(seconds: 1), graceMinutes: 64_800)
        #expect(later == previous.expiry, "E is the latest")
        let earlier = RenewalSchedule.deadline(
            previous: previous, issuedAt: atStart.adding(seconds: -1), graceMinutes: 64_800)
        #expect(earlier == previous.expiry.adding(seconds: -1))
    }

    @Test func `an accelerated renewal lasts G from the issue, with G at the moment of issue (Rule S5)`() throws {
        var group = try Sample.group(.renewing(current: Sample.generation(1), Sample.opening()))
        group.policy = try Sample.policy(2_628_000, 70_000)
        let issue = Sample.start.adding(days: 10)
        try group.issue(Sample.generation(2, at: issue), by: Sample.id(1), delivery: nil)
        group.policy = try Sample.policy(2_628_000, 1_314_000)
        #expect(group.deadline == issue.adding(minutes: 70_000))
    }

    @Test func `until the issue the deadline is E (Rule S5)`() throws {
        #expect(try Sample.group(Sample.phase(.renewing)).deadline == Sample.start.adding(days: 200))
        #expect(try Sample.group(Sample.phase(.stable)).deadline == nil)
    }

    /// Machine, generation, u and seconds until the next check-in. Computed in Python from the words of Rule S7:
    /// `h = 0xcbf29ce484222325; for b in uuid.bytes + struct.pack('>Q', g): h = ((h ^ b) * 0x100000001b3) % 2**64`, then
    /// the SplitMix64 finaliser, and `86400 - (17280 * u >> 64)`.
    static let spreads: [(id: String, generation: UInt64, u: UInt64, seconds: Int64)] = [
        ("00000000-0000-0000-0000-000000000000", 1, 3_703_001_746_267_303_742, 82_932),
        ("00000000-0000-0000-0000-000000000000", 2, 15_689_500_306_452_492_422, 71_703),
        ("0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9", 1, 6_752_879_826_027_432_160, 80_075),
        ("0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9", 7, 9_397_602_575_869_393_567, 77_597),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", 18_446_744_073_709_551_615, 1_343_130_034_678_940_327, 85_142),
        ("6ba7b810-9dad-11d1-80b4-00c04fd430c8", 3, 9_560_361_804_572_678_404, 77_445),
    ]

    @Test("the next check-in follows from machine and generation (Rule S7)", arguments: spreads)
    func nextCheckIn(id: String, generation: UInt64, u: UInt64, seconds: Int64) throws {
        let machine = try #require(MachineID(id))
        let next = RenewalSchedule.nextCheckIn(
            of: machine, generation: Sample.number(generation), after: Sample.start)
        #expect(next.seconds(since: Sample.start) == seconds)
    }

    @Test func `check-ins of one minute spread over 17,280 seconds and never exceed 24 hours (Rule S7)`() {
        let seconds = (0..<2_000).map { index in
            RenewalSchedule.nextCheckIn(of: Sample.id(index), generation: .first, after: Sample.start)
                .seconds(since: Sample.start)
        }
        #expect(seconds.allSatisfy { (86_400 - 17_280 + 1...86_400).contains($0) })
        #expect(Set(seconds.map { $0 / 864 }).count == 20, "each hundredth of a day from 0.8 on has some")
    }
}
