/// Something that people do to a fleet while it lives.
public enum FleetAction: Hashable, Sendable {
    /// What an app can do: a policy change, renew now, retire early, a removal …
    case command(AdministrativeCommand)
    /// A new machine joins with the group's present password; the first one of a group founds it (Rules I1, I8).
    case join(NewMachine)
    /// A machine rejoins with the group's present password, under its id, whatever became of its vault (Rule K4).
    case rejoin(MachineID)
    /// A machine leaves (Rule G5).
    case leave(MachineID)
    /// A machine's agent is updated. It starts anew, and checks in as soon as its machine is online.
    case updateAgent(MachineID, AgentVersion)
    /// The group's password is regenerated on a machine (Rule K5).
    case regeneratePassword(MachineID)
    /// A connection is run on a machine of its target that is online (Rules C2, C3).
    case use(ConnectionID)
    /// The credentials of a connection are entered: a new one, or again (Rule C1).
    case enterCredentials(ConnectionID, GroupID, Name)
}

/// A machine that is to join a group.
public struct NewMachine: Hashable, Sendable {
    /// Its id.
    public var id: MachineID
    /// The group it joins.
    public var group: GroupID
    /// Its name.
    public var name: Name
    /// Its agent's version.
    public var version: AgentVersion
    /// When it is online.
    public var presence: Presence

    /// A machine of these values.
    public init(
        id: MachineID, group: GroupID, name: Name, version: AgentVersion = .renewalMinimum, presence: Presence = .always
    ) {
        self.id = id
        self.group = group
        self.name = name
        self.version = version
        self.presence = presence
    }
}

/// An action with its instant. Of those at one instant, the first in the list comes first.
public struct ScheduledAction: Hashable, Sendable {
    /// When.
    public var instant: Instant
    /// What.
    public var action: FleetAction

    /// An action at that instant.
    public init(at instant: Instant, _ action: FleetAction) {
        self.instant = instant
        self.action = action
    }
}
