import RenewalCore

/// A store that shows transactions other rows than it has.
final class ForgingStorage: Storage {
    private let base: InMemoryStorage
    private let forge: @Sendable (inout Rows) -> Void

    init(_ base: InMemoryStorage, _ forge: @escaping @Sendable (inout Rows) -> Void) {
        self.base = base
        self.forge = forge
    }

    func read(_ queries: [RowQuery]) async throws -> Rows { try await base.read(queries) }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result {
        try await base.withSnapshot(body)
    }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        try await base.transact(request) { [forge] rows in
            var rows = rows
            forge(&rows)
            return try decide(rows)
        }
    }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await base.dueGroups(at: now, limit: limit)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? { try await base.keptInstant(change) }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { try await base.deliveries(step) }
}

extension World {
    /// Changes a group's row behind the coordinator's back, as whoever controls the store can.
    func put(_ id: GroupID, _ change: @escaping @Sendable (inout MachineGroup) -> Void) async throws {
        try await storage.transact(TransactionRequest(groups: [id], reads: [.group(id)])) { rows in
            guard var group = rows.group(id) else { throw RenewalError(.groupNotFound, "\(id)") }
            change(&group)
            return TransactionDecision(changes: [.updateGroup(group)], outcome: ())
        }
    }
}
