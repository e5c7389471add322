/// What a command would do, and what would follow (Rule P6). Nothing of it is stored.
public struct Plan: Hashable, Sendable {
    /// The instant it was made for.
    public var now: Instant
    /// The groups it concerns: one, or all that the time to be confirmed would change.
    public var groups: [GroupPlan]

    /// A value of these parts.
    public init(now: Instant, groups: [GroupPlan]) {
        self.now = now
        self.groups = groups
    }
}

/// What would become of a group.
public struct GroupPlan: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// Its name.
    public var name: Name
    /// What would be recorded at once, in order.
    public var steps: [PlannedStep]
    /// Its phase now.
    public var before: GroupPhase.Kind
    /// Its phase after the command.
    public var after: GroupPhase.Kind
    /// When the next renewal would open, or did: at the latest one sweep after it became due (Rule S4).
    public var opensAt: Instant?
    /// Why it would open.
    public var reason: RenewalReason?
    /// Until when machines would have to update: D, or what it would be if a machine issued at the opening (Rule S5).
    public var deadline: Instant?
    /// The machines that would miss it as they are now.
    public var misses: [PlannedMiss]
    /// The connections that would have to be used or edited before the deadline.
    public var connectionsToUse: [ConnectionID]
    /// The machine that was named to issue and could not, as things would stand; `nil` where none was named or it could
    /// (Rule P5).
    public var unableIssuer: UnableIssuer?

    /// A value of these parts.
    public init(
        group: GroupID, name: Name, steps: [PlannedStep], before: GroupPhase.Kind, after: GroupPhase.Kind,
        opensAt: Instant?, reason: RenewalReason?, deadline: Instant?, misses: [PlannedMiss],
        connectionsToUse: [ConnectionID], unableIssuer: UnableIssuer? = nil
    ) {
        self.group = group
        self.name = name
        self.steps = steps
        self.before = before
        self.after = after
        self.opensAt = opensAt
        self.reason = reason
        self.deadline = deadline
        self.misses = misses
        self.connectionsToUse = connectionsToUse
        self.unableIssuer = unableIssuer
    }
}

/// One change that a command would make.
public struct PlannedStep: Hashable, Sendable {
    /// The instant from which it would hold.
    public var at: Instant
    /// What.
    public var action: HistoryAction
    /// The rule applied.
    public var rule: String
    /// Why, in words.
    public var reason: String

    /// A value of these parts.
    public init(at: Instant, action: HistoryAction, rule: String, reason: String) {
        self.at = at
        self.action = action
        self.rule = rule
        self.reason = reason
    }
}

/// A machine that would miss a renewal.
public struct PlannedMiss: Hashable, Sendable {
    /// The machine.
    public var machine: MachineID
    /// Its name.
    public var name: Name
    /// Why it would.
    public var reason: Reason

    /// A value of these parts.
    public init(machine: MachineID, name: Name, reason: Reason) {
        self.machine = machine
        self.name = name
        self.reason = reason
    }

    /// Why a machine would miss a renewal.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Its agent is older than 2.23 (Rule I7).
        case agentTooOld
        /// It has not been seen for longer than the window lasts.
        case notSeen
        /// The window is closed the moment that the command is done (Rules K2, K6).
        case windowCloses
        /// The renewal has no delivery: it must rejoin with the password (Rule P5).
        case mustRejoin
        /// The group expires or is deleted (Rules K3, G1).
        case groupEnds
    }
}
