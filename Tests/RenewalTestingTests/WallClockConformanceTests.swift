import RenewalCore
import RenewalTesting
import Testing

/// The clock suite finds what is wrong.
struct WallClockConformanceTests {
    static let start = Instant(secondsSince1970: 1_800_000_000)

    enum Fault: String, CaseIterable, Sendable {
        case elapsedFollowsTheTimeOfDay, frozen, wakesEarly, cancellationIgnored, cancellationReturns

        var check: String {
            switch self {
            case .elapsedFollowsTheTimeOfDay: "elapsed"
            case .frozen: "now"
            case .wakesEarly: "sleep"
            case .cancellationIgnored: "sleepWhenCancelled"
            case .cancellationReturns: "cancellation"
            }
        }
    }

    @Test(arguments: Fault.allCases)
    func `a clock with a fault is found out by the check that is meant to`(fault: Fault) async {
        let violations = await WallClockConformance.violations(pass: Self.pass) {
            FaultyClock(base: ManualClock(at: Self.start), fault: fault)
        }
        #expect(violations.map(\.check).contains(fault.check), "\(fault): found by \(violations.map(\.check))")
    }

    @Test func `the clock without a fault passes`() async {
        let violations = await WallClockConformance.violations(pass: Self.pass) {
            FaultyClock(base: ManualClock(at: Self.start), fault: nil)
        }
        #expect(violations == [])
    }

    private static func pass(_ clock: FaultyClock, _ duration: Duration) async {
        for _ in 0..<100 { await Task.yield() }
        clock.base.advance(by: duration)
    }
}

/// A clock that is moved by hand, with one fault.
private struct FaultyClock: WallClock {
    let base: ManualClock
    let fault: WallClockConformanceTests.Fault?

    func now() -> Instant { fault == .frozen ? WallClockConformanceTests.start : base.now() }

    func elapsed() -> Duration {
        // In whole seconds, as the time of day is: of 1.5 s one second elapses.
        fault == .elapsedFollowsTheTimeOfDay ? .seconds(base.now().secondsSince1970) : base.elapsed()
    }

    func sleep(until instant: Instant) async throws {
        switch fault {
        case .wakesEarly: try Task.checkCancellation()
        case .cancellationIgnored where instant <= base.now(): return
        case .cancellationReturns:
            do { try await base.sleep(until: instant) } catch is CancellationError { return }
        default: try await base.sleep(until: instant)
        }
    }
}
