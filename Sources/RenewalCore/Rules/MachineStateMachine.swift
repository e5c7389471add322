/// Where a machine is: not in a group, or there with a status.
public enum MachineState: Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// It has no row.
    case absent
    /// See ``KeyDeliveryStatus/default``.
    case `default`
    /// See ``KeyDeliveryStatus/pendingNewKey``.
    case pendingNewKey
    /// See ``KeyDeliveryStatus/keyExpired``.
    case keyExpired

    /// The state of a row with that status.
    public init(_ status: KeyDeliveryStatus) {
        switch status {
        case .default: self = .default
        case .pendingNewKey: self = .pendingNewKey
        case .keyExpired: self = .keyExpired
        }
    }

    /// The status of the row; `nil` where there is none.
    public var status: KeyDeliveryStatus? {
        switch self {
        case .absent: nil
        case .default: .default
        case .pendingNewKey: .pendingNewKey
        case .keyExpired: .keyExpired
        }
    }

    /// The name of the state, as Dataverse spells the status.
    public var description: String {
        switch self {
        case .absent: "Absent"
        case .default: "Default"
        case .pendingNewKey: "PendingNewKey"
        case .keyExpired: "KeyExpired"
        }
    }
}

/// What can happen to a machine.
public enum MachineEvent: String, Hashable, Sendable, CaseIterable {
    /// A request, join or issue under the current generation, with nothing to renew (Rules I5, I8, K4).
    case holdsCurrent
    /// A request or join under a usable generation that is being renewed (Rules I8, K1).
    case holdsOutdated
    /// A renewal opened (Rule S4).
    case renewalOpened
    /// The deadline passed (Rule K2).
    case deadlinePassed
    /// The group expired (Rule K3).
    case groupExpired
    /// Its row was removed (Rules G1, G2, G5).
    case removed
}

extension StateMachine where State == MachineState, Event == MachineEvent {
    /// The life of a machine (Rule K1).
    public static let machine = StateMachine(
        "machine",
        [
            (.absent, .holdsCurrent, .default),
            (.absent, .holdsOutdated, .pendingNewKey),
            (.default, .holdsCurrent, .default),
            (.default, .holdsOutdated, .pendingNewKey),
            (.default, .renewalOpened, .pendingNewKey),
            (.default, .deadlinePassed, .default),
            (.default, .groupExpired, .keyExpired),
            (.default, .removed, .absent),
            (.pendingNewKey, .holdsCurrent, .default),
            (.pendingNewKey, .holdsOutdated, .pendingNewKey),
            (.pendingNewKey, .deadlinePassed, .keyExpired),
            (.pendingNewKey, .groupExpired, .keyExpired),
            (.pendingNewKey, .removed, .absent),
            (.keyExpired, .holdsCurrent, .default),
            (.keyExpired, .holdsOutdated, .pendingNewKey),
            (.keyExpired, .renewalOpened, .keyExpired),
            (.keyExpired, .deadlinePassed, .keyExpired),
            (.keyExpired, .groupExpired, .keyExpired),
            (.keyExpired, .removed, .absent),
        ])
}
