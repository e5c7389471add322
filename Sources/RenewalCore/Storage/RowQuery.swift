/// A question about rows. Each is answered by a key or an index, never by a scan, and gives a bounded number of rows.
///
/// Pages are in the order of ids and go on after the last id of the page before.
public enum RowQuery: Hashable, Sendable {
    /// The group of that id, deleted ones included.
    case group(GroupID)
    /// The machine of that id, in whichever group.
    case machine(MachineID)
    /// The connection of that id, whichever group it targets.
    case connection(ConnectionID)
    /// A page of all groups, deleted ones included.
    case groups(after: GroupID?, limit: Int)
    /// A page of a group's machines.
    case machines(GroupID, after: MachineID?, limit: Int)
    /// A page of a group's machines whose membership has exactly that generation; where `canRenew` is given, only those
    /// whose agent is (not) recent enough for renewals (Rule I7; a row without an agent version is not).
    case machinesHolding(GroupID, Generation, canRenew: Bool?, after: MachineID?, limit: Int)
    /// Machines of a group with an applied transition below that number, lowest first (Rule K1).
    case machinesBehind(GroupID, transition: UInt64, limit: Int)
    /// A page of the connections that target a group.
    case connections(GroupID, after: ConnectionID?, limit: Int)
    /// A page of the connections that target a group, have a copy for one generation and none for another.
    case connectionsHolding(GroupID, Generation, lacking: Generation, after: ConnectionID?, limit: Int)
    /// Connections of a group with an applied transition below that number, lowest first (Rule K1).
    case connectionsBehind(GroupID, transition: UInt64, limit: Int)
    /// A group's certificates after that generation (`nil`: all), oldest first.
    case certificates(GroupID, after: Generation?)
    /// A page of a group's history after that number, oldest first.
    case history(GroupID, after: UInt64, limit: Int)
    /// The newest history entry of a group.
    case lastHistory(GroupID)
}
