import RenewalCore
import Synchronization

/// A notifier that never answers, but where the task is cancelled.
actor HangingNotifier: Notifier {
    private(set) var calls = 0
    private let answered: Int

    /// - Parameter answered: how many calls it answers before it hangs.
    init(after answered: Int = 0) { self.answered = answered }

    func notify(_ event: RenewalEvent) async throws {
        calls += 1
        if calls <= answered { return }
        try await Task.sleep(for: .seconds(86_400))
    }
}

/// A store whose deliveries fail for some calls.
final class OutageStorage: Storage {
    struct Outage: Error {}

    private let base: InMemoryStorage
    private let failures: Mutex<Int>

    init(base: InMemoryStorage, failures: Int) {
        self.base = base
        self.failures = Mutex(failures)
    }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] {
        try failures.withLock { failures in
            guard failures > 0 else { return }
            failures -= 1
            throw Outage()
        }
        return try await base.deliveries(step)
    }

    func read(_ queries: [RowQuery]) async throws -> Rows { try await base.read(queries) }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result { try await base.withSnapshot(body) }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome { try await base.transact(request, decide) }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await base.dueGroups(at: now, limit: limit)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? { try await base.keptInstant(change) }
}

/// The passes that a loop reported.
final class ReportLog: Sendable {
    private let passes = Mutex<[DeliveryPass]>([])
    var all: [DeliveryPass] { passes.withLock { $0 } }
    func add(_ pass: DeliveryPass) { passes.withLock { $0.append(pass) } }
}
