import RenewalCore
import RenewalTesting
import Synchronization
import Testing

/// A clock that is moved by hand (Rule T3: the time of day and elapsed time apart).
struct ManualClockTests {
    static let start = Instant(secondsSince1970: 1_800_000_000)

    @Test func `it passes the clock suite`() async {
        await WallClockConformance.check(pass: { clock, duration in
            // Whoever is about to sleep gets the chance to.
            for _ in 0..<100 { await Task.yield() }
            clock.advance(by: duration)
        }) { ManualClock(at: Self.start) }
    }

    @Test func `advancing moves both, setting the time of day alone, elapsing elapsed time alone (Rule T3)`() {
        let clock: ManualClock = .manual(at: Self.start)
        clock.advance(by: .seconds(90))
        #expect(clock.now() == Self.start.adding(seconds: 90))
        #expect(clock.elapsed() == .seconds(90))
        clock.set(to: Self.start.adding(days: -3))
        #expect(clock.now() == Self.start.adding(days: -3))
        #expect(clock.elapsed() == .seconds(90))
        clock.elapse(.seconds(10))
        #expect(clock.now() == Self.start.adding(days: -3))
        #expect(clock.elapsed() == .seconds(100))
    }

    @Test func `fractions of a second add up, before 1970 too`() {
        for start in [Self.start, Instant(secondsSince1970: -100)] {
            let clock = ManualClock(at: start)
            for _ in 0..<7 { clock.advance(by: .milliseconds(300)) }
            #expect(clock.now() == start.adding(seconds: 2))
            #expect(clock.elapsed() == .milliseconds(2_100))
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .milliseconds(-1)])
    func `time does not run backwards`(duration: Duration) {
        let clock = ManualClock(at: Self.start)
        clock.advance(by: duration)
        clock.elapse(duration)
        #expect(clock.now() == Self.start)
        #expect(clock.elapsed() == .zero)
    }

    @Test func `sleepers wake at their instant and not one second before`() async throws {
        let clock = ManualClock(at: Self.start)
        let woken = WokenLog()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seconds in [30, 10, 20] {
                group.addTask {
                    try await clock.sleep(until: Self.start.adding(seconds: Int64(seconds)))
                    woken.add(seconds)
                }
            }
            try await clock.waitForSleepers(3)
            #expect(clock.earliestWake == Self.start.adding(seconds: 10))
            clock.advance(by: .seconds(9))
            for _ in 0..<100 { await Task.yield() }
            #expect(woken.all == [])
            for expected in [[10], [10, 20], [10, 20, 30]] {
                clock.advance(by: .seconds(expected.count == 1 ? 1 : 10))
                while woken.all.count < expected.count { await Task.yield() }
                #expect(woken.all == expected)
            }
            try await group.waitForAll()
        }
        #expect(clock.earliestWake == nil)
    }

    @Test func `setting the time of day ahead wakes sleepers`() async throws {
        let clock = ManualClock(at: Self.start)
        let sleeper = Task { try await clock.sleep(until: Self.start.adding(days: 9)) }
        try await clock.waitForSleepers()
        clock.set(to: Self.start.adding(days: 9))
        try await sleeper.value
        #expect(clock.elapsed() == .zero)
    }

    @Test func `a clock set back holds up nobody longer than the time that was missing (Rule T3)`() async throws {
        let clock = ManualClock(at: Self.start)
        let sleeper = Task { try await clock.sleep(until: Self.start.adding(seconds: 5)) }
        try await clock.waitForSleepers()
        clock.set(to: Self.start.adding(days: -365))
        clock.advance(by: .seconds(4))
        #expect(clock.earliestWake != nil, "woken one second early")
        clock.advance(by: .seconds(1))
        try await sleeper.value
        #expect(clock.now() < Self.start)
    }

    @Test func `waiting for sleepers ends when the task is cancelled`() async throws {
        let clock = ManualClock(at: Self.start)
        let waiting = Task { try await clock.waitForSleepers(1) }
        await Task.yield()
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `cancelling and moving at once resumes each sleeper exactly once`(seed: UInt64) async throws {
        let clock = ManualClock(at: Self.start)
        var generator = SeededGenerator(seed: seed)
        let sleepers = (0..<300).map { index in
            let until = Self.start.adding(seconds: Int64.random(in: 1...50, using: &generator))
            return Task { @concurrent in try await clock.sleep(until: until) }
        }
        async let moves: Void = { @concurrent in
            for _ in 0..<50 {
                clock.advance(by: .seconds(1))
                await Task.yield()
            }
        }()
        for sleeper in sleepers.shuffled(using: &generator).prefix(150) { sleeper.cancel() }
        await moves
        var cancelled = 0
        for sleeper in sleepers {
            if case .failure(let error) = await sleeper.result {
                #expect(error is CancellationError, "seed \(seed)")
                cancelled += 1
            }
        }
        #expect(cancelled <= 150, "seed \(seed)")
        #expect(clock.earliestWake == nil, "seed \(seed): somebody still sleeps")
    }
}

private final class WokenLog: Sendable {
    private let entries = Mutex<[Int]>([])
    var all: [Int] { entries.withLock { $0 } }
    func add(_ entry: Int) { entries.withLock { $0.append(entry) } }
}
