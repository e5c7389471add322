// Rule S7: the loop of regular check-ins.
extension MachineAgent {
    /// The longest time between two regular check-ins, in seconds (Rule S7).
    static let longestInterval: Int64 = 86_400
    /// The first wait after an error, in seconds; each further error in a row doubles it.
    static let firstBackOff: Int64 = 60
    /// The longest wait after errors, in seconds: 6 hours.
    static let longestBackOff: Int64 = 21_600

    /// Checks in whenever it is due, until the task is cancelled; cancelling ends it at once and loses nothing.
    ///
    /// After an error it waits a minute, doubling to six hours: a machine that must rejoin or whose coordinator is away
    /// comes back by itself once that is mended.
    ///
    /// - Parameter reporting: is told what each check-in came to.
    /// - Throws: `CancellationError`, and nothing else.
    public func run(
        reporting: @Sendable (Swift.Result<CheckInReport, any Error>) async -> Void = { _ in }
    ) async throws {
        var failures: Int64 = 0
        while true {
            try Task.checkCancellation()
            let wait: Int64
            do {
                let report = try await checkIn()
                failures = 0
                wait = min(max(report.nextCheckIn.seconds(since: report.now), 1), Self.longestInterval)
                await reporting(.success(report))
            } catch {
                // A cancellation of something else, such as a client's own task, is an error like any other.
                try Task.checkCancellation()
                wait = min(Self.firstBackOff << min(failures, 16), Self.longestBackOff)
                failures += 1
                await reporting(.failure(error))
            }
            // The coordinator's time says how long to wait, this machine's clock only counts it (Rule T1).
            try await clock.sleep(until: clock.now().adding(seconds: wait))
        }
    }
}
