import FoundationEssentials

/// The machine's own clock.
///
/// Elapsed time is that of `ContinuousClock`, which counts the machine's sleep. A long sleep is taken in slices, so that
/// a wall clock that is set meanwhile is honoured within one slice.
public struct SystemClock: WallClock {
    private let start = ContinuousClock.now
    private let slice: Duration
    private let secondsSince1970: @Sendable () -> Double

    /// The machine's clock.
    ///
    /// - Parameter slice: the longest time slept without looking at the clock again; 10 seconds where nothing is given,
    ///   decided here: one look costs nothing, and nothing in the rules is finer than a minute.
    public init(slice: Duration = .seconds(10)) {
        self.init(slice: slice) { Date().timeIntervalSince1970 }
    }

    init(slice: Duration, secondsSince1970: @escaping @Sendable () -> Double) {
        self.slice = slice
        self.secondsSince1970 = secondsSince1970
    }

    /// The present instant; the fraction of its second is dropped.
    public func now() -> Instant {
        Instant(secondsSince1970: Int64(secondsSince1970().rounded(.down)))
    }

    /// Time since this value was made, the machine's sleep included.
    public func elapsed() -> Duration { ContinuousClock.now - start }

    /// Returns at the instant, or up to a slice later where the clock is set ahead meanwhile; where it is set back, when
    /// the time that was missing at the call has elapsed.
    ///
    /// - Throws: `CancellationError`, at once, where the task is cancelled.
    public func sleep(until instant: Instant) async throws {
        try Task.checkCancellation()
        var missing = timeMissing(until: instant)
        let latest = ContinuousClock.now + missing
        while missing > .zero {
            try await Task.sleep(for: min(missing, slice), clock: .continuous)
            missing = min(timeMissing(until: instant), latest - .now)
        }
    }

    private func timeMissing(until instant: Instant) -> Duration {
        .seconds(Double(instant.secondsSince1970) - secondsSince1970())
    }
}

extension WallClock where Self == SystemClock {
    /// The machine's own clock.
    public static var system: SystemClock { SystemClock() }
}
