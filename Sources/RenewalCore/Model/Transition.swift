/// A change of a group's phase that the rows of its machines and connections still have to follow (Rule K1).
///
/// The change itself is one write to the group row. Rows catch up later, in order of ``number``, with one notification
/// each.
public struct Transition: Hashable, Sendable {
    /// 1, 2, 3 … within the group.
    public var number: UInt64
    /// What happened.
    public var kind: Kind
    /// The instant from which it holds: a closing's is D and an expiry's is E, whenever they were written.
    public var at: Instant
    /// The current generation from then on.
    public var generation: Generation?

    /// A transition of these values.
    public init(number: UInt64, kind: Kind, at: Instant, generation: Generation?) {
        self.number = number
        self.kind = kind
        self.at = at
        self.generation = generation
    }

    /// What happened to the group.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A renewal opened (Rule S4).
        case opened
        /// The next generation was issued (Rule I4).
        case issued
        /// The overlap closed (Rule K2).
        case closed
        /// The group expired (Rule K3).
        case expired
        /// The group was deleted (Rule G1).
        case deleted

        /// Whether machine rows change by it.
        public var concernsMachines: Bool { self != .issued }
        /// Whether connection rows change by it.
        public var concernsConnections: Bool { self != .opened }
    }
}
