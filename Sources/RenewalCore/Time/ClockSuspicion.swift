/// Why a process does not believe its clock (Rule T3).
public struct ClockSuspicion: Hashable, Sendable {
    /// What was found.
    public var cause: Cause
    /// What the clock says.
    public var clock: Instant
    /// The kept instant, which serves as the present time meanwhile.
    public var kept: Instant

    /// A suspicion of these values.
    public init(cause: Cause, clock: Instant, kept: Instant) {
        self.cause = cause
        self.clock = clock
        self.kept = kept
    }

    /// What made the clock suspect.
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        /// It is further ahead than the time elapsed since the process started allows.
        case aheadOfElapsedTime
        /// It was further ahead of the kept instant when the process started than any absence explains.
        case aheadAtStart
        /// It is behind the kept instant.
        case behindKeptInstant
    }
}
