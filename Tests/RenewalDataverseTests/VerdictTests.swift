import FoundationEssentials
import RenewalCore
import Testing

@testable import RenewalDataverse

/// Verdicts to the second, in a group with V = 525,600 and G = 86,400 minutes.
struct VerdictTests {
    static let start = GroupPhaseTests.start
    static let expiry = GroupPhaseTests.expiry

    static func verdict(
        _ status: KeyDeliveryStatus, version: String? = "2.23", seen: Instant?, at now: Instant,
        isKeyExpired: Bool = false
    ) throws -> Verdict {
        let facts = MachineFacts(
            id: MachineID(UUID()), agentVersion: try version.map { try AgentVersion($0) }, status: status,
            lastHeartbeat: seen)
        let group = GroupSummary(
            GroupPhaseTests.facts(isKeyExpired: isKeyExpired), machines: GroupPhaseTests.counts([status]), at: now)
        return Verdict(facts, in: group, at: now)
    }

    @Test("A machine that was not seen for seven days is at risk", arguments: [(-1, true), (0, true), (1, false)])
    func silence(seconds: Int64, isAtRisk: Bool) throws {
        let seen = Self.start.adding(days: -7).adding(seconds: seconds)
        let verdict = try Self.verdict(.pendingNewKey, seen: seen, at: Self.start)
        #expect(verdict == (isAtRisk ? .atRisk(.notSeen) : .onTrack))
    }

    @Test("A machine that was never seen is at risk")
    func neverSeen() throws {
        #expect(try Self.verdict(.pendingNewKey, seen: nil, at: Self.start) == .atRisk(.notSeen))
    }

    @Test(
        "Seven days before the window closes a pending machine is at risk",
        arguments: [(-1, false), (0, true), (1, true)])
    func closing(seconds: Int64, isAtRisk: Bool) throws {
        let now = Self.expiry.adding(days: -7).adding(seconds: seconds)
        #expect(try Self.verdict(.pendingNewKey, seen: now, at: now) == (isAtRisk ? .atRisk(.windowCloses) : .onTrack))
    }

    @Test(
        "An outdated machine is at risk from 30 days before S on (Rule I7)",
        arguments: [("2.22.999", -1, false), ("2.22.999", 0, true), ("2.22.999", 1, true), ("2.23", 0, false)]
            as [(String, Int64, Bool)])
    func opening(version: String, seconds: Int64, isAtRisk: Bool) throws {
        let now = Self.start.adding(days: -30).adding(seconds: seconds)
        let verdict = try Self.verdict(.default, version: version, seen: now, at: now)
        #expect(verdict == (isAtRisk ? .atRisk(.agentTooOld) : .upToDate))
    }

    @Test("An unknown version is not outdated")
    func unknownVersion() throws {
        #expect(try Self.verdict(.default, version: nil, seen: nil, at: Self.start) == .upToDate)
        #expect(try Self.verdict(.pendingNewKey, version: nil, seen: Self.start, at: Self.start) == .onTrack)
    }

    @Test("Of several reasons the first is given: too old, not seen, closing")
    func order() throws {
        let late = Self.expiry.adding(seconds: -1)
        #expect(try Self.verdict(.pendingNewKey, version: "2.9", seen: nil, at: late) == .atRisk(.agentTooOld))
        #expect(try Self.verdict(.pendingNewKey, seen: nil, at: late) == .atRisk(.notSeen))
        #expect(try Self.verdict(.pendingNewKey, seen: late, at: late) == .atRisk(.windowCloses))
    }

    @Test("Missed is who is KeyExpired, or whose group is (Rules K2, K3)")
    func missed() throws {
        #expect(try Self.verdict(.keyExpired, seen: nil, at: Self.start) == .missed(.keyExpired))
        #expect(try Self.verdict(.keyExpired, seen: nil, at: Self.expiry) == .missed(.keyExpired))
        #expect(try Self.verdict(.default, seen: nil, at: Self.expiry) == .missed(.groupExpired))
        #expect(
            try Self.verdict(.pendingNewKey, seen: nil, at: Self.start, isKeyExpired: true) == .missed(.groupExpired))
    }

    @Test("Without its group in the source a machine has no verdict", arguments: KeyDeliveryStatus.allCases)
    func groupUnknown(status: KeyDeliveryStatus) {
        let summary = MachineSummary(MachineFacts(id: MachineID(UUID()), status: status), in: nil, at: Self.start)
        #expect(summary.verdict == .groupUnknown)
        #expect(summary.verdict.name == nil)
        #expect(summary.verdict.reason == "groupUnknown")
        #expect(!summary.mustComeOnline)
    }

    @Test(
        "Before the issue all machines but the missed must come online, after it those that are not updated (Rule I5)",
        arguments: [
            (KeyDeliveryStatus.default, start, true), (.pendingNewKey, start, true), (.keyExpired, start, false),
            (.default, start.adding(seconds: -1), false), (.default, GroupPhaseTests.created, false),
            (.pendingNewKey, GroupPhaseTests.created, true), (.pendingNewKey, expiry, false), (.default, expiry, false),
        ])
    func mustComeOnline(status: KeyDeliveryStatus, now: Instant, must: Bool) {
        let counts = GroupPhaseTests.counts([status, .pendingNewKey])
        let group = GroupSummary(GroupPhaseTests.facts(), machines: counts, at: now)
        let machine = MachineSummary(MachineFacts(id: MachineID(UUID()), status: status), in: group, at: now)
        #expect(machine.mustComeOnline == must)
    }

    @Test("Counts know total, statuses and agents older than 2.23 (Rule I7)")
    func counts() throws {
        let group = GroupID(UUID())
        let versions = [nil, "2.9", "2.22.999", "2.23", "2.23.0.1", "10.0"]
        let machines = try versions.enumerated().map { index, version in
            MachineFacts(
                id: MachineID(UUID()), group: group, agentVersion: try version.map { try AgentVersion($0) },
                status: KeyDeliveryStatus.allCases[index % 3])
        }
        let fleet = FleetSummary(
            groups: [GroupFacts(id: group, keyCreated: Self.start)], machines: machines, at: Self.start)
        let counts = fleet.groups[0].machines
        #expect([counts.total, counts.default, counts.pendingNewKey, counts.keyExpired] == [6, 2, 2, 2])
        #expect(counts.outdated == 2)
    }

    @Test("Groups and machines are in order of name, then id, by code point")
    func sorting() {
        let names = ["b", "é", "e\u{301}", "🚀", "a", "Z", "\u{FF5E}", nil]
        let groups = names.map { GroupFacts(id: GroupID(UUID()), name: $0) }
        let sorted = FleetSummary(groups: groups, machines: [], at: Self.start).groups.map(\.name)
        // Compared as scalars: Swift's strings take "é" and "e" with an accent for the same.
        let expected = [nil, "Z", "a", "b", "e\u{301}", "é", "\u{FF5E}", "🚀"]
        #expect(
            sorted.map { $0.map { Array($0.unicodeScalars) } } == expected.map { $0.map { Array($0.unicodeScalars) } })
    }
}
