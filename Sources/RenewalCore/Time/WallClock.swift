/// The time of day and elapsed time, apart: the first can be set wrong, the second can not (Rule T3).
///
/// Called often and from any task.
public protocol WallClock: Sendable {
    /// The present instant, as this machine believes.
    func now() -> Instant

    /// Time since some fixed moment, sleep of the machine included; never set back.
    func elapsed() -> Duration

    /// Returns when this clock shows the instant or a later one; at once where it does already. Where the clock is set
    /// back meanwhile, returns when as much time has elapsed as was missing at the call: a loop must not stand still for
    /// a year because somebody corrected a clock. So look at the clock again afterwards.
    ///
    /// - Throws: `CancellationError`, at once, where the task is cancelled.
    func sleep(until instant: Instant) async throws
}
