/// What can happen to a group.
public enum GroupEvent: String, Hashable, Sendable, CaseIterable {
    /// Its first machine joins and issues generation 1 (Rule I1).
    case firstJoin
    /// A renewal opens (Rule S4).
    case open
    /// The next generation is issued (Rule I4).
    case issue
    /// The deadline D has come (Rule K2), or was brought forward (Rule K6).
    case close
    /// E has come and nobody issued (Rule K3).
    case expire
    /// It is deleted (Rule G1).
    case delete
}

extension StateMachine where State == GroupPhase.Kind, Event == GroupEvent {
    /// The life of a group.
    public static let group = StateMachine(
        "group",
        [
            (.new, .firstJoin, .stable),
            (.stable, .open, .renewing),
            (.renewing, .issue, .overlap),
            (.overlap, .close, .stable),
            (.stable, .expire, .keyExpired),
            (.renewing, .expire, .keyExpired),
            (.new, .delete, .deleted),
            (.imported, .delete, .deleted),
            (.stable, .delete, .deleted),
            (.renewing, .delete, .deleted),
            (.overlap, .delete, .deleted),
            (.keyExpired, .delete, .deleted),
        ])
}
