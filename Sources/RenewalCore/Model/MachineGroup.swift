/// A machine group's row: the unit of renewal, of consistency and of deletion.
public struct MachineGroup: Hashable, Sendable {
    /// The group's id; never used again, not even after deletion (Rule G1).
    public var id: GroupID
    /// The group's name.
    public var name: Name
    /// V and G for the next certificate (Rule P1).
    public var policy: RenewalPolicy
    /// Where the group stands, as last written. Use ``settled(at:)`` to see it as of an instant.
    public var phase: GroupPhase
    /// An operator's request that waits for the overlap to close (Rule P5).
    public var operatorRequest: OperatorRequest?
    /// The present password record; `nil` before the first join (Rule I10).
    public var passwordRecord: PasswordRecord?
    /// The record before it, kept for the error of Rule K4 only.
    public var previousPasswordRecord: PasswordRecord?
    /// When the password was last set or regenerated.
    public var passwordChangedAt: Instant?
    /// By whom.
    public var passwordChangedBy: Principal?
    /// How many joins there were; each raises it, so that an old one can not be replayed (Rule Z6).
    public var joinCounter: UInt64
    /// Transitions that rows may still have to follow, oldest first (Rule K1).
    public var transitions: [Transition]
    /// How many transitions there were.
    public var transitionCount: UInt64
    /// The last transition that concerns machine rows.
    public var lastMachineTransition: UInt64
    /// The last transition that concerns connection rows.
    public var lastConnectionTransition: UInt64

    /// A row of these values; the defaults are those of a new group.
    public init(
        id: GroupID, name: Name, policy: RenewalPolicy = .default, phase: GroupPhase = .new,
        operatorRequest: OperatorRequest? = nil, passwordRecord: PasswordRecord? = nil,
        previousPasswordRecord: PasswordRecord? = nil, passwordChangedAt: Instant? = nil,
        passwordChangedBy: Principal? = nil, joinCounter: UInt64 = 0, transitions: [Transition] = [],
        transitionCount: UInt64 = 0, lastMachineTransition: UInt64 = 0, lastConnectionTransition: UInt64 = 0
    ) {
        self.id = id
        self.name = name
        self.policy = policy
        self.phase = phase
        self.operatorRequest = operatorRequest
        self.passwordRecord = passwordRecord
        self.previousPasswordRecord = previousPasswordRecord
        self.passwordChangedAt = passwordChangedAt
        self.passwordChangedBy = passwordChangedBy
        self.joinCounter = joinCounter
        self.transitions = transitions
        self.transitionCount = transitionCount
        self.lastMachineTransition = lastMachineTransition
        self.lastConnectionTransition = lastConnectionTransition
    }
}
