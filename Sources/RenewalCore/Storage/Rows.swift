/// The rows that queries found, of one instant; those of one kind in the order of the queries.
public struct Rows: Hashable, Sendable {
    /// Group rows.
    public var groups: [MachineGroup]
    /// Machine rows.
    public var machines: [Machine]
    /// Connection rows.
    public var connections: [DesktopFlowConnection]
    /// Certificate rows.
    public var certificates: [IssuedCertificate]
    /// History entries.
    public var history: [HistoryEntry]

    /// A value of these parts.
    public init(
        groups: [MachineGroup] = [], machines: [Machine] = [], connections: [DesktopFlowConnection] = [],
        certificates: [IssuedCertificate] = [], history: [HistoryEntry] = []
    ) {
        self.groups = groups
        self.machines = machines
        self.connections = connections
        self.certificates = certificates
        self.history = history
    }

    /// The group of that id among the rows.
    public func group(_ id: GroupID) -> MachineGroup? { groups.first { $0.id == id } }

    /// The machine of that id among the rows.
    public func machine(_ id: MachineID) -> Machine? { machines.first { $0.id == id } }

    /// The connection of that id among the rows.
    public func connection(_ id: ConnectionID) -> DesktopFlowConnection? { connections.first { $0.id == id } }
}
