/// All rows of an ``InMemoryStorage``, the tables and indexes that a database would have. A copy is a snapshot.
struct MemoryTables: Sendable {
    var groups = GroupTable()
    var machines = MachineTable()
    var connections = ConnectionTable()
    var certificates = SortedChunks<NumberedKey, IssuedCertificate>()
    var history = SortedChunks<NumberedKey, HistoryEntry>()
    // The number of each group's newest history entry.
    var historyCounts = SortedChunks<GroupID, UInt64>()
    /// Raised with each commit that wrote a row: where it is the same, so is every row.
    var version: UInt64 = 0

    /// Answers the queries, in their order.
    func rows(_ queries: [RowQuery]) -> Rows {
        var rows = Rows()
        for query in queries { append(query, to: &rows) }
        return rows
    }

    private func append(_ query: RowQuery, to rows: inout Rows) {
        switch query {
        case .group(let id):
            if let row = groups.rows[id] { rows.groups.append(row) }
        case .machine(let id):
            if let row = machines.rows[id] { rows.machines.append(row) }
        case .connection(let id):
            if let row = connections.rows[id] { rows.connections.append(row) }
        case .groups(let after, let limit):
            rows.groups += groups.page(after: after, limit: limit)
        case .machines(let group, let after, let limit):
            rows.machines += machines.page(of: group, after: after, limit: limit)
        case .machinesHolding(let group, let generation, let canRenew, let after, let limit):
            rows.machines += machines.holding(generation, canRenew: canRenew, in: group, after: after, limit: limit)
        case .machinesBehind(let group, let transition, let limit):
            rows.machines += machines.behind(transition, in: group, limit: limit)
        case .connections(let group, let after, let limit):
            rows.connections += connections.page(of: group, after: after, limit: limit)
        case .connectionsHolding(let group, let held, let lacking, let after, let limit):
            rows.connections += connections.holding(held, lacking: lacking, in: group, after: after, limit: limit)
        case .connectionsBehind(let group, let transition, let limit):
            rows.connections += connections.behind(transition, in: group, limit: limit)
        case .certificates(let group, let after):
            let start = NumberedKey(group: group, number: after?.number ?? 0)
            rows.certificates += certificates.entries(after: start).values { $0.group == group }
        case .history(let group, let after, let limit):
            let start = NumberedKey(group: group, number: after)
            rows.history += history.entries(after: start).values(limit: limit) { $0.group == group }
        case .lastHistory(let group):
            let last = historyCounts[group].flatMap { history[NumberedKey(group: group, number: $0)] }
            if let last { rows.history.append(last) }
        }
    }
}
