import RenewalCore
import Synchronization

/// A store that has lost the newest history entry of one group.
final class LosingHistory: Storage {
    private let base: InMemoryStorage
    private let group: GroupID

    init(_ base: InMemoryStorage, group: GroupID) {
        self.base = base
        self.group = group
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
        try await base.transact(request) { [group] rows in
            var rows = rows
            rows.history.removeAll { $0.group == group }
            return try decide(rows)
        }
    }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await base.dueGroups(at: now, limit: limit)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? { try await base.keptInstant(change) }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { try await base.deliveries(step) }
}

/// A notifier that cancels the task it is called from once it was told so often.
final class StoppingNotifier: Notifier {
    private let calls = Mutex(0)
    private let limit: Int

    init(after limit: Int) { self.limit = limit }

    var count: Int { calls.withLock { $0 } }

    func notify(_ event: RenewalEvent) async throws {
        let isLast = calls.withLock { calls in
            calls += 1
            return calls >= limit
        }
        if isLast { withUnsafeCurrentTask { $0?.cancel() } }
    }
}
