import RenewalCore
import Synchronization

/// A store in which somebody else does something right after a read or a transaction: what can happen between two calls.
final class InterruptedStorage: Storage {
    private let base: InMemoryStorage
    private let reads: Mutex<Int>
    private let transactions: Mutex<Int>
    private let interruption: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - reads: after how many reads; 0 for not after one.
    ///   - transactions: after how many transactions that went through; 0 for not after one.
    init(
        _ base: InMemoryStorage, afterReads reads: Int = 0, afterTransactions transactions: Int = 0,
        _ interruption: @escaping @Sendable () async throws -> Void
    ) {
        self.base = base
        self.reads = Mutex(reads)
        self.transactions = Mutex(transactions)
        self.interruption = interruption
    }

    private func count(_ left: borrowing Mutex<Int>) async throws {
        let isTime = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isTime { try await interruption() }
    }

    func read(_ queries: [RowQuery]) async throws -> Rows {
        let rows = try await base.read(queries)
        try await count(reads)
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
        let outcome = try await base.transact(request, decide)
        try await count(transactions)
        return outcome
    }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await base.dueGroups(at: now, limit: limit)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? { try await base.keptInstant(change) }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { try await base.deliveries(step) }
}
