import Synchronization

/// A clock that stands still until it is moved: for tests, simulations and rehearsals.
///
/// Time of day and elapsed time move together with ``advance(by:)`` and apart with ``set(to:)`` and ``elapse(_:)``, so
/// that a clock that was set wrong can be played (Rule T3). Whoever sleeps until an instant is resumed, earliest first,
/// by the call that moves the time of day to it or lets the time elapse that was missing.
public final class ManualClock: WallClock {
    fileprivate struct State: Sendable {
        // Since 1970; fractions of a second add up.
        var wall: Duration
        var elapsed = Duration.zero
        var sleepers: [Sleeper] = []
        var watchers: [Watcher] = []
        var lastID: UInt64 = 0

        var now: Instant { Instant(secondsSince1970: wall.components.seconds - (wall.isBelowItsSecond ? 1 : 0)) }
    }

    fileprivate struct Sleeper: Sendable {
        var id: UInt64
        var until: Instant
        var elapsedUntil: Duration
        var continuation: CheckedContinuation<Void, any Error>
    }

    fileprivate struct Watcher: Sendable {
        var id: UInt64
        var count: Int
        var continuation: CheckedContinuation<Void, any Error>
    }

    private let state: Mutex<State>

    /// A clock that shows this instant, with no time elapsed.
    public init(at instant: Instant) {
        state = Mutex(State(wall: .seconds(instant.secondsSince1970)))
    }

    /// The instant it was set or moved to.
    public func now() -> Instant { state.withLock { $0.now } }

    /// The sum of what it was moved by; ``set(to:)`` does not count.
    public func elapsed() -> Duration { state.withLock { $0.elapsed } }

    /// Lets time pass: the time of day and elapsed time go on by the duration. Nothing happens where it is negative.
    public func advance(by duration: Duration) {
        guard duration > .zero else { return }
        move { state in
            state.wall += duration
            state.elapsed += duration
        }
    }

    /// Sets the time of day, forwards or back, and leaves elapsed time as it is: somebody set the clock.
    public func set(to instant: Instant) {
        move { $0.wall = .seconds(instant.secondsSince1970) }
    }

    /// Lets elapsed time go on and leaves the time of day as it is: the clock stood still. Nothing happens where the
    /// duration is negative.
    public func elapse(_ duration: Duration) {
        guard duration > .zero else { return }
        move { $0.elapsed += duration }
    }

    /// The earliest instant that somebody sleeps until; `nil` where nobody sleeps.
    public var earliestWake: Instant? { state.withLock { $0.sleepers.map(\.until).min() } }

    /// Returns when at least so many tasks sleep on this clock: the moment to move it on in a test of a loop.
    ///
    /// - Throws: `CancellationError`, at once, where the task is cancelled.
    public func waitForSleepers(_ count: Int = 1) async throws {
        try await suspend { state, id, continuation in
            if state.sleepers.count >= count { return true }
            state.watchers.append(Watcher(id: id, count: count, continuation: continuation))
            return false
        }
    }

    /// Returns when the clock shows the instant or a later one, at once where it does already; where the clock is set
    /// back meanwhile, when the time that was missing at the call has elapsed.
    ///
    /// - Throws: `CancellationError`, at once, where the task is cancelled.
    public func sleep(until instant: Instant) async throws {
        try Task.checkCancellation()
        try await suspend { state, id, continuation in
            if state.now >= instant { return true }
            let elapsedUntil = state.elapsed + (.seconds(instant.secondsSince1970) - state.wall)
            state.sleepers.append(
                Sleeper(id: id, until: instant, elapsedUntil: elapsedUntil, continuation: continuation))
            return false
        }
    }
}

extension ManualClock {
    private func move(_ change: (inout State) -> Void) {
        let woken = state.withLock { state in
            change(&state)
            let (now, elapsed) = (state.now, state.elapsed)
            let isOver = { (sleeper: Sleeper) in sleeper.until <= now || sleeper.elapsedUntil <= elapsed }
            let woken = state.sleepers.filter(isOver)
            state.sleepers.removeAll(where: isOver)
            return woken.sorted { ($0.until, $0.id) < ($1.until, $1.id) }
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    // Suspends unless `register` says that there is nothing to wait for. A task that is cancelled before it is registered
    // is seen here, one that is cancelled later by the handler, which waits for the lock: none is missed.
    private func suspend(
        _ register: (inout State, UInt64, CheckedContinuation<Void, any Error>) -> Bool
    ) async throws {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (outcome, watchers) = state.withLock { state -> (Result<Void, any Error>?, [Watcher]) in
                    if Task.isCancelled { return (.failure(CancellationError()), []) }
                    return (register(&state, id, continuation) ? .success(()) : nil, state.takeSatisfiedWatchers())
                }
                if let outcome { continuation.resume(with: outcome) }
                for watcher in watchers { watcher.continuation.resume() }
            }
        } onCancel: {
            let continuation = state.withLock { $0.takeContinuation(of: id) }
            continuation?.resume(throwing: CancellationError())
        }
    }
}

extension ManualClock.State {
    fileprivate mutating func takeSatisfiedWatchers() -> [ManualClock.Watcher] {
        let asleep = sleepers.count
        let satisfied = watchers.filter { $0.count <= asleep }
        watchers.removeAll { $0.count <= asleep }
        return satisfied
    }

    fileprivate mutating func takeContinuation(of id: UInt64) -> CheckedContinuation<Void, any Error>? {
        if let index = sleepers.firstIndex(where: { $0.id == id }) { return sleepers.remove(at: index).continuation }
        if let index = watchers.firstIndex(where: { $0.id == id }) { return watchers.remove(at: index).continuation }
        return nil
    }
}

extension Duration {
    // Durations round towards zero, instants towards the past.
    fileprivate var isBelowItsSecond: Bool { components.attoseconds < 0 }
}

extension WallClock where Self == ManualClock {
    /// A clock that shows this instant until it is moved.
    public static func manual(at instant: Instant) -> ManualClock { ManualClock(at: instant) }
}
