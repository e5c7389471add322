import RenewalCore
import Synchronization

/// A store in memory that counts the transactions that it has ended.
final class CountingStorage: Storage {
    private let inner = InMemoryStorage()
    private let count = Mutex(0)

    var transactions: Int { count.withLock { $0 } }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        let outcome = try await inner.transact(request, decide)
        count.withLock { $0 += 1 }
        return outcome
    }

    func read(_ queries: [RowQuery]) async throws -> Rows { try await inner.read(queries) }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result {
        try await inner.withSnapshot(body)
    }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await inner.dueGroups(at: now, limit: limit)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? { try await inner.keptInstant(change) }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { try await inner.deliveries(step) }
}
