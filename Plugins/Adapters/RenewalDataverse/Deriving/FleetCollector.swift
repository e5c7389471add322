public import RenewalCore

/// Gathers what the rows of a source say, one by one in any order, until the fleet can be derived.
///
/// A source that streams gives each row and forgets it: memory is in proportion to the facts, and without the machines
/// to the groups.
public struct FleetCollector: Sendable {
    private let keepsMachines: Bool
    private var groups: [Group] = []
    // As summaries from the start, so that no second list of them is needed when their groups are known.
    private var machines: [MachineSummary] = []
    private var machineCounts = CountsByGroup()
    private var connections: [ConnectionFacts] = []
    private var connectionCounts: [GroupID: ConnectionCounts] = [:]
    private var holdsConnections = false
    private var versions = KnownVersions()

    private enum Group: Sendable {
        case facts(GroupFacts)
        case row(MachineGroup)
    }

    /// A collector without rows.
    ///
    /// - Parameter keepsMachines: whether the fleet needs each machine, or only how many each group has.
    public init(keepsMachines: Bool = true) {
        self.keepsMachines = keepsMachines
    }

    /// The logical names of the columns of machines that matter to the fleet: a source need not read others.
    public var machineColumns: Set<String> {
        let counted: Set = ["flowmachineid", "flowmachinegroupid", "agentversion", "keydeliverystatus"]
        return keepsMachines ? counted.union(["name", "keyreceiveddate", "lastheartbeatdate"]) : counted
    }

    /// How many machines were added.
    public private(set) var machineCount = 0

    /// Adds what the row of a real environment says of a group.
    public mutating func add(_ facts: GroupFacts) { groups.append(.facts(facts)) }

    /// Adds a group of a store, settled as of the instant of interest (Rule K1).
    public mutating func add(_ group: MachineGroup) { groups.append(.row(group)) }

    /// Adds a machine.
    public mutating func add(_ machine: MachineFacts) {
        machineCount += 1
        if let group = machine.group {
            machineCounts.add(status: machine.status, isOutdated: machine.isOutdated, to: group)
        }
        if keepsMachines { machines.append(MachineSummary(unplaced: machine)) }
    }

    /// Adds a connection; the source then holds connections.
    public mutating func add(_ connection: ConnectionFacts) {
        expectConnections()
        if let group = connection.group { connectionCounts[group, default: ConnectionCounts()].add(connection.state) }
        connections.append(connection)
    }

    /// Says that the source holds connections, even if there is none: their counts are then 0 and not unknown.
    public mutating func expectConnections() { holdsConnections = true }

    /// Adds the row of any of the three tables; one of another table is ignored.
    public mutating func add(_ row: Row) {
        // Tables are shared, so that most rows need no comparison of names.
        if row.table === Table.flowMachine {
            add(MachineFacts(row, versions: &versions))
            return
        }
        switch row.table.logicalName {
        case Table.flowMachineGroup.logicalName: add(GroupFacts(row))
        case Table.flowMachine.logicalName: add(MachineFacts(row, versions: &versions))
        case Table.desktopFlowConnection.logicalName: add(ConnectionFacts(row))
        default: break
        }
    }

    /// The fleet as of an instant.
    ///
    /// Complexity: O(n log n) in the rows, which are copied: see ``takeFleet(at:)``.
    public func fleet(at now: Instant) -> FleetSummary {
        var copy = self
        return copy.takeFleet(at: now)
    }

    /// The fleet as of an instant, whose machines and connections the collector gives away: each is in memory once.
    ///
    /// Complexity: O(n log n) in the rows.
    public mutating func takeFleet(at now: Instant) -> FleetSummary {
        let groups = groups.map { summary(of: $0, at: now) }
        let byID = Dictionary(groups.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var (machines, connections) = ([MachineSummary](), [ConnectionFacts]())
        swap(&machines, &self.machines)
        swap(&connections, &self.connections)
        for index in machines.indices {
            let facts = machines[index].facts
            machines[index] = MachineSummary(facts, in: facts.group.flatMap { byID[$0] }, at: now)
        }
        return FleetSummary(
            groups: groups, machines: consume machines, connections: holdsConnections ? consume connections : nil)
    }

    private func summary(of group: Group, at now: Instant) -> GroupSummary {
        var summary =
            switch group {
            case .facts(let facts): GroupSummary(facts, machines: machineCounts[facts.id], at: now)
            case .row(let row): GroupSummary(row, machines: machineCounts[row.id], at: now)
            }
        if holdsConnections { summary.connections = connectionCounts[summary.id] ?? ConnectionCounts() }
        return summary
    }
}
