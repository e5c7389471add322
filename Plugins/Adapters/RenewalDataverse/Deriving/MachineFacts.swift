public import RenewalCore

/// What a machine's row says, as far as it says it.
public struct MachineFacts: Hashable, Sendable {
    /// The machine's id.
    public var id: MachineID
    /// The machine's name.
    public var name: String?
    /// The group it belongs to, where the row says.
    public var group: GroupID?
    /// Its agent's version, where the row says.
    public var agentVersion: AgentVersion?
    /// Its place in a renewal; a row that does not say is up to date (Rule K1).
    public var status: KeyDeliveryStatus
    /// When it received the certificate it holds.
    public var keyReceived: Instant?
    /// When it was last seen.
    public var lastHeartbeat: Instant?

    /// Facts of these values.
    public init(
        id: MachineID, name: String? = nil, group: GroupID? = nil, agentVersion: AgentVersion? = nil,
        status: KeyDeliveryStatus = .default, keyReceived: Instant? = nil, lastHeartbeat: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.group = group
        self.agentVersion = agentVersion
        self.status = status
        self.keyReceived = keyReceived
        self.lastHeartbeat = lastHeartbeat
    }

    /// Whether the agent is too old to take part in a renewal (Rule I7); `nil` where the version is not known.
    public var isOutdated: Bool? { agentVersion.map { !$0.canRenew } }
}

extension MachineFacts {
    /// The facts of a row of `flowmachine`. A version that is none and a status that is none are not known; a reader
    /// refuses both.
    public init(_ row: Row) {
        var versions = KnownVersions()
        self.init(row, versions: &versions)
    }

    /// The same with a memory of versions: many machines have few, and reading one costs more than a look-up.
    init(_ row: Row, versions: inout KnownVersions) {
        var group: GroupID?
        if case .lookup(let lookup) = row.value(at: Places.group) { group = GroupID(lookup.id) }
        self.init(
            id: MachineID(row.id), name: row.text(at: Places.name), group: group,
            agentVersion: row.text(at: Places.agentVersion).flatMap { versions.version($0) },
            status: row.integer(at: Places.status).flatMap { KeyDeliveryStatus(rawValue: Int($0)) } ?? .default,
            keyReceived: row.instant(at: Places.keyReceived), lastHeartbeat: row.instant(at: Places.lastHeartbeat))
    }

    private enum Places {
        static let name = Table.flowMachine.place(of: "name")
        static let group = Table.flowMachine.place(of: "flowmachinegroupid")
        static let agentVersion = Table.flowMachine.place(of: "agentversion")
        static let status = Table.flowMachine.place(of: "keydeliverystatus")
        static let keyReceived = Table.flowMachine.place(of: "keyreceiveddate")
        static let lastHeartbeat = Table.flowMachine.place(of: "lastheartbeatdate")
    }
}
