/// A group to be made.
public struct NewGroup: Hashable, Sendable {
    /// Its id, never used before (Rule G4).
    public var id: GroupID
    /// Its name.
    public var name: Name
    /// V and G (Rule S1).
    public var policy: RenewalPolicy

    /// A value of these parts.
    public init(id: GroupID, name: Name, policy: RenewalPolicy = .default) {
        self.id = id
        self.name = name
        self.policy = policy
    }
}

/// A connection to be made.
public struct NewConnection: Hashable, Sendable {
    /// Its id, which its copies name.
    public var id: ConnectionID
    /// The target group.
    public var group: GroupID
    /// Its name.
    public var name: Name
    /// The credentials, sealed with revision 1 to every usable generation.
    public var copies: [CredentialCopy]

    /// A value of these parts.
    public init(id: ConnectionID, group: GroupID, name: Name, copies: [CredentialCopy]) {
        self.id = id
        self.group = group
        self.name = name
        self.copies = copies
    }
}

/// A change to a connection.
public struct ConnectionEdit: Hashable, Sendable {
    /// The connection.
    public var id: ConnectionID
    /// Its new name; `nil` keeps it.
    public var name: Name?
    /// The credentials, sealed with the next revision to every usable generation; `nil` keeps them.
    public var copies: [CredentialCopy]?

    /// A value of these parts.
    public init(id: ConnectionID, name: Name? = nil, copies: [CredentialCopy]? = nil) {
        self.id = id
        self.name = name
        self.copies = copies
    }
}

/// What a command came to.
public struct CommandResult: Hashable, Sendable {
    /// The group it was about.
    public var group: GroupID?
    /// What asking for a renewal came to (Rule P5).
    public var renewal: MachineGroup.RenewNowResult?
    /// The instant it was done at.
    public var now: Instant

    /// A value of these parts.
    public init(group: GroupID?, renewal: MachineGroup.RenewNowResult? = nil, now: Instant) {
        self.group = group
        self.renewal = renewal
        self.now = now
    }
}
