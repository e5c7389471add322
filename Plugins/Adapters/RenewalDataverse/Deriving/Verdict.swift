public import RenewalCore

/// How a machine stands, and why.
public enum Verdict: Hashable, Sendable {
    /// Its group is not in the source.
    case groupUnknown
    /// It missed a renewal: rejoin it, or create its group again (Rules K3, K4).
    case missed(Missed)
    /// It may miss the renewal.
    case atRisk(Risk)
    /// It is inside a renewal and may be expected to be updated in time.
    case onTrack
    /// It is up to date.
    case upToDate

    /// Why a machine missed a renewal.
    public enum Missed: String, Hashable, Sendable, CaseIterable {
        /// Its status is KeyExpired.
        case keyExpired
        /// Its group expired.
        case groupExpired
    }

    /// Why a machine may miss a renewal; of several, the first in this order.
    public enum Risk: String, Hashable, Sendable, CaseIterable {
        /// Its agent must be updated first (Rule I7).
        case agentTooOld
        /// It was never seen, or not for ``Verdict/silence`` days.
        case notSeen
        /// The window closes within ``Verdict/closing`` days.
        case windowCloses
    }

    /// After how many days without a heartbeat a machine counts as not seen.
    public static let silence = 7
    /// Within how many days of its end a window counts as closing.
    public static let closing = 7
    /// Within how many days of its start a renewal counts as near.
    public static let opening = 30
}

extension Verdict {
    /// Decides how a machine stands. A span of exactly so many days is within it.
    ///
    /// - Parameters:
    ///   - facts: what the machine's row says.
    ///   - group: its group's summary as of the same instant; `nil` where the source does not hold the group.
    ///   - now: the instant as of which to decide.
    public init(_ facts: MachineFacts, in group: GroupSummary?, at now: Instant) {
        // Whatever its status: that a machine missed a renewal is said by the status itself, and what to do about it
        // depends on the group (Rules K3, K4).
        guard let group else {
            self = .groupUnknown
            return
        }
        if facts.status == .keyExpired {
            self = .missed(.keyExpired)
        } else if group.phase == .expired {
            self = .missed(.groupExpired)
        } else if facts.status == .pendingNewKey {
            self = Self.pending(facts, in: group, at: now)
        } else {
            self = facts.isOutdated == true && Self.isNear(group, at: now) ? .atRisk(.agentTooOld) : .upToDate
        }
    }

    private static func pending(_ facts: MachineFacts, in group: GroupSummary, at now: Instant) -> Verdict {
        if facts.isOutdated == true { return .atRisk(.agentTooOld) }
        guard let seen = facts.lastHeartbeat, seen.adding(days: silence) > now else { return .atRisk(.notSeen) }
        if let window = group.window, window.end <= now.adding(days: closing) { return .atRisk(.windowCloses) }
        return .onTrack
    }

    /// Whether the group's window is open or opens soon.
    private static func isNear(_ group: GroupSummary, at now: Instant) -> Bool {
        group.window != nil || group.renewalStart.map { $0 <= now.adding(days: opening) } ?? false
    }
}

extension Verdict {
    /// The verdict's name in JSON; `nil` where the group is not in the source.
    public var name: String? {
        switch self {
        case .groupUnknown: nil
        case .missed: "missed"
        case .atRisk: "atRisk"
        case .onTrack: "onTrack"
        case .upToDate: "upToDate"
        }
    }

    /// The reason's name in JSON; `nil` where there is nothing to explain.
    public var reason: String? {
        switch self {
        case .groupUnknown: "groupUnknown"
        case .missed(let reason): reason.rawValue
        case .atRisk(let reason): reason.rawValue
        case .onTrack, .upToDate: nil
        }
    }
}
