import Synchronization

/// A write that waits for its turn, and then for the commit.
protocol PendingWrite: Sendable {
    /// Until when it waits for the file's lock.
    var deadline: ContinuousClock.Instant { get }

    /// Reads and writes in the open transaction.
    func run(_ database: StoreDatabase, _ row: inout StoreRow) throws

    /// Lets the caller go on, once: with what it wrote, which is on disk now, or with the error.
    func finish(_ error: (any Error)?)
}

/// A write whose caller waits for an outcome.
final class CallersWrite<Outcome: Sendable>: PendingWrite {
    typealias Body = @Sendable (StoreDatabase, inout StoreRow) throws -> Outcome

    private enum Stage {
        case new(Body)
        case written(Outcome)
        case over
    }

    let deadline: ContinuousClock.Instant
    private let stage: Mutex<Stage>
    private let caller: CheckedContinuation<Outcome, any Error>

    /// - Parameter body: what is run. It is given up before the caller goes on, as it may be no longer there then.
    init(
        until deadline: ContinuousClock.Instant, _ body: @escaping Body,
        _ caller: CheckedContinuation<Outcome, any Error>
    ) {
        self.deadline = deadline
        self.caller = caller
        stage = Mutex(.new(body))
    }

    func run(_ database: StoreDatabase, _ row: inout StoreRow) throws {
        guard case .new(let body) = take() else { return }
        let outcome = try body(database, &row)
        stage.withLock { $0 = .written(outcome) }
    }

    func finish(_ error: (any Error)?) {
        let outcome = takeOutcome()
        if let outcome, error == nil { return caller.resume(returning: outcome) }
        caller.resume(throwing: error ?? CancellationError())
    }

    private func takeOutcome() -> Outcome? {
        if case .written(let outcome) = take() { outcome } else { nil }
    }

    private func take() -> Stage {
        stage.withLock { stage in
            defer { stage = .over }
            return stage
        }
    }
}
