/// Where a coordinator keeps its rows: memory, one file shared by several processes, a remote database.
///
/// The unit of consistency is one group. A transaction says beforehand which rows it needs, is given them, and decides
/// without waiting for anything what to write; so one round trip fetches, one writes, a store may run the decision
/// again after a conflict, and writers that come together may share a commit. A decision touches the rows it names and
/// no others: a check-in in a group of 100,000 machines reads two rows and writes one.
///
/// Called by coordinators from any task, concurrently. A ``RenewalError`` thrown by a decision comes out unchanged and
/// nothing is stored. Any other throw means that the outcome is unknown; coordinators pass it on, and their callers
/// ask again. How a memory store, one SQLite file and a remote database conform is in the article
/// <doc:ImplementingAStorage>.
public protocol Storage: Sendable {
    /// Reads rows, all of one instant.
    func read(_ queries: [RowQuery]) async throws -> Rows

    /// Runs the body with a view in which nothing changes, for reports that read in pages.
    ///
    /// - Complexity: the view costs constant memory in durable stores; writers go on meanwhile.
    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result

    /// Fetches what the request names, runs the decision on it, and writes what it decides: serialisable among all
    /// transactions that name the same group, all or nothing, durable when it returns where the store is durable.
    ///
    /// The decision may be run several times and must depend on its argument alone. Its deliveries are stored in the
    /// same transaction and numbered in commit order (Rule N3).
    ///
    /// - Throws: what the decision throws, with nothing stored; ``RenewalError`` as ``RowChange`` says; the store's own
    ///   errors.
    func transact<Outcome: Sendable>(
        _ request: TransactionRequest,
        _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome

    /// Groups whose ``MachineGroup/wakesAt`` is at or before the instant, earliest first, at most `limit`.
    ///
    /// - Complexity: by index; with nothing due it costs the same however many groups there are.
    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID]

    /// Reads or changes the one kept instant (Rule T3), and gives its value after that; `nil` before the first.
    func keptInstant(_ change: KeptInstantChange) async throws -> Instant?

    /// Settles deliveries and hands out the next ones: for each subscriber and ``Delivery/orderKey`` only the oldest
    /// that is not settled, and only if it is due and not leased (Rule N3); in order of ``Delivery/sequence``.
    func deliveries(_ step: DeliveryStep) async throws -> [Delivery]
}

/// A view of a store in which nothing changes.
public protocol StorageSnapshot: Sendable {
    /// Reads rows as of the snapshot's instant.
    func read(_ queries: [RowQuery]) async throws -> Rows
}

/// What to do with the kept instant (Rule T3).
public enum KeptInstantChange: Hashable, Sendable {
    /// Read it.
    case read
    /// Raise it to this instant; a later one stays.
    case raise(to: Instant)
    /// Set it, up or down: an operator confirmed the time.
    case set(Instant)
}
