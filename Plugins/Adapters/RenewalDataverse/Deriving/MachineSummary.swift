public import RenewalCore

/// Where a machine stands as of an instant, for reports. The same from any source.
public struct MachineSummary: Hashable, Sendable {
    /// What the machine's row says.
    public var facts: MachineFacts
    /// The name of its group, where the group is in the source.
    public var groupName: String?
    /// The window of its group's open renewal.
    public var window: GroupSummary.Window?
    /// How it stands.
    public var verdict: Verdict
    /// Whether it must come online to get the next key: it is not updated, and has not missed the renewal yet. Where a
    /// window is known, it must before that closes.
    public var mustComeOnline: Bool

    /// Derives how a machine stands.
    ///
    /// - Parameters:
    ///   - facts: what its row says.
    ///   - group: its group's summary as of the same instant; `nil` where the source does not hold the group.
    ///   - now: the instant as of which to derive.
    public init(_ facts: MachineFacts, in group: GroupSummary?, at now: Instant) {
        self.facts = facts
        groupName = group?.name
        window = group?.window
        verdict = Verdict(facts, in: group, at: now)
        mustComeOnline = Self.mustComeOnline(facts, in: group)
    }

    /// A machine whose group is not looked up yet.
    init(unplaced facts: MachineFacts) {
        self.facts = facts
        verdict = .groupUnknown
        mustComeOnline = false
    }

    private static func mustComeOnline(_ facts: MachineFacts, in group: GroupSummary?) -> Bool {
        guard let group, group.phase != .expired else { return false }
        switch facts.status {
        case .keyExpired: return false
        case .pendingNewKey: return true
        // From S until a new certificate is issued C is the old one's, and no machine has the next.
        case .default: return group.window.map { $0.start == group.renewalStart } ?? false
        }
    }
}
