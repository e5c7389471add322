import RenewalCore
import Synchronization

/// The machine's clock, corrected by what a time server said, for machines whose own clock may not be set.
final class CorrectedClock: WallClock {
    private let machine = SystemClock()
    private let correction = Mutex<Int64>(0)

    /// How far the machine's clock is behind the true time, in seconds; negative where it is ahead.
    func correct(bySeconds seconds: Int64) {
        correction.withLock { $0 = seconds }
    }

    func now() -> Instant {
        machine.now().adding(seconds: correction.withLock { $0 })
    }

    /// Elapsed time is never corrected: it is what a coordinator holds a suspect clock against (Rule T3).
    func elapsed() -> Duration { machine.elapsed() }

    /// Sleeps in slices, so that a correction that comes meanwhile counts. Where that is a step back, the sleep ends when
    /// the time that was missing has elapsed.
    func sleep(until instant: Instant) async throws {
        try Task.checkCancellation()
        let latest = elapsed() + .seconds(instant.seconds(since: now()))
        while now() < instant, elapsed() < latest {
            let slice = min(instant.seconds(since: now()), 10)
            try await machine.sleep(until: machine.now().adding(seconds: slice))
        }
    }
}
