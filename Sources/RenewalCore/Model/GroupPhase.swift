/// Where a group stands. What a phase needs is in its payload, so that no row contradicts itself.
public enum GroupPhase: Hashable, Sendable {
    /// Created, and no machine has ever joined: there is no certificate (Rule I1).
    case new
    /// Imported with a key creation date and without a certificate: it can be shown, not used (Rule I1).
    case imported(keyCreatedAt: Instant)
    /// One generation serves and no renewal is open.
    case stable(current: UsableGeneration)
    /// A renewal is open and nothing is issued yet.
    case renewing(current: UsableGeneration, Opening)
    /// The next generation is issued; both serve until the deadline.
    case overlap(current: UsableGeneration, Overlap)
    /// Every machine missed the renewal (Rule K3): delete the group and create it again.
    case keyExpired(last: UsableGeneration, at: Instant)
    /// Deleted (Rule G1). The row remains, so that the id is never used again.
    case deleted(at: Instant)
}

extension GroupPhase {
    /// The phase's name without its payload.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// See ``GroupPhase/new``.
        case new
        /// See ``GroupPhase/imported(keyCreatedAt:)``.
        case imported
        /// See ``GroupPhase/stable(current:)``.
        case stable
        /// See ``GroupPhase/renewing(current:_:)``.
        case renewing
        /// See ``GroupPhase/overlap(current:_:)``.
        case overlap
        /// See ``GroupPhase/keyExpired(last:at:)``.
        case keyExpired
        /// See ``GroupPhase/deleted(at:)``.
        case deleted
    }

    /// The phase's name.
    public var kind: Kind {
        switch self {
        case .new: .new
        case .imported: .imported
        case .stable: .stable
        case .renewing: .renewing
        case .overlap: .overlap
        case .keyExpired: .keyExpired
        case .deleted: .deleted
        }
    }

    /// The newest generation issued, where one serves.
    public var current: UsableGeneration? {
        switch self {
        case .stable(let current), .renewing(let current, _), .overlap(let current, _): current
        case .new, .imported, .keyExpired, .deleted: nil
        }
    }

    /// The overlap, where one is open.
    public var overlap: Overlap? {
        if case .overlap(_, let overlap) = self { overlap } else { nil }
    }

    /// The opening of the renewal that is open or in its overlap.
    public var opening: Opening? {
        switch self {
        case .renewing(_, let opening): opening
        case .overlap(_, let overlap): overlap.opening
        case .new, .imported, .stable, .keyExpired, .deleted: nil
        }
    }

    /// The generations that serve, oldest first: none, one or two.
    public var usable: [UsableGeneration] {
        switch self {
        case .stable(let current), .renewing(let current, _): [current]
        case .overlap(let current, let overlap): [overlap.previous, current]
        case .new, .imported, .keyExpired, .deleted: []
        }
    }
}
