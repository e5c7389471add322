import Synchronization

/// The instant by which deliveries are due: never set back, and going on with elapsed time while the believed instant
/// stands still, as it does while a clock is suspect (Rule T3). Else a notification of the suspect clock that failed once
/// would wait for the clock to be put right.
final class DeliveryTime: Sendable {
    private let clock: any WallClock
    private let believed: @Sendable () async throws -> Instant
    private let latest = Mutex<(instant: Instant, elapsed: Duration)?>(nil)

    init(clock: some WallClock, believed: @escaping @Sendable () async throws -> Instant) {
        self.clock = clock
        self.believed = believed
    }

    func now() async throws -> Instant {
        let believed = try await believed()
        let elapsed = clock.elapsed()
        return latest.withLock { latest in
            guard let last = latest else {
                latest = (believed, elapsed)
                return believed
            }
            let passed = last.instant.adding(seconds: (elapsed - last.elapsed).components.seconds)
            // Kept as it was while time merely passes, so that fractions of a second add up.
            if believed > passed { latest = (believed, elapsed) }
            return max(believed, passed)
        }
    }
}
