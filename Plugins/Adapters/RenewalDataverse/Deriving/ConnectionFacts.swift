public import RenewalCore

/// What a connection's row says.
public struct ConnectionFacts: Hashable, Sendable {
    /// The connection's id.
    public var id: ConnectionID
    /// The connection's name.
    public var name: String?
    /// The group that it targets, where the row says.
    public var group: GroupID?
    /// Whether it can be served (Rules C4, C5).
    public var state: ConnectionState
    /// When a run last used it.
    public var lastUsed: Instant?

    /// Facts of these values.
    public init(
        id: ConnectionID, name: String? = nil, group: GroupID? = nil, state: ConnectionState, lastUsed: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.group = group
        self.state = state
        self.lastUsed = lastUsed
    }

    /// The facts of a row of `renewal_desktopflowconnection`. A row that does not say a state is expired, as one that
    /// is read into the model is.
    public init(_ row: Row) {
        self.init(
            id: ConnectionID(row.id), name: row.text(at: Table.desktopFlowConnection.place(of: "renewal_name")),
            group: row.lookup("renewal_flowmachinegroupid").map { GroupID($0.id) },
            state: row.integer("renewal_state").flatMap { ConnectionState(rawValue: Int($0)) } ?? .expired,
            lastUsed: row.instant("renewal_lastused"))
    }

    /// The facts of a connection of a store, with its effective state (Rule K1).
    ///
    /// - Parameters:
    ///   - connection: the connection.
    ///   - group: its target as of the instant of interest (`settled(at:)`).
    public init(_ connection: DesktopFlowConnection, in group: MachineGroup) {
        self.init(
            id: connection.id, name: connection.name.description, group: connection.group,
            state: connection.effectiveState(in: group), lastUsed: connection.lastUsed)
    }
}

extension ConnectionState {
    /// The state's name in JSON.
    public var name: String {
        switch self {
        case .current: "current"
        case .stale: "stale"
        case .expired: "expired"
        case .broken: "broken"
        }
    }
}
