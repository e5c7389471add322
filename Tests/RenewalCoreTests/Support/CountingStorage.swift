import RenewalCore
import Synchronization

/// A store that counts what is written, and can fail from some transaction on.
final class CountingStorage: Storage {
    /// The store is gone.
    struct Gone: Error {}

    private let base: InMemoryStorage
    private let state: Mutex<(left: Int, largest: Int, kept: [KeptInstantChange])>

    init(_ base: InMemoryStorage, failingAfter count: Int = .max) {
        self.base = base
        state = Mutex((count, 0, []))
    }

    /// The most rows that one transaction wrote.
    var largestWrite: Int { state.withLock { $0.largest } }

    /// The calls about the kept instant that may have moved it.
    var keptChanges: [KeptInstantChange] { state.withLock { $0.kept } }

    func read(_ queries: [RowQuery]) async throws -> Rows { try await base.read(queries) }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result {
        try await base.withSnapshot(body)
    }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        try state.withLock { state in
            state.left -= 1
            if state.left < 0 { throw Gone() }
        }
        return try await base.transact(request) { rows in
            let decision = try decide(rows)
            state.withLock { $0.largest = max($0.largest, decision.changes.count) }
            return decision
        }
    }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await base.dueGroups(at: now, limit: limit)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? {
        if change != .read { state.withLock { $0.kept.append(change) } }
        return try await base.keptInstant(change)
    }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { try await base.deliveries(step) }
}
