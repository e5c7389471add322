public import RenewalCore
public import Testing

/// The contract of ``/RenewalCore/WallClock`` as checks that every clock passes. Takes some seconds with a real clock.
///
/// ```swift
/// await WallClockConformance.check { MyClock() }
/// await WallClockConformance.check(pass: { $0.advance(by: $1) }) { ManualClock(at: start) }
/// ```
public enum WallClockConformance {
    /// Runs every check on a clock of its own and records each violation as an issue of the test that runs.
    ///
    /// - Parameters:
    ///   - sourceLocation: where issues are recorded: where this is called.
    ///   - pass: lets that much time pass on the clock; waits for it, where nothing is given, as for a real clock.
    ///   - makeClock: makes a clock.
    public static func check<Clock: WallClock>(
        sourceLocation: SourceLocation = #_sourceLocation,
        pass: @escaping @Sendable (Clock, Duration) async throws -> Void = { try await Task.sleep(for: $1) },
        makeClock: @escaping @Sendable () async throws -> Clock
    ) async {
        await suite.record(at: sourceLocation) { try await subject(makeClock, pass) }
    }

    /// Runs every check as ``check(sourceLocation:pass:makeClock:)`` does and gives the violations.
    public static func violations<Clock: WallClock>(
        pass: @escaping @Sendable (Clock, Duration) async throws -> Void = { try await Task.sleep(for: $1) },
        makeClock: @escaping @Sendable () async throws -> Clock
    ) async -> [ConformanceViolation] {
        await suite.violations { try await subject(makeClock, pass) }
    }

    private static func subject<Clock: WallClock>(
        _ makeClock: @Sendable () async throws -> Clock,
        _ pass: @escaping @Sendable (Clock, Duration) async throws -> Void
    ) async throws -> WallClockSubject {
        let clock = try await makeClock()
        return WallClockSubject(clock: clock) { try await pass(clock, $0) }
    }

    static let suite = ConformanceSuite<WallClockSubject>(interface: "WallClock", checks: readingChecks + sleepChecks)
}

/// A clock and how time passes on it.
struct WallClockSubject: Sendable {
    let clock: any WallClock
    let pass: @Sendable (Duration) async throws -> Void
}
