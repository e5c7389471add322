/// Which connections depend on which generations and machines (Rule C6).
public struct Census: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// The instant it is of.
    public var at: Instant
    /// For each usable generation, oldest first.
    public var generations: [GenerationCensus]
    /// Every connection that targets the group.
    public var connections: [ConnectionCensus]
    /// The machines of the group: each connection targets all of them, through the group.
    public var machines: [MachineID]

    /// A value of these parts.
    public init(
        group: GroupID, at: Instant, generations: [GenerationCensus], connections: [ConnectionCensus],
        machines: [MachineID]
    ) {
        self.group = group
        self.at = at
        self.generations = generations
        self.connections = connections
        self.machines = machines
    }
}

/// How many connections have a copy for a generation.
public struct GenerationCensus: Hashable, Sendable {
    /// The generation.
    public var generation: Generation
    /// How many connections have a copy for it.
    public var withCopy: Int
    /// How many have a copy for it and for no other usable generation.
    public var withoutOther: Int
    /// When a connection with a copy for it was last used.
    public var lastUsed: Instant?

    /// A value of these parts.
    public init(generation: Generation, withCopy: Int, withoutOther: Int, lastUsed: Instant?) {
        self.generation = generation
        self.withCopy = withCopy
        self.withoutOther = withoutOther
        self.lastUsed = lastUsed
    }
}

/// A connection's standing.
public struct ConnectionCensus: Hashable, Sendable {
    /// The connection.
    public var connection: ConnectionID
    /// Its name.
    public var name: Name
    /// The usable generations it has a copy for, oldest first.
    public var generations: [Generation]
    /// Its effective state.
    public var state: ConnectionState
    /// When a run last used it.
    public var lastUsed: Instant?

    /// A value of these parts.
    public init(
        connection: ConnectionID, name: Name, generations: [Generation], state: ConnectionState, lastUsed: Instant?
    ) {
        self.connection = connection
        self.name = name
        self.generations = generations
        self.state = state
        self.lastUsed = lastUsed
    }
}
