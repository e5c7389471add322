internal import RenewalCore
internal import Synchronization

/// Faults of a store that the trials must find: each a wrapper that breaks one promise.
package enum BrokenPromise: String, Sendable, CaseIterable {
    /// A transaction returns before its commit.
    case acknowledgeBeforeCommit = "ack-before-commit"
    /// A transaction of several rows is two.
    case halfTransactions = "half-transactions"
    /// An error of the file is kept from the caller.
    case errorsKeptQuiet = "errors-kept-quiet"
    /// The decision that lost a race is answered as if it had won.
    case losersTold = "losers-told-they-won"
    /// A backup is acknowledged before it is on disk. The storage itself is as it should be.
    case unsyncedBackups = "unsynced-backups"

    func wrap(_ storage: any Storage) -> any Storage {
        switch self {
        case .acknowledgeBeforeCommit: EagerStorage(inner: storage)
        case .halfTransactions: HalfStorage(inner: storage)
        case .errorsKeptQuiet: QuietStorage(inner: storage)
        case .losersTold: ForgivingStorage(inner: storage)
        case .unsyncedBackups: storage
        }
    }
}

/// A storage around another one. What a fault does not concern passes through.
protocol StorageWrapper: Storage {
    var inner: any Storage { get }
}

extension StorageWrapper {
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

extension TransactionDecision {
    /// The same changes, without what the caller gets.
    var withoutOutcome: TransactionDecision<Void> {
        TransactionDecision<Void>(changes: changes, deliveries: deliveries, outcome: ())
    }
}

/// Returns before the commit. One transaction after the other, so that each finds the rows of the one before.
private final class EagerStorage: StorageWrapper {
    let inner: any Storage
    private let turn = Mutex<[GroupID: Task<Void, any Error>]>([:])

    init(inner: any Storage) { self.inner = inner }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        for task in turn.withLock({ turn in request.groups.compactMap { turn[$0] } }) { try await task.value }
        let decision = try decide(try await inner.read(request.reads))
        let commit = Task { [inner] in try await inner.transact(request) { _ in decision.withoutOutcome } }
        turn.withLock { turn in for group in request.groups { turn[group] = commit } }
        return decision.outcome
    }
}

/// Writes half of the rows in one transaction and the rest in another.
private struct HalfStorage: StorageWrapper {
    let inner: any Storage

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        let (rest, outcome) = try await inner.transact(request) { rows in
            let decision = try decide(rows)
            let half = decision.changes.count / 2
            return TransactionDecision(
                changes: Array(decision.changes[..<half]),
                outcome: (
                    TransactionDecision<Void>(
                        changes: Array(decision.changes[half...]), deliveries: decision.deliveries, outcome: ()),
                    decision.outcome
                ))
        }
        try await inner.transact(request) { _ in rest }
        return outcome
    }
}

/// Says that all went well, whatever the store says.
private struct QuietStorage: StorageWrapper {
    let inner: any Storage

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        let outcome = Mutex<Outcome?>(nil)
        do {
            return try await inner.transact(request) { rows in
                let decision = try decide(rows)
                outcome.withLock { $0 = decision.outcome }
                return decision
            }
        } catch {
            guard let outcome = outcome.withLock({ $0 }) else { throw error }
            return outcome
        }
    }
}

/// Answers whoever comes second with a certificate as if it had come first.
private final class ForgivingStorage: StorageWrapper {
    let inner: any Storage

    init(inner: any Storage) { self.inner = inner }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        let stale = try await inner.read(request.reads)
        // The longer the rows are old, the surer another one is first.
        try await Task.sleep(for: .milliseconds(2))
        do {
            return try await inner.transact(request) { _ in try decide(stale) }
        } catch let error as RenewalError where error.code == .duplicateID || error.code == .storeInconsistent {
            return try decide(stale).outcome
        }
    }
}
