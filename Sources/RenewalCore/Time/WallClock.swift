/// The time of day and elapsed time, apart: the first can be set wrong, the second can not (Rule T3).
///
/// Called often and from any task.
public protocol WallClock: Sendable {
    /// The present instant, as this machine believes.
    func now() -> Instant

    /// Time since some fixed moment, sleep of the machine included; never set back.
    func elapsed() -> Duration

    /// Returns at the instant or later, by this clock; at once where it has passed.
    ///
    /// - Throws: `CancellationError`, at once, where the task is cancelled.
    func sleep(until instant: Instant) async throws
}
