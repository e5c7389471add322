/// Machine rows with the indexes by group, by applied transition and by generation held.
struct MachineTable: Sendable {
    private(set) var rows = SortedChunks<MachineID, Machine>()
    private var byGroup = SortedChunks<MemberKey<MachineID>, Void>()
    private var byTransition = SortedChunks<RankedKey<MachineID>, Void>()
    private var byHolding = SortedChunks<HoldingKey, Void>()

    /// Writes, or with `nil` removes, the row of that id, and gives the one it had.
    mutating func set(_ row: Machine?, for id: MachineID) -> Machine? {
        guard let position = rows.position(of: id) else {
            if let row {
                rows.set(row, for: id)
                byGroup.insert(row.memberKey)
                byTransition.insert(row.transitionKey)
                if let key = row.holdingKey { byHolding.insert(key) }
            }
            return nil
        }
        let old = rows.value(at: position)
        updateIndexes(from: old, to: row)
        if let row { rows.replace(at: position, with: row) } else { rows.remove(id) }
        return old
    }

    // A check-in changes none of the keys, and then touches no index.
    private mutating func updateIndexes(from old: Machine, to new: Machine?) {
        if old.memberKey != new?.memberKey {
            byGroup.remove(old.memberKey)
            if let new { byGroup.insert(new.memberKey) }
        }
        if old.transitionKey != new?.transitionKey {
            byTransition.remove(old.transitionKey)
            if let new { byTransition.insert(new.transitionKey) }
        }
        if old.holdingKey != new?.holdingKey {
            if let key = old.holdingKey { byHolding.remove(key) }
            if let key = new?.holdingKey { byHolding.insert(key) }
        }
    }

    /// A page of a group's machines.
    func page(of group: GroupID, after: MachineID?, limit: Int) -> [Machine] {
        let entries =
            after.map { byGroup.entries(after: MemberKey(group: group, id: $0)) }
            ?? byGroup.entries(from: MemberKey(group: group, id: .lowest))
        return entries.keys(limit: limit) { $0.group == group }.compactMap { rows[$0.id] }
    }

    /// Machines with an applied transition below that number, lowest first.
    func behind(_ transition: UInt64, in group: GroupID, limit: Int) -> [Machine] {
        byTransition.entries(from: RankedKey(group: group, rank: 0, id: .lowest))
            .keys(limit: limit) { $0.group == group && $0.rank < transition }.compactMap { rows[$0.id] }
    }

    /// A page of the machines that hold a generation.
    func holding(
        _ generation: Generation, canRenew: Bool?, in group: GroupID, after: MachineID?, limit: Int
    ) -> [Machine] {
        let choices = canRenew.map { [$0] } ?? [false, true]
        let pages = choices.map { choice -> [MachineID] in
            let key = HoldingKey(group: group, generation: generation.number, canRenew: choice, id: after ?? .lowest)
            let entries = after == nil ? byHolding.entries(from: key) : byHolding.entries(after: key)
            let isFound = { (key: HoldingKey) in
                key.group == group && key.generation == generation.number && key.canRenew == choice
            }
            return entries.keys(limit: limit, while: isFound).map(\.id)
        }
        let ids = pages.count == 1 ? pages[0] : pages.joined().sorted()
        return ids.prefix(max(0, limit)).compactMap { rows[$0] }
    }
}

extension Machine {
    fileprivate var memberKey: MemberKey<MachineID> { MemberKey(group: group, id: id) }

    fileprivate var transitionKey: RankedKey<MachineID> { RankedKey(group: group, rank: appliedTransition, id: id) }

    fileprivate var holdingKey: HoldingKey? {
        guard let membership else { return nil }
        return HoldingKey(
            group: group, generation: membership.generation.number, canRenew: agentVersion?.canRenew ?? false, id: id)
    }
}
