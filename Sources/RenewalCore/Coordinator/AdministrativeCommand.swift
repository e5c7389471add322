/// What an app can do to groups, machines and connections. Every one can be planned instead of done (Rule P6).
public enum AdministrativeCommand: Hashable, Sendable {
    /// Makes a group that waits for its first machine (Rules G4, I1).
    case createGroup(NewGroup)
    /// Deletes a group: its certificates stop at once, its machines' rows go, its connections break (Rule G1).
    case deleteGroup(GroupID)
    /// Sets V and G for the next certificate (Rules P1 to P4).
    case setPolicy(GroupID, RenewalPolicy)
    /// Starts a renewal, or changes how the open one delivers (Rule P5).
    case renewNow(GroupID, DeliveryMode)
    /// Ends the overlap now (Rule K6); with `evenIfNeeded`, although machines or connections depend on it.
    case retireEarly(GroupID, evenIfNeeded: Bool)
    /// Removes a machine's row and key (Rule G2).
    case removeMachine(MachineID)
    /// Creates a connection (Rule C1).
    case createConnection(NewConnection)
    /// Changes a connection's credentials, its name, or both (Rule C1).
    case editConnection(ConnectionEdit)
    /// Deletes a connection.
    case deleteConnection(ConnectionID)
    /// Points a connection at another group, which drops its copies (Rules C1, G1).
    case moveConnection(ConnectionID, to: GroupID)
    /// Believes the clock from now on (Rule T3). Plan it first.
    case confirmTime
}
