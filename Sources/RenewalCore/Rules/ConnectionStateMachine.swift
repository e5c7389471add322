/// What can happen to a connection.
public enum ConnectionEvent: String, Hashable, Sendable, CaseIterable {
    /// Its credentials were entered for every usable generation (Rule C1).
    case sealed
    /// The next generation was issued, for which it has no copy yet (Rule I4).
    case generationIssued
    /// A machine stored the copy for the current generation (Rule C3).
    case copyStored
    /// The deadline passed (Rules K2, C4).
    case deadlinePassed
    /// The target group expired (Rule K3).
    case groupExpired
    /// The target group was deleted (Rule G1).
    case groupDeleted
    /// It was pointed at another group, which drops its copies (Rules C1, G1).
    case moved
}

extension StateMachine where State == ConnectionState, Event == ConnectionEvent {
    /// The life of a connection; a new one is `current`.
    public static let connection = StateMachine(
        "connection",
        [
            (.current, .sealed, .current),
            (.current, .generationIssued, .stale),
            (.current, .copyStored, .current),
            (.current, .deadlinePassed, .current),
            (.current, .groupExpired, .expired),
            (.current, .groupDeleted, .broken),
            (.current, .moved, .expired),
            (.stale, .sealed, .current),
            (.stale, .copyStored, .current),
            (.stale, .deadlinePassed, .expired),
            (.stale, .groupExpired, .expired),
            (.stale, .groupDeleted, .broken),
            (.stale, .moved, .expired),
            (.expired, .sealed, .current),
            (.expired, .generationIssued, .expired),
            (.expired, .deadlinePassed, .expired),
            (.expired, .groupExpired, .expired),
            (.expired, .groupDeleted, .broken),
            (.expired, .moved, .expired),
            (.broken, .moved, .expired),
        ])
}
