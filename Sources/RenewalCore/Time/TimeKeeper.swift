import Synchronization

/// A coordinator's sense of time: the clock, checked against elapsed time and the store's kept instant (Rule T3).
final class TimeKeeper: Sendable {
    /// An instant to act at.
    struct Moment: Sendable {
        var now: Instant
        var kept: Instant?
        var suspicion: ClockSuspicion?
        /// Whether this suspicion has not been reported yet.
        var isNews = false
    }

    private struct State {
        var baseline: Instant
        var baselineElapsed: Duration
        var kept: Instant?
        var lastLook: Duration?
        var wasAheadAtStart = false
        var reported: ClockSuspicion.Cause?
    }

    private let clock: any WallClock
    private let storage: any Storage
    private let configuration: RenewalCoordinator.Configuration
    private let state: Mutex<State>

    init(clock: any WallClock, storage: any Storage, configuration: RenewalCoordinator.Configuration) {
        self.clock = clock
        self.storage = storage
        self.configuration = configuration
        state = Mutex(State(baseline: clock.now(), baselineElapsed: clock.elapsed()))
    }

    /// The instant to act at now. Raises the kept instant at most once a minute, and never while suspect.
    func moment() async throws -> Moment {
        if state.withLock({ $0.lastLook == nil }) {
            note(try await storage.keptInstant(.read), .start)
        }
        let seen = assess()
        if seen.suspicion == nil,
            seen.kept.map({ seen.now.seconds(since: $0) >= configuration.keptInstantInterval }) ?? true
        {
            try await raise(to: seen.now)
        } else if isTimeToLook() {
            // Believed or not: another process may have raised it far above our clock, or an operator set it.
            note(try await storage.keptInstant(.read), seen.suspicion == nil ? .look : .suspectLook)
        }
        var moment = assess()
        moment.isNews = isNews(moment.suspicion?.cause)
        return moment
    }

    /// Lets the present suspicion be reported again, because its report could not be stored.
    func forgetReport() { state.withLock { $0.reported = nil } }

    private func isNews(_ cause: ClockSuspicion.Cause?) -> Bool {
        state.withLock { state in
            defer { state.reported = cause }
            return cause != nil && cause != state.reported
        }
    }

    /// Raises the kept instant before something is stored that must not be undone by a clock (Rule T3).
    func raise(to now: Instant) async throws {
        note(try await storage.keptInstant(.raise(to: now)), .raise)
    }

    /// Believes the clock from now on, and sets the kept instant to it, up or down (Rule T3).
    func confirm() async throws -> Instant {
        let now = clock.now()
        let kept = try await storage.keptInstant(.set(now))
        rebase(to: now, kept: kept)
        return now
    }

    /// The clock's own word, believed or not.
    func unchecked() -> Instant { clock.now() }

    private func assess() -> Moment {
        let (now, elapsed) = (clock.now(), clock.elapsed())
        return state.withLock { state in
            let reading = reading(state, now: now, elapsed: elapsed)
            let cause = reading.suspicion(configuration)
            if cause == nil {
                state.wasAheadAtStart = false
                // A clock that was put back for good is measured from there: it was wrong at the baseline.
                if reading.expected.seconds(since: now) > configuration.clockTolerance {
                    state.baseline = now
                    state.baselineElapsed = elapsed
                }
            }
            return Moment(
                now: reading.now(isSuspect: cause != nil), kept: state.kept,
                suspicion: cause.map { ClockSuspicion(cause: $0, clock: now, kept: state.kept ?? now) })
        }
    }

    private enum Occasion { case start, raise, look, suspectLook }

    private func note(_ kept: Instant?, _ occasion: Occasion) {
        let (now, elapsed) = (clock.now(), clock.elapsed())
        state.withLock { state in
            let known = state.kept
            state.kept = kept
            state.lastLook = elapsed
            switch occasion {
            case .start:
                state.wasAheadAtStart = reading(state, now: now, elapsed: elapsed).isAheadAtStart(configuration)
            case .raise, .look:
                break
            case .suspectLook:
                // Only a believed clock or an operator moves the kept instant: where another process moved it to where
                // our clock is, it vouches for that. What this process raised itself vouches for nothing.
                let window = 2 * max(configuration.keptInstantInterval, 60)
                guard let kept, kept != known, abs(now.seconds(since: kept)) <= window else { break }
                state.baseline = now
                state.baselineElapsed = elapsed
            }
        }
    }

    private func rebase(to now: Instant, kept: Instant?) {
        let elapsed = clock.elapsed()
        state.withLock { state in
            state.baseline = now
            state.baselineElapsed = elapsed
            state.kept = kept
            state.wasAheadAtStart = false
            state.reported = nil
        }
    }

    private func isTimeToLook() -> Bool {
        let elapsed = clock.elapsed()
        return state.withLock { state in
            state.lastLook.map { elapsed - $0 >= .seconds(configuration.keptInstantInterval) } ?? true
        }
    }

    private func reading(_ state: borrowing State, now: Instant, elapsed: Duration) -> ClockReading {
        ClockReading(
            clock: now, baseline: state.baseline,
            elapsedSinceBaseline: (elapsed - state.baselineElapsed).components.seconds, kept: state.kept,
            wasAheadAtStart: state.wasAheadAtStart)
    }
}
