public import RenewalCore

/// How reports show instants to people: as a date and time in a zone, and in words.
public struct TimeText: Sendable {
    /// The zone.
    public var zone: ReportZone
    /// The instant that words are relative to.
    public var now: Instant
    /// Whether sentences say how far away an instant is: not where they are read later.
    var isRelative = true

    /// Instants in that zone, seen from `now`.
    public init(zone: ReportZone = .utc, now: Instant) {
        self.zone = zone
        self.now = now
    }

    /// As `2026-12-05 04:00`, in the zone.
    public func minute(_ instant: Instant) -> String {
        let local = instant.adding(seconds: Int64(zone.offset(at: instant))).description
        return "\(local.prefix(10)) \(local.dropFirst(11).prefix(5))"
    }

    /// As `2026-12-05`, in the zone.
    public func date(_ instant: Instant) -> String {
        instant.adding(seconds: Int64(zone.offset(at: instant))).dateText
    }

    /// As `2026-12-05 04:00 UTC`.
    public func minuteWithZone(_ instant: Instant) -> String { "\(minute(instant)) \(zone.name(at: instant))" }

    /// As `in 12 days`, `3 hours ago` or `now`; whole units, rounded towards now.
    public func words(_ instant: Instant) -> String {
        let seconds = instant.seconds(since: now)
        let amount = Self.amount(seconds.magnitude)
        guard let amount else { return "now" }
        return seconds < 0 ? "\(amount) ago" : "in \(amount)"
    }

    private static func amount(_ seconds: UInt64) -> String? {
        switch seconds {
        case 0..<60: nil
        case 60..<3_600: count(seconds / 60, "minute")
        case 3_600..<172_800: count(seconds / 3_600, "hour")
        case 172_800..<(731 * 86_400): count(seconds / 86_400, "day")
        default: years(seconds / 86_400)
        }
    }

    /// Years of 365 days with one decimal: nobody counts 1,643 days.
    private static func years(_ days: UInt64) -> String {
        let tenths = days * 10 / 365
        return tenths % 10 == 0 ? "\(tenths / 10) years" : "\(tenths / 10).\(tenths % 10) years"
    }

    private static func count(_ number: UInt64, _ unit: String) -> String {
        "\(number) \(unit)\(number == 1 ? "" : "s")"
    }
}
