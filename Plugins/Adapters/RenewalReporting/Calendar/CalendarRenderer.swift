import RenewalCore
import RenewalDataverse

/// Writes windows and deadlines as an iCalendar (RFC 5545) to subscribe to.
///
/// Each group has one window and one deadline: of the open renewal, or of the next; and in an overlap, when its new
/// certificate is known, those of the renewal after it. Their UIDs follow from the group's
/// id, so that a calendar moves the events it has instead of adding others.
public enum CalendarRenderer {
    /// Days before a window opens and before it closes at which a calendar reminds (the default of Rule N4).
    public static let alarmDays = [90, 30, 7, 1]

    /// Writes the calendar.
    ///
    /// - Returns: how many events it has.
    /// - Throws: what the output throws.
    @discardableResult
    public static func render(_ fleet: Fleet, to output: ReportOutput) throws -> Int {
        let timeline = Timeline(fleet)
        let events = timeline.lanes.flatMap { CalendarEvent.events(of: $0, at: fleet.now) }
        try output.write(CalendarText.line("BEGIN", "VCALENDAR"))
        for (name, value) in header { try output.write(CalendarText.line(name, value)) }
        try output.write(CalendarText.line("X-WR-CALNAME", text: "Certificate renewals"))
        // A calendar has at least one component (section 3.6).
        if events.isEmpty { try output.write(utc) }
        for event in events { try output.write(event.text) }
        try output.write(CalendarText.line("END", "VCALENDAR"))
        return events.count
    }

    private static let header: KeyValuePairs = [
        "VERSION": "2.0", "PRODID": "-//RenewalKit//renewal-report//EN", "CALSCALE": "GREGORIAN",
        "REFRESH-INTERVAL;VALUE=DURATION": "P1D", "X-PUBLISHED-TTL": "P1D",
    ]

    private static let utc = [
        ("BEGIN", "VTIMEZONE"), ("TZID", "Etc/UTC"), ("BEGIN", "STANDARD"), ("DTSTART", "19700101T000000"),
        ("TZOFFSETFROM", "+0000"), ("TZOFFSETTO", "+0000"), ("TZNAME", "UTC"), ("END", "STANDARD"),
        ("END", "VTIMEZONE"),
    ].map { CalendarText.line($0, $1) }.joined()
}
