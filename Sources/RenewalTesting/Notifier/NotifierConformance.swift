public import FoundationEssentials
public import RenewalCore
public import Testing

/// The contract of ``/RenewalCore/Notifier`` as checks that every notifier passes.
///
/// ```swift
/// await NotifierConformance.check(
///     received: { try await testServer.eventIDs() }, interrupt: { await testServer.refuseNextRequest() }
/// ) { WebhookNotifier(url: testServer.url) }
/// ```
public enum NotifierConformance {
    /// Runs every check on a notifier of its own and records each violation as an issue of the test that runs.
    ///
    /// - Parameters:
    ///   - seed: of the events.
    ///   - sourceLocation: where issues are recorded: where this is called.
    ///   - received: the ids of the events that reached the notifier's destination since it was made, in order, repeated
    ///     ones as often as they came.
    ///   - interrupt: makes the next event impossible to deliver, and the one after it possible again. Leave it out for
    ///     a notifier that can not fail.
    ///   - makeNotifier: makes a notifier with a destination that is empty.
    public static func check<Subject: Notifier>(
        seed: UInt64 = 1, sourceLocation: SourceLocation = #_sourceLocation,
        received: @escaping @Sendable (Subject) async throws -> [UUID],
        interrupt: (@Sendable (Subject) async throws -> Void)? = nil,
        makeNotifier: @escaping @Sendable () async throws -> Subject
    ) async {
        await suite.record(at: sourceLocation) { try await subject(seed, received, interrupt, makeNotifier) }
    }

    /// Runs every check as ``check(seed:sourceLocation:received:interrupt:makeNotifier:)`` does and gives the violations.
    public static func violations<Subject: Notifier>(
        seed: UInt64 = 1, received: @escaping @Sendable (Subject) async throws -> [UUID],
        interrupt: (@Sendable (Subject) async throws -> Void)? = nil,
        makeNotifier: @escaping @Sendable () async throws -> Subject
    ) async -> [ConformanceViolation] {
        await suite.violations { try await subject(seed, received, interrupt, makeNotifier) }
    }

    private static func subject<Subject: Notifier>(
        _ seed: UInt64, _ received: @escaping @Sendable (Subject) async throws -> [UUID],
        _ interrupt: (@Sendable (Subject) async throws -> Void)?, _ make: @Sendable () async throws -> Subject
    ) async throws -> NotifierSubject {
        let notifier = try await make()
        var interruptIt: (@Sendable () async throws -> Void)?
        if let interrupt { interruptIt = { try await interrupt(notifier) } }
        return NotifierSubject(
            notifier: notifier, seed: seed, received: { try await received(notifier) }, interrupt: interruptIt)
    }

    static let suite = ConformanceSuite<NotifierSubject>(interface: "Notifier", checks: checks)
}

/// A notifier with what a check needs to watch it.
struct NotifierSubject: Sendable {
    let notifier: any Notifier
    let seed: UInt64
    let received: @Sendable () async throws -> [UUID]
    let interrupt: (@Sendable () async throws -> Void)?
}
