import RenewalCore

/// A store of which only some groups are seen, for reading.
struct ChosenStorage: Storage {
    let storage: any Storage
    let choice: GroupChoice

    func read(_ queries: [RowQuery]) async throws -> Rows {
        try await withSnapshot { try await $0.read(queries) }
    }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result {
        try await storage.withSnapshot { try await body(ChosenSnapshot(snapshot: $0, choice: choice)) }
    }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        throw ReadOnly()
    }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] { throw ReadOnly() }
    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? { throw ReadOnly() }
    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { throw ReadOnly() }

    /// A report asked for more than reading.
    struct ReadOnly: Error, CustomStringConvertible {
        var description: String { "a source is only read" }
    }
}

/// A view of the chosen groups. A page of groups is filled up from the pages behind it, so that a short one is the last.
private struct ChosenSnapshot: StorageSnapshot {
    let snapshot: any StorageSnapshot
    let choice: GroupChoice

    func read(_ queries: [RowQuery]) async throws -> Rows {
        guard queries.count == 1, case .groups(let after, let limit) = queries[0] else {
            return try await snapshot.read(queries)
        }
        var chosen: [MachineGroup] = []
        var last = after
        while chosen.count < limit {
            let page = try await snapshot.read([.groups(after: last, limit: limit)]).groups
            chosen += page.filter { choice.includes($0.id) }.prefix(limit - chosen.count)
            guard page.count == limit else { break }
            last = page.last?.id
        }
        return Rows(groups: chosen)
    }
}
