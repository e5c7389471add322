import RenewalCore

extension InMemoryStorage {
    /// Reads with a fault in the queries or in the rows.
    func faultyRead(_ queries: [RowQuery], _ fault: StorageFault) async throws -> Rows {
        var rows = Rows()
        for query in queries {
            let next = fault.corrupted(try await read([fault.corrupted(query)]), of: query)
            rows.groups += next.groups
            rows.machines += next.machines
            rows.connections += next.connections
            rows.certificates += next.certificates
            rows.history += next.history
        }
        return rows
    }
}

extension StorageFault {
    /// Whether it lies in the answers of `read`; others leave reads alone.
    var isOfReads: Bool {
        switch self {
        case .tornReads, .pagesInclusive, .deletedGroupsHidden, .agentsIgnored, .holdersOfAnyGeneration,
            .behindInclusive, .behindUnordered, .lackingIgnored, .certificatesNewestFirst, .lastHistoryFirst:
            true
        default: false
        }
    }

    fileprivate func corrupted(_ query: RowQuery) -> RowQuery {
        switch (self, query) {
        case (.pagesInclusive, .machines(let group, .some, let limit)):
            .machines(group, after: nil, limit: limit)
        case (.agentsIgnored, .machinesHolding(let group, let generation, .some, let after, let limit)):
            .machinesHolding(group, generation, canRenew: nil, after: after, limit: limit)
        case (.holdersOfAnyGeneration, .machinesHolding(let group, _, _, let after, let limit)):
            .machines(group, after: after, limit: limit)
        case (.behindInclusive, .machinesBehind(let group, let transition, let limit)) where transition < .max:
            .machinesBehind(group, transition: transition + 1, limit: limit)
        case (.lackingIgnored, .connectionsHolding(let group, let held, let lacking, let after, let limit))
        where held != lacking:
            .connectionsHolding(group, held, lacking: lacking.next.next.next.next, after: after, limit: limit)
        case (.lastHistoryFirst, .lastHistory(let group)):
            .history(group, after: 0, limit: 1)
        default: query
        }
    }

    fileprivate func corrupted(_ rows: Rows, of query: RowQuery) -> Rows {
        var rows = rows
        switch (self, query) {
        case (.deletedGroupsHidden, .groups): rows.groups.removeAll { $0.phase.kind == .deleted }
        case (.behindUnordered, .machinesBehind): rows.machines.reverse()
        case (.certificatesNewestFirst, .certificates): rows.certificates.reverse()
        default: break
        }
        return rows
    }
}
