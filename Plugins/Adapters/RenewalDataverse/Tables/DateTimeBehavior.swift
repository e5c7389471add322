public import RenewalCore

/// How Dataverse treats the instants of a column, and so how they are written.
///
/// | Behaviour | Web API | package |
/// | --- | --- | --- |
/// | `userLocal` | `2023-04-07T21:59:01Z` | `2023-04-07T21:59:01.0000000Z` |
/// | `userLocalDateOnly` | the same, or `2023-04-07` | the same |
/// | `timeZoneIndependent` | `2023-04-07T21:59:01Z` | `2023-04-07T21:59:01.0000000` |
public enum DateTimeBehavior: Hashable, Sendable, CaseIterable {
    /// An instant, shown in each user's time zone.
    case userLocal
    /// An instant of which users see the date; a date alone is read as its midnight, UTC.
    case userLocalDateOnly
    /// An instant without a time zone; this library reads and writes it as UTC.
    case timeZoneIndependent
    /// A date; read as its midnight, UTC.
    case dateOnly

    /// Reads either form: with or without a fraction of a second (which must be zero, as the rules know whole seconds
    /// only), and without `Z` where the column has no time zone. `nil` for anything else.
    public func instant(from text: String) -> Instant? {
        var text = text
        return text.withUTF8 { bytes in
            var cache = DateCache(isKept: false)
            return instant(fromUTF8: bytes, dates: &cache)
        }
    }

    /// As the Web API writes it.
    public func webText(of instant: Instant) -> String {
        self == .dateOnly ? instant.dateText : instant.description
    }

    /// As a Configuration Migration package writes it: seven digits of a fraction, and `Z` for instants of a time zone.
    public func packageText(of instant: Instant) -> String {
        String(instant.description.dropLast()) + ".0000000" + (isZoned ? "Z" : "")
    }

    /// What a reader expects, for messages.
    var expectation: String {
        switch self {
        case .userLocal: "an instant in whole seconds such as 2023-04-07T21:59:01Z"
        case .timeZoneIndependent: "an instant in whole seconds such as 2023-04-07T21:59:01Z, with or without Z"
        case .userLocalDateOnly: "an instant such as 2023-04-07T00:00:00Z, or a date"
        case .dateOnly: "a date such as 2023-04-07"
        }
    }

    private var isZoned: Bool { self == .userLocal || self == .userLocalDateOnly }
    private var isDate: Bool { self == .userLocalDateOnly || self == .dateOnly }

    /// Reads the text from its bytes without making a string of it.
    func instant(fromUTF8 bytes: UnsafeBufferPointer<UInt8>, dates: inout DateCache) -> Instant? {
        var digits = ASCIIDigits(bytes: bytes)
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2), digits.take("-"),
            let day = digits.number(2), let midnight = dates.midnight(year: year, month: month, day: day)
        else { return nil }
        if digits.isAtEnd { return isDate ? midnight : nil }
        guard digits.take("T"), let hours = digits.number(2), digits.take(":"), let minutes = digits.number(2),
            digits.take(":"), let seconds = digits.number(2), hours < 24, minutes < 60, seconds < 60,
            digits.skipZeroFraction()
        else { return nil }
        guard digits.take("Z") || !isZoned, digits.isAtEnd else { return nil }
        return midnight.adding(seconds: Int64(hours * 3_600 + minutes * 60 + seconds))
    }
}
