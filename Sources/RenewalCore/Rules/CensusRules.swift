/// Counts connections by generation (Rule C6).
struct CensusTaker {
    private let group: MachineGroup
    private let usable: [Generation]
    private var generations: [GenerationCensus]
    private var connections: [ConnectionCensus] = []
    private let now: Instant
    var machines: [MachineID] = []

    /// Starts with no connection counted; the group is settled as of `now`.
    init(group: MachineGroup, now: Instant) {
        self.group = group
        self.now = now
        usable = group.phase.usable.map(\.generation)
        generations = usable.map { GenerationCensus(generation: $0, withCopy: 0, withoutOther: 0, lastUsed: nil) }
    }

    /// Counts a connection of the group.
    mutating func count(_ connection: DesktopFlowConnection) {
        let covered = usable.filter { generation in connection.copies.contains { $0.generation == generation } }
        for index in generations.indices where covered.contains(generations[index].generation) {
            generations[index].withCopy += 1
            if covered.count == 1 { generations[index].withoutOther += 1 }
            if let used = connection.lastUsed {
                generations[index].lastUsed = max(generations[index].lastUsed ?? used, used)
            }
        }
        connections.append(
            ConnectionCensus(
                connection: connection.id, name: connection.name, generations: covered,
                state: connection.effectiveState(in: group), lastUsed: connection.lastUsed))
    }

    /// What was counted.
    var result: Census {
        Census(group: group.id, at: now, generations: generations, connections: connections, machines: machines)
    }
}
