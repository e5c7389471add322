/// Connection rows with the indexes by group, by applied transition and by the generations they have copies for.
struct ConnectionTable: Sendable {
    private(set) var rows = SortedChunks<ConnectionID, DesktopFlowConnection>()
    private var byGroup = SortedChunks<MemberKey<ConnectionID>, Void>()
    private var byTransition = SortedChunks<RankedKey<ConnectionID>, Void>()
    private var byCoverage = SortedChunks<CoverageKey, Void>()

    /// Writes, or with `nil` removes, the row of that id, and gives the one it had.
    mutating func set(_ row: DesktopFlowConnection?, for id: ConnectionID) -> DesktopFlowConnection? {
        let old = rows[id]
        if let old {
            byGroup.remove(old.memberKey)
            byTransition.remove(old.transitionKey)
            byCoverage.remove(old.coverageKey)
        }
        if let row {
            rows.set(row, for: id)
            byGroup.insert(row.memberKey)
            byTransition.insert(row.transitionKey)
            byCoverage.insert(row.coverageKey)
        } else {
            rows.remove(id)
        }
        return old
    }

    /// A page of the connections that target a group.
    func page(of group: GroupID, after: ConnectionID?, limit: Int) -> [DesktopFlowConnection] {
        let entries =
            after.map { byGroup.entries(after: MemberKey(group: group, id: $0)) }
            ?? byGroup.entries(from: MemberKey(group: group, id: .lowest))
        return entries.keys(limit: limit) { $0.group == group }.compactMap { rows[$0.id] }
    }

    /// Connections with an applied transition below that number, lowest first.
    func behind(_ transition: UInt64, in group: GroupID, limit: Int) -> [DesktopFlowConnection] {
        byTransition.entries(from: RankedKey(group: group, rank: 0, id: .lowest))
            .keys(limit: limit) { $0.group == group && $0.rank < transition }.compactMap { rows[$0.id] }
    }

    /// A page of the connections with a copy for one generation and none for another.
    ///
    /// - Complexity: O(s · (log n + limit)), where s is the number of different sets of generations that connections of
    ///   the group have copies for: about four, as no more than two generations are ever usable.
    func holding(
        _ held: Generation, lacking: Generation, in group: GroupID, after: ConnectionID?, limit: Int
    ) -> [DesktopFlowConnection] {
        var ids: [ConnectionID] = []
        var bound = CoverageKey(group: group, generations: [], id: .lowest)
        while let found = byCoverage.entries(from: bound).keys(limit: 1).first, found.group == group {
            if found.generations.contains(held.number), !found.generations.contains(lacking.number) {
                let start = CoverageKey(group: group, generations: found.generations, id: after ?? .lowest)
                let entries = after == nil ? byCoverage.entries(from: start) : byCoverage.entries(after: start)
                ids += entries.keys(limit: limit) { $0.group == group && $0.generations == found.generations }.map(\.id)
            }
            // The least set after this one: it starts with all of this one and goes on.
            bound = CoverageKey(group: group, generations: found.generations + [0], id: .lowest)
        }
        return ids.sorted().prefix(max(0, limit)).compactMap { rows[$0] }
    }
}

extension DesktopFlowConnection {
    fileprivate var memberKey: MemberKey<ConnectionID> { MemberKey(group: group, id: id) }

    fileprivate var transitionKey: RankedKey<ConnectionID> {
        RankedKey(group: group, rank: appliedTransition, id: id)
    }

    fileprivate var coverageKey: CoverageKey {
        CoverageKey(group: group, generations: copies.map(\.generation.number).sorted(), id: id)
    }
}
