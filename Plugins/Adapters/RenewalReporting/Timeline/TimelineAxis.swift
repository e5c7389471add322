import RenewalCore

/// The ticks of a time axis: first days of months, as many as there is room for.
struct TimelineAxis {
    /// A tick with its label.
    struct Tick: Hashable {
        var instant: Instant
        var label: String
        /// Whether a year begins.
        var isYear: Bool
    }

    let ticks: [Tick]

    /// Steps in months: of a year and less, and 1, 2, 5 times a power of ten in years, which suffices for any two instants.
    private static let steps =
        [1, 2, 3, 6] + [1, 10, 100, 1_000].flatMap { power in [1, 2, 5].map { years in years * power * 12 } }

    /// Ticks within the range, at most so many.
    init(_ range: Timeline.Span, zone: ReportZone, atMost limit: Int) {
        let first = Self.month(of: range.start)
        let last = Self.month(of: range.end) + 1
        let step = Self.steps.first { (last - first) / $0 < limit } ?? 120_000
        // Whole steps count from the year 0, so that years begin on a tick.
        let start = (first + step - 1) / step * step
        ticks = stride(from: start, through: last, by: step).compactMap { month in
            Self.tick(month, zone: zone, range)
        }
    }

    private static func month(of instant: Instant) -> Int {
        let date = instant.civilDate
        return Int(date.year) * 12 + Int(date.month) - 1
    }

    private static func tick(_ month: Int, zone: ReportZone, _ range: Timeline.Span) -> Tick? {
        let (year, index) = (month / 12, month % 12 + 1)
        let label = "\(String(year).padded(to: 4))-\(index < 10 ? "0" : "")\(index)"
        guard let midnight = Instant("\(label)-01") else { return nil }
        let instant = midnight.adding(seconds: -Int64(zone.offset(at: midnight)))
        guard instant >= range.start, instant < range.end else { return nil }
        return Tick(instant: instant, label: label, isYear: index == 1)
    }
}
