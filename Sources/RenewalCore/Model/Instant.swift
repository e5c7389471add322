/// A point in time: whole seconds of UTC since 1970-01-01T00:00:00Z, without leap seconds.
///
/// All instants of the rules are UTC and stored in whole seconds; intervals are half open, so an instant equal to a
/// deadline is after it. A day is 86,400 seconds everywhere; no calendar enters a rule.
public struct Instant: Hashable, Sendable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let secondsSince1970: Int64

    /// The instant that many seconds after 1970-01-01T00:00:00Z; negative before it.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// Earlier than every instant that can be written as text.
    public static let distantPast = Instant(secondsSince1970: -62_135_596_800)

    /// Later than every instant that can be written as text.
    public static let distantFuture = Instant(secondsSince1970: 253_402_300_800)

    /// Whether `lhs` is earlier.
    public static func < (lhs: Instant, rhs: Instant) -> Bool {
        lhs.secondsSince1970 < rhs.secondsSince1970
    }

    /// The instant `seconds` later. Stops at the ends of its range, so that a forged one can not make a program trap.
    public func adding(seconds: Int64) -> Instant {
        let (sum, overflow) = secondsSince1970.addingReportingOverflow(seconds)
        return Instant(secondsSince1970: overflow ? (seconds < 0 ? .min : .max) : sum)
    }

    /// The instant `minutes` later; a minute is 60 seconds.
    public func adding(minutes: Int) -> Instant {
        adding(seconds: Self.product(Int64(minutes), 60))
    }

    /// The instant `days` later; a day is 1,440 minutes.
    public func adding(days: Int) -> Instant {
        adding(seconds: Self.product(Int64(days), 86_400))
    }

    /// Seconds from `other` to this instant; negative where `other` is later.
    public func seconds(since other: Instant) -> Int64 {
        let (difference, overflow) = secondsSince1970.subtractingReportingOverflow(other.secondsSince1970)
        // Never the least number, which has no magnitude.
        return overflow ? (other < self ? .max : -.max) : max(difference, -.max)
    }

    private static func product(_ count: Int64, _ unit: Int64) -> Int64 {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        return overflow ? (count < 0 ? .min : .max) : product
    }
}
