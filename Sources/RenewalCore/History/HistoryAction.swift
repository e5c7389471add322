/// What the library writes into a history; the raw values are stored.
public enum HistoryAction: String, Hashable, Sendable, CaseIterable {
    /// The group was created.
    case groupCreated
    /// Its first machine joined and issued generation 1 (Rule I1).
    case groupFounded
    /// The group was deleted (Rule G1).
    case groupDeleted
    /// The group expired (Rule K3).
    case groupExpired
    /// V and G were set (Rule P1).
    case policyChanged
    /// A renewal was asked for and is remembered, or its delivery changed (Rule P5).
    case renewalRequested
    /// Nobody can issue the renewal as things stand: the machine that was named to can not (Rule P5).
    case issuerUnable
    /// An operator confirmed the time, which makes the group due (Rule T3).
    case timeConfirmed
    /// A renewal opened (Rule S4).
    case renewalOpened
    /// A certificate was issued (Rule I4).
    case certificateIssued
    /// A machine showed that it holds the new certificate (Rule I5).
    case certificateInstalled
    /// A machine reported that the delivered key does not match (Rule I5).
    case deliveryDoubted
    /// A delivery was replaced (Rule I5).
    case deliveryReplaced
    /// The previous generation was retired (Rule K2).
    case overlapClosed
    /// An operator brought the deadline forward (Rule K6).
    case retiredEarly
    /// The password was regenerated (Rule K5).
    case passwordRegenerated
    /// A machine joined (Rule I8).
    case machineJoined
    /// A machine rejoined (Rule K4).
    case machineRejoined
    /// A machine left (Rule G5).
    case machineLeft
    /// An operator removed a machine (Rule G2).
    case machineRemoved
    /// A machine's agent reported another version (Rule I7).
    case agentUpdated
    /// A connection was created (Rule C1).
    case connectionCreated
    /// A connection's credentials or name were changed (Rule C1).
    case connectionEdited
    /// A connection was deleted.
    case connectionDeleted
    /// A connection was pointed at another group (Rule G1).
    case connectionMoved
    /// A run of a connection was given to a machine (Rule C2).
    case runAssigned
    /// A machine stored a copy for the current generation (Rule C3).
    case copyStored
}
