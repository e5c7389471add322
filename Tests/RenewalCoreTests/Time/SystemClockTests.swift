import FoundationEssentials
import RenewalTesting
import Synchronization
import Testing

@testable import RenewalCore

/// The machine's clock (Rule T3: elapsed time counts sleep; a clock that is set is honoured).
struct SystemClockTests {
    @Test func `it passes the clock suite`() async {
        await WallClockConformance.check { SystemClock() }
    }

    @Test func `it shows the machine's time in whole seconds, rounded down`() {
        let before = Date().timeIntervalSince1970
        let now = Double(SystemClock().now().secondsSince1970)
        #expect(now <= Date().timeIntervalSince1970)
        #expect(now > before - 1)
        for (seconds, expected) in [(12.999, 12), (13, 13), (-0.5, -1), (-2, -2)] as [(Double, Int64)] {
            let clock = SystemClock(slice: .seconds(1)) { seconds }
            #expect(clock.now().secondsSince1970 == expected)
        }
    }

    @Test func `a wall clock that is set ahead ends a sleep within a slice`() async throws {
        let wall = Mutex(1_000.0)
        let clock = SystemClock(slice: .milliseconds(20)) { wall.withLock { $0 } }
        let sleeper = Task { try await clock.sleep(until: Instant(secondsSince1970: 900_000)) }
        try await Task.sleep(for: .milliseconds(50))
        let time = ContinuousClock.now
        wall.withLock { $0 = 900_000 }
        try await sleeper.value
        #expect(ContinuousClock.now - time < .seconds(60))
    }

    @Test func `a wall clock that is set back holds up a sleep no longer than was missing (Rule T3)`() async throws {
        let wall = Mutex(1_000.0)
        let reads = Mutex(0)
        let clock = SystemClock(slice: .milliseconds(20)) {
            reads.withLock { $0 += 1 }
            return wall.withLock { $0 }
        }
        let time = ContinuousClock.now
        async let sleep: Void = clock.sleep(until: Instant(secondsSince1970: 1_001))
        while reads.withLock({ $0 }) == 0 { await Task.yield() }
        wall.withLock { $0 = -900_000 }
        try await sleep
        let took = ContinuousClock.now - time
        #expect(took > .milliseconds(500))
        #expect(took < .seconds(3_600))
    }

    @Test func `a sleep until the end of time can be cancelled, and does not overflow`() async {
        for instant in [Instant.distantFuture, Instant(secondsSince1970: .max)] {
            let sleeper = Task { try await SystemClock().sleep(until: instant) }
            await Task.yield()
            sleeper.cancel()
            await #expect(throws: CancellationError.self) { try await sleeper.value }
        }
    }
}
