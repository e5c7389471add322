import RenewalCore
import RenewalDataverse

/// A window or a deadline of a group.
struct CalendarEvent {
    private var kind: Kind
    private var group: GroupID
    private var start: Instant
    private var end: Instant?
    private var summary: String
    private var description: String
    private var isOpen: Bool
    private var now: Instant

    private enum Kind: String {
        case window, deadline
        /// Of the renewal after the one that is open.
        case nextWindow = "next-window"
        case nextDeadline = "next-deadline"

        var isWindow: Bool { self == .window || self == .nextWindow }
    }

    /// The events of a group: none where no renewal is open or to come.
    static func events(of lane: Timeline.Lane, at now: Instant) -> [CalendarEvent] {
        guard let window = lane.window else { return [] }
        let title = lane.title
        var time = TimeText(now: now)
        time.isRelative = false
        let words = lane.sentences(time).joined(separator: "\n") + "\nAll times are UTC."
        let event = { (kind: Kind, start: Instant, end: Instant?) in
            CalendarEvent(
                kind: kind, group: lane.group.id, start: start, end: end,
                summary: "Certificate \(kind.isWindow ? "renewal" : "deadline"): \(title)", description: words,
                isOpen: lane.isOpen && (kind == .window || kind == .deadline), now: now)
        }
        var events = [event(.deadline, window.end, nil)]
        // An event that begins today would move with every day.
        if lane.isStartKnown { events.insert(event(.window, window.start, window.end), at: 0) }
        if lane.previous != nil, let next = lane.next, let certificate = lane.certificate {
            events += [
                event(.nextWindow, next.start, certificate.end), event(.nextDeadline, certificate.end, nil),
            ]
        }
        return events
    }

    var text: String {
        var lines = [
            CalendarText.line("BEGIN", "VEVENT"), CalendarText.line("UID", "\(kind.rawValue)-\(group)@renewalkit"),
            CalendarText.line("DTSTAMP", now.calendarText), CalendarText.line("LAST-MODIFIED", now.calendarText),
            CalendarText.line("SEQUENCE", "\(sequence)"), CalendarText.line("DTSTART", start.calendarText),
        ]
        if let end { lines.append(CalendarText.line("DTEND", end.calendarText)) }
        lines += [
            CalendarText.line("SUMMARY", text: summary), CalendarText.line("DESCRIPTION", text: description),
            CalendarText.line("STATUS", isOpen ? "CONFIRMED" : "TENTATIVE"),
            // It takes nobody's time.
            CalendarText.line("TRANSP", "TRANSPARENT"), CalendarText.line("CATEGORIES", "CERTIFICATES"),
        ]
        lines += CalendarRenderer.alarmDays.map(alarm) + [CalendarText.line("END", "VEVENT")]
        return lines.joined()
    }

    /// A later calendar has a higher number, with nothing remembered: seconds since 2020, until 2088.
    private var sequence: Int64 {
        let epoch = Instant(secondsSince1970: 1_577_836_800)
        return min(max(0, now.seconds(since: epoch)), Int64(Int32.max))
    }

    private func alarm(_ days: Int) -> String {
        let verb = kind.isWindow ? "opens" : "comes"
        return [
            CalendarText.line("BEGIN", "VALARM"), CalendarText.line("ACTION", "DISPLAY"),
            CalendarText.line("TRIGGER", "-P\(days)D"),
            CalendarText.line("DESCRIPTION", text: "\(summary) \(verb) in \(days) day\(days == 1 ? "" : "s")"),
            CalendarText.line("END", "VALARM"),
        ].joined()
    }
}

extension Instant {
    /// As `20261123T040000Z` (section 3.3.5, form 2).
    fileprivate var calendarText: String { String(description.filter { $0 != "-" && $0 != ":" }) }
}
