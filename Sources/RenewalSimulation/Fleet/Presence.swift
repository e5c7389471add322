/// When a machine is online: a calendar in UTC, made of hours that come round and of times away.
///
/// A check-in that falls due while the machine is away happens at the first instant at which it is back.
public struct Presence: Hashable, Sendable {
    /// The hours of every week in which it can be online; `nil` for all hours.
    public let weekly: [WeeklyHours]?
    /// Times in which it is away all the same: sorted, none touching the next.
    public let absences: [Range<Instant>]

    private init(weekly: [WeeklyHours]?, absences: [Range<Instant>]) {
        self.weekly = weekly
        self.absences = absences
    }

    /// Online at all times.
    public static let always = Presence(weekly: nil, absences: [])
    /// Never online.
    public static let never = Presence(weekly: [], absences: [])

    /// Online in these hours of every week.
    public static func weekly(_ hours: [WeeklyHours]) -> Presence {
        Presence(weekly: hours.sorted(), absences: [])
    }

    /// The same, and away in these times; they may overlap each other.
    public func away(in times: [Range<Instant>]) -> Presence {
        var merged: [Range<Instant>] = []
        let sorted = (absences + times).filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        for time in sorted {
            if let last = merged.last, time.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, time.upperBound)
            } else {
                merged.append(time)
            }
        }
        return Presence(weekly: weekly, absences: merged)
    }

    /// Whether it is online at that instant.
    public func isOnline(at instant: Instant) -> Bool { next(from: instant) == instant }

    /// The first instant at or after this one at which it is online; `nil` where there is none.
    ///
    /// - Complexity: O(absences + hours of a week).
    public func next(from instant: Instant) -> Instant? {
        var candidate = instant
        while true {
            guard let opening = weekly.map({ Self.next(in: $0, from: candidate) }) ?? candidate else { return nil }
            guard let absence = absences.first(where: { $0.upperBound > opening }), absence.lowerBound <= opening else {
                return opening
            }
            candidate = absence.upperBound
        }
    }

    /// Whether it is online at every instant from this one on.
    func isAlwaysOnline(from instant: Instant) -> Bool {
        weekly == nil && (absences.last.map { $0.upperBound <= instant } ?? true)
    }

    private static func next(in hours: [WeeklyHours], from instant: Instant) -> Instant? {
        let second = WeeklyHours.secondOfWeek(at: instant)
        if let now = hours.first(where: { $0.end > second }) {
            return instant.adding(seconds: max(now.start - second, 0))
        }
        return hours.first.map { instant.adding(seconds: WeeklyHours.week - second + $0.start) }
    }
}
