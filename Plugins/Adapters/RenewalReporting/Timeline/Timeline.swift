public import RenewalCore
public import RenewalDataverse

/// Groups along time: the certificate of each, the window in which machines must come online, its deadline, the next
/// certificate, and machines as they moved. What the pictures and their words are made from.
public struct Timeline: Sendable {
    /// Today's line.
    public var now: Instant
    /// What it shows, from the left edge to the right.
    public var range: Span
    /// A lane for each group.
    public var lanes: [Lane]

    /// A span of time: from `start` until just before `end`.
    public struct Span: Hashable, Sendable {
        /// When it starts.
        public var start: Instant
        /// When it ends.
        public var end: Instant

        /// A span between these instants.
        public init(_ start: Instant, _ end: Instant) {
            self.start = start
            self.end = end
        }
    }

    /// What there is to show of a group.
    public struct Lane: Sendable {
        /// The group.
        public var group: GroupSummary
        /// The present certificate: C until E.
        public var certificate: Span?
        /// In an overlap: from the opening until the deadline the certificate before serves too.
        public var previous: Span?
        /// The open window, or the next one: S until E. One whose beginning is not known is drawn from today on.
        public var window: Span?
        /// The next certificate as it will be if a machine is online in time; an estimate.
        public var next: Span?
        /// When machines received the key that they hold.
        public var received: [Instant]
        /// How many machines have to come online.
        public var awaited: Int

        /// Whether the open window's beginning is known.
        public var isStartKnown: Bool { group.window.map { $0.start != nil } ?? true }
        /// Whether the open renewal waits for the first machine: none has the next certificate yet.
        private var isUnissued: Bool { isOpen && isStartKnown && previous == nil }
        /// Machines that hold the certificate that is to be held.
        var upToDate: Int { isUnissued ? 0 : group.machines.default }
        /// Machines that have to get it.
        var pending: Int { group.machines.pendingNewKey + (isUnissued ? group.machines.default : 0) }
        /// Whether the window is open.
        public var isOpen: Bool { group.window != nil }
        /// When the open window closes, or the next one will: E if nothing is issued before.
        public var deadline: Instant? { window?.end }
    }
}

extension Timeline {
    /// The most days that are shown before today: what will be matters more.
    private static let pastDays = 400
    /// The least days that are shown after it.
    private static let futureDays = 90

    /// The timeline of a fleet.
    ///
    /// Complexity: O(n log n) in the machines.
    public init(_ fleet: Fleet) {
        now = fleet.now
        var moves: [GroupID: Moves] = [:]
        for machine in fleet.summary.machines {
            if let group = machine.facts.group { moves[group, default: Moves()].add(machine) }
        }
        lanes = fleet.summary.groups.map { Lane($0, moves[$0.id] ?? Moves(), at: fleet.now) }
        let starts = lanes.compactMap(\.certificate?.start) + lanes.compactMap(\.window?.start)
        let ends = lanes.compactMap(\.certificate?.end) + lanes.compactMap(\.window?.end)
        let first = max(starts.min() ?? now, now.adding(days: -Self.pastDays))
        let last = max(ends.max() ?? now, now.adding(days: Self.futureDays))
        let start = min(first, now.adding(days: -30))
        // A little room behind the last mark.
        range = Span(start, last.adding(seconds: last.seconds(since: start) / 25))
    }

    /// Where an instant lies: 0 at the left edge, 1 at the right.
    func share(_ instant: Instant) -> Double {
        let width = Double(range.end.seconds(since: range.start))
        return width > 0 ? Double(instant.seconds(since: range.start)) / width : 0
    }
}

extension Timeline.Lane {
    fileprivate init(_ group: GroupSummary, _ moves: Moves, at now: Instant) {
        self.group = group
        received = moves.received.sorted()
        awaited = moves.awaited
        guard let created = group.keyCreated, let expiry = group.expiry, let start = group.renewalStart else { return }
        certificate = .init(created, expiry)
        let validity = group.validityMinutes
        switch group.phase {
        case .expired, .unknown, .empty: break
        case .stable:
            window = .init(start, expiry)
            next = .init(start, start.adding(minutes: validity))
        case .renewing(let open):
            // Of a window whose beginning is not known no machine has issued: its end is the certificate's.
            let isIssued = open.start.map { created >= $0 } ?? false
            window = .init(open.start ?? now, open.end)
            if isIssued {
                previous = open.start.map { .init($0, open.end) }
                next = .init(start, start.adding(minutes: validity))
            } else {
                // The next machine that connects issues it.
                next = .init(now, now.adding(minutes: validity))
            }
        }
    }
}

/// What a lane shows of its machines.
private struct Moves {
    var received: [Instant] = []
    var awaited = 0

    mutating func add(_ machine: MachineSummary) {
        if let instant = machine.facts.keyReceived { received.append(instant) }
        if machine.mustComeOnline { awaited += 1 }
    }
}
