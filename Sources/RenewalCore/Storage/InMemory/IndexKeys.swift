import FoundationEssentials

extension UUIDIdentifier {
    /// The identifier that no other comes before.
    static var lowest: Self { Self(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))) }
}

/// A row of a group, in the order of ids.
struct MemberKey<ID: UUIDIdentifier>: Comparable, Sendable {
    var group: GroupID
    var id: ID

    static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.group != rhs.group ? lhs.group < rhs.group : lhs.id < rhs.id
    }
}

/// A row of a group, in the order of a number: an applied transition, a generation, a history entry.
struct RankedKey<ID: UUIDIdentifier>: Comparable, Sendable {
    var group: GroupID
    var rank: UInt64
    var id: ID

    static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.group != rhs.group { return lhs.group < rhs.group }
        return lhs.rank != rhs.rank ? lhs.rank < rhs.rank : lhs.id < rhs.id
    }
}

/// A group's numbered row: a certificate by its generation, a history entry by its number.
struct NumberedKey: Comparable, Sendable {
    var group: GroupID
    var number: UInt64

    static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.group != rhs.group ? lhs.group < rhs.group : lhs.number < rhs.number
    }
}

/// A machine by the generation it holds and by whether its agent takes part in renewals.
struct HoldingKey: Comparable, Sendable {
    var group: GroupID
    var generation: UInt64
    var canRenew: Bool
    var id: MachineID

    static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.group != rhs.group { return lhs.group < rhs.group }
        if lhs.generation != rhs.generation { return lhs.generation < rhs.generation }
        return lhs.canRenew != rhs.canRenew ? rhs.canRenew : lhs.id < rhs.id
    }
}

/// A connection by the generations that it has copies for: within a group there are only a few such sets.
struct CoverageKey: Comparable, Sendable {
    var group: GroupID
    var generations: [UInt64]
    var id: ConnectionID

    static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.group != rhs.group { return lhs.group < rhs.group }
        if lhs.generations != rhs.generations { return lhs.generations.lexicographicallyPrecedes(rhs.generations) }
        return lhs.id < rhs.id
    }
}

/// A group by the instant at which it wakes.
struct DueKey: Comparable, Sendable {
    var wakesAt: Instant
    var group: GroupID

    static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.wakesAt != rhs.wakesAt ? lhs.wakesAt < rhs.wakesAt : lhs.group < rhs.group
    }
}
