/// A stretch of every week, in seconds since Monday, 00:00 UTC.
public struct WeeklyHours: Hashable, Sendable, Comparable {
    /// The first second of it.
    public let start: Int64
    /// The first second after it.
    public let end: Int64

    /// A week in seconds.
    static let week: Int64 = 604_800

    /// From one second of the week to before another.
    ///
    /// - Precondition: it is not empty and lies within one week; hours over Sunday midnight are two stretches.
    public init(start: Int64, end: Int64) {
        precondition(start >= 0 && start < end && end <= Self.week, "hours lie within one week, 0 to 604,800 seconds")
        self.start = start
        self.end = end
    }

    /// The same hours on each of some days, 0 being Monday: `on: 0...4, from: 8 * 3_600, to: 18 * 3_600`.
    ///
    /// - Precondition: the days are 0 to 6, the seconds within one day and not none.
    public static func daily(on days: ClosedRange<Int64> = 0...6, from start: Int64, to end: Int64) -> [WeeklyHours] {
        precondition(days.lowerBound >= 0 && days.upperBound <= 6 && start < end && end <= 86_400, "hours of a day")
        return days.map { WeeklyHours(start: $0 * 86_400 + start, end: $0 * 86_400 + end) }
    }

    /// Orders by the start.
    public static func < (lhs: Self, rhs: Self) -> Bool { (lhs.start, lhs.end) < (rhs.start, rhs.end) }

    /// How many seconds of the week have passed. 1 January 1970 was a Thursday.
    static func secondOfWeek(at instant: Instant) -> Int64 {
        let second = (instant.secondsSince1970 % week + 3 * 86_400) % week
        return second < 0 ? second + week : second
    }
}
