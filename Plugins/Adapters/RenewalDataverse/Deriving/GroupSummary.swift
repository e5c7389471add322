public import RenewalCore

/// Where a group stands as of an instant, for reports. The same from any source: rows of a real environment
/// or a store of this library.
public struct GroupSummary: Hashable, Sendable {
    /// The group's id.
    public var id: GroupID
    /// The group's name, where the source says.
    public var name: String?
    /// Where the group stands, with its window.
    public var phase: Phase
    /// The current generation, where the source holds it.
    public var generation: Generation?
    /// C, where a certificate is known.
    public var keyCreated: Instant?
    /// V in minutes.
    public var validityMinutes: Int
    /// G in minutes.
    public var graceMinutes: Int
    /// S: when the next renewal starts, or has started; `nil` without C.
    public var renewalStart: Instant?
    /// E: when the certificate expires, or has expired; `nil` without C.
    public var expiry: Instant?
    /// How many machines it has in which state.
    public var machines: MachineCounts
    /// How many connections it has in which state; `nil` where the source does not hold connections.
    public var connections: ConnectionCounts?

    /// A summary of these values.
    public init(
        id: GroupID, name: String?, phase: Phase, generation: Generation? = nil, keyCreated: Instant?,
        validityMinutes: Int, graceMinutes: Int, renewalStart: Instant?, expiry: Instant?, machines: MachineCounts,
        connections: ConnectionCounts? = nil
    ) {
        self.id = id
        self.name = name
        self.phase = phase
        self.generation = generation
        self.keyCreated = keyCreated
        self.validityMinutes = validityMinutes
        self.graceMinutes = graceMinutes
        self.renewalStart = renewalStart
        self.expiry = expiry
        self.machines = machines
        self.connections = connections
    }

    /// The window of the open renewal; `nil` in every phase but ``Phase/renewing(_:)``.
    public var window: Window? {
        if case .renewing(let window) = phase { window } else { nil }
    }
}

extension GroupSummary {
    /// Where a group stands.
    public enum Phase: Hashable, Sendable {
        /// Its certificate expired: delete the group and create it again (Rule K3).
        case expired
        /// No certificate is known.
        case unknown
        /// It has no machine.
        case empty
        /// A renewal is open.
        case renewing(Window)
        /// None of these.
        case stable

        /// The phase's name in JSON.
        public var name: String {
            switch self {
            case .expired: "expired"
            case .unknown: "unknown"
            case .empty: "empty"
            case .renewing: "renewing"
            case .stable: "stable"
            }
        }
    }

    /// The time in which the machines of a group must come online: from `start` until just before `end`.
    public struct Window: Hashable, Sendable {
        /// When it opened; `nil` where the source does not tell.
        public var start: Instant?
        /// When it closes.
        public var end: Instant

        /// A window of these instants.
        public init(start: Instant?, end: Instant) {
            self.start = start
            self.end = end
        }
    }
}
