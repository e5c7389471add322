internal import RenewalCore
internal import RenewalFileStore
internal import RenewalKit

/// What the processes of a race agree on.
enum RaceTerms {
    static let start = Instant(secondsSince1970: 1_767_225_600)
    /// The shortest policy: an overlap closes 45 days after the issue.
    static let validityMinutes = 129_600
    static let graceMinutes = 64_800
    static let version = AgentVersion.renewalMinimum

    /// The instant of a round: when the overlap of the one before closes.
    static func instant(of round: Int) -> Instant { start.adding(minutes: round * graceMinutes) }

    static func coordinator(on storage: any Storage, _ clock: ManualClock) -> RenewalCoordinator {
        RenewalCoordinator(storage: AnyStorage(inner: storage), crypto: StandardCrypto(), clock: clock)
    }

    /// Moves the clock on to the instant, elapsed time with it.
    static func move(_ clock: ManualClock, to instant: Instant) {
        clock.advance(by: .seconds(instant.seconds(since: clock.now())))
    }
}

/// A storage whose type is not known.
private struct AnyStorage: StorageWrapper {
    let inner: any Storage

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        try await inner.transact(request, decide)
    }
}
