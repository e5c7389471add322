import Synchronization

/// A store in memory: the default for trying things out, for tests, simulations and benchmarks, and a model for others.
///
/// It keeps the whole contract of ``Storage`` for all tasks of one process, and nothing when the process ends. Decisions
/// run outside of its lock, so that the signatures of several machines are verified at once; a commit reads the rows
/// again and decides again only where they are not what the decision saw.
///
/// - Complexity: every query by key or index, O(log n + rows found). A snapshot is a copy that shares everything until
///   it is written: the first write to a table after it copies that table's list of chunks, n / 128 references.
public final class InMemoryStorage: Storage {
    fileprivate struct State: Sendable {
        var tables = MemoryTables()
        var deliveries = DeliveryQueue()
        var keptInstant: Instant?
    }

    private let state = Mutex(State())

    /// After so many conflicts a decision runs under the lock, so that no task waits for ever behind others.
    private static let freeAttempts = 3

    /// An empty store.
    public init() {}

    /// Reads rows, all of one instant.
    public func read(_ queries: [RowQuery]) async throws -> Rows {
        state.withLock { $0.tables.rows(queries) }
    }

    /// Runs the body with a view in which nothing changes.
    public func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result {
        try await body(Snapshot(tables: state.withLock { $0.tables }))
    }

    /// Fetches what the request names, runs the decision on it, and writes what it decides.
    ///
    /// - Throws: what the decision throws; ``RenewalError`` as ``RowChange`` says. Nothing is stored then.
    public func transact<Outcome: Sendable>(
        _ request: TransactionRequest,
        _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        try perform(request, decide)
    }

    /// The transaction without the `async` of the contract: nothing in it waits.
    func perform<Outcome: Sendable>(
        _ request: TransactionRequest,
        _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) throws -> Outcome {
        var (seen, version) = state.withLock { ($0.tables.rows(request.reads), $0.tables.version) }
        for _ in 0..<Self.freeAttempts {
            let decision = try decide(seen)
            let isDone = try state.withLock { state in
                if state.tables.version != version {
                    let present = state.tables.rows(request.reads)
                    version = state.tables.version
                    if present != seen {
                        seen = present
                        return false
                    }
                }
                try state.commit(decision, request)
                return true
            }
            if isDone { return decision.outcome }
        }
        return try state.withLock { state in
            let decision = try decide(state.tables.rows(request.reads))
            try state.commit(decision, request)
            return decision.outcome
        }
    }

    /// Groups that wake at or before the instant, earliest first.
    ///
    /// - Complexity: O(groups found), however many groups there are.
    public func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        state.withLock { $0.tables.groups.dueGroups(at: now, limit: limit) }
    }

    /// Reads or changes the kept instant (Rule T3).
    public func keptInstant(_ change: KeptInstantChange) async throws -> Instant? {
        state.withLock { state in
            switch change {
            case .read: break
            case .raise(let instant): state.keptInstant = state.keptInstant.map { max($0, instant) } ?? instant
            case .set(let instant): state.keptInstant = instant
            }
            return state.keptInstant
        }
    }

    /// Settles deliveries and hands out the next ones (Rule N3).
    public func deliveries(_ step: DeliveryStep) async throws -> [Delivery] {
        state.withLock { $0.deliveries.step(step) }
    }

    private struct Snapshot: StorageSnapshot {
        let tables: MemoryTables

        func read(_ queries: [RowQuery]) async throws -> Rows { tables.rows(queries) }
    }
}

extension InMemoryStorage.State {
    fileprivate mutating func commit<Outcome>(
        _ decision: TransactionDecision<Outcome>, _ request: TransactionRequest
    ) throws {
        try tables.apply(decision.changes, to: request.groups)
        deliveries.append(decision.deliveries)
    }
}

extension Storage where Self == InMemoryStorage {
    /// A new, empty store in memory.
    public static var inMemory: InMemoryStorage { InMemoryStorage() }
}
