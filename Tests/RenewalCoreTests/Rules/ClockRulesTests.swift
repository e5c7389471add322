import RenewalTestSupport
import Testing

@testable import RenewalCore

/// Rule T3: when a clock is suspect, to the second, and what time it is then.
struct ClockRulesTests {
    private let configuration = RenewalCoordinator.Configuration()
    private let hour: Int64 = 3_600
    private let day: Int64 = 86_400

    /// A process that started at `start` and has run for an hour.
    private func reading(clock: Int64, kept: Int64?, wasAheadAtStart: Bool = false) -> ClockReading {
        ClockReading(
            clock: Sample.start.adding(seconds: clock), baseline: Sample.start, elapsedSinceBaseline: hour,
            kept: kept.map { Sample.start.adding(seconds: $0) }, wasAheadAtStart: wasAheadAtStart)
    }

    @Test("over an hour ahead of elapsed time is suspect (Rule T3)", arguments: [(-1, false), (0, false), (1, true)])
    func ahead(offset: Int64, isSuspect: Bool) {
        let cause = reading(clock: 2 * hour + offset, kept: 0).suspicion(configuration)
        #expect(cause == (isSuspect ? .aheadOfElapsedTime : nil))
    }

    @Test("over an hour behind the kept instant is suspect (Rule T3)", arguments: [(-1, true), (0, false), (1, false)])
    func behind(offset: Int64, isSuspect: Bool) {
        let cause = reading(clock: hour + offset, kept: 2 * hour).suspicion(configuration)
        #expect(cause == (isSuspect ? .behindKeptInstant : nil))
    }

    @Test("over 45 days ahead at the start is suspect (Rule T3)", arguments: [(-1, false), (0, false), (1, true)])
    func start(offset: Int64, isAhead: Bool) {
        let reading = reading(clock: hour, kept: hour - 45 * day - offset)
        #expect(reading.isAheadAtStart(configuration) == isAhead)
        #expect(reading.suspicion(configuration) == nil, "only where it was so at the start")
        var flagged = reading
        flagged.wasAheadAtStart = true
        #expect(flagged.suspicion(configuration) == (isAhead ? .aheadAtStart : nil))
    }

    @Test func `a small step back is bridged by the kept instant; while suspect now is the kept instant (Rule T3)`() {
        let stepped = reading(clock: hour, kept: hour + 600)
        #expect(stepped.now(isSuspect: false) == Sample.start.adding(seconds: hour + 600))
        #expect(reading(clock: hour, kept: 0).now(isSuspect: false) == Sample.start.adding(seconds: hour))
        #expect(reading(clock: 100 * day, kept: 7).now(isSuspect: true) == Sample.start.adding(seconds: 7))
        #expect(reading(clock: 0, kept: nil).now(isSuspect: false) == Sample.start)
        #expect(reading(clock: 100 * day, kept: nil).now(isSuspect: true) == Sample.start.adding(seconds: hour))
    }

    @Test func `the limits are configurable (Rule T3)`() {
        let strict = RenewalCoordinator.Configuration(clockTolerance: 10, startTolerance: 20)
        #expect(reading(clock: hour + 11, kept: hour).suspicion(strict) == .aheadOfElapsedTime)
        #expect(reading(clock: hour, kept: hour + 11).suspicion(strict) == .behindKeptInstant)
        #expect(reading(clock: hour, kept: hour - 21).isAheadAtStart(strict))
    }

    @Test func `certificates are back-dated an hour and end a second before E (Rule T2)`() {
        let request = CertificateRequest(
            group: GroupID(Counter.id(2, 1)), createdAt: Sample.start, validityMinutes: 129_600)
        #expect(request.notBefore.seconds(since: Sample.start) == -3_600)
        #expect(request.notAfter.seconds(since: Sample.start) == 129_600 * 60 - 1)
        #expect(Sample.generation(1, validity: 129_600).expiry.seconds(since: Sample.start) == 129_600 * 60)
    }
}
