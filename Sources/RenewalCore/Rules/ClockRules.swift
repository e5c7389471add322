/// What a process knows about time, as values (Rule T3).
struct ClockReading: Hashable, Sendable {
    /// What the clock says.
    var clock: Instant
    /// What the clock said when the process started, or when an operator last confirmed it.
    var baseline: Instant
    /// Seconds elapsed since then, sleep included.
    var elapsedSinceBaseline: Int64
    /// The latest instant that a coordinator acted at; `nil` in a new store.
    var kept: Instant?
    /// Whether the clock was too far ahead of the kept instant when the process started, and nobody has confirmed it.
    var wasAheadAtStart: Bool

    /// Why the clock is suspect, if it is (Rule T3).
    func suspicion(_ configuration: RenewalCoordinator.Configuration) -> ClockSuspicion.Cause? {
        if let kept, kept.seconds(since: clock) > configuration.clockTolerance { return .behindKeptInstant }
        if clock.seconds(since: expected) > configuration.clockTolerance { return .aheadOfElapsedTime }
        if wasAheadAtStart, isAheadAtStart(configuration) { return .aheadAtStart }
        return nil
    }

    /// What a clock shows that was right at the baseline.
    var expected: Instant { baseline.adding(seconds: elapsedSinceBaseline) }

    /// Whether the clock is further ahead of the kept instant than any absence explains.
    func isAheadAtStart(_ configuration: RenewalCoordinator.Configuration) -> Bool {
        guard let kept else { return false }
        return clock.seconds(since: kept) > configuration.startTolerance
    }

    /// The instant to act at: the kept one while suspect, else the clock's, with a small step back bridged (Rule T3).
    func now(isSuspect: Bool) -> Instant {
        guard let kept else { return isSuspect ? expected : clock }
        return isSuspect ? kept : max(clock, kept)
    }
}
