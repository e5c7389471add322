import RenewalCore
import Synchronization

/// A store in which somebody else does something right after a read: what can happen between two calls.
final class InterruptedStorage: Storage {
    private let base: InMemoryStorage
    private let left: Mutex<Int>
    private let interruption: @Sendable () async throws -> Void

    init(_ base: InMemoryStorage, afterReads count: Int, _ interruption: @escaping @Sendable () async throws -> Void) {
        self.base = base
        left = Mutex(count)
        self.interruption = interruption
    }

    func read(_ queries: [RowQuery]) async throws -> Rows {
        let rows = try await base.read(queries)
        let isTime = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isTime { try await interruption() }
        return rows
    }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result {
        try await base.withSnapshot(body)
    }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        try await base.transact(request, decide)
    }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await base.dueGroups(at: now, limit: limit)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? { try await base.keptInstant(change) }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { try await base.deliveries(step) }
}
