/// Group rows with the index of the instants at which they wake.
struct GroupTable: Sendable {
    private(set) var rows = SortedChunks<GroupID, MachineGroup>()
    private var due = SortedChunks<DueKey, Void>()

    /// Writes, or with `nil` removes, the row of that id, and gives the one it had.
    mutating func set(_ row: MachineGroup?, for id: GroupID) -> MachineGroup? {
        let position = rows.position(of: id)
        let old = rows[id]
        let (oldWake, newWake) = (old?.wakesAt, row?.wakesAt)
        if oldWake != newWake {
            if let oldWake { due.remove(DueKey(wakesAt: oldWake, group: id)) }
            if let newWake { due.insert(DueKey(wakesAt: newWake, group: id)) }
        }
        if let row, let position {
            rows.replace(at: position, with: row)
        } else if let row {
            rows.set(row, for: id)
        } else {
            rows.remove(id)
        }
        return old
    }

    /// Groups that wake at or before the instant, earliest first.
    func dueGroups(at now: Instant, limit: Int) -> [GroupID] {
        due.entries.keys(limit: limit) { $0.wakesAt <= now }.map(\.group)
    }

    /// A page of all rows.
    func page(after: GroupID?, limit: Int) -> [MachineGroup] {
        (after.map { rows.entries(after: $0) } ?? rows.entries).values(limit: limit)
    }
}
