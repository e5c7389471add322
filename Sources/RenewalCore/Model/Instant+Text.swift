extension Instant: LosslessStringConvertible {
    /// Reads `2026-11-23T04:00:00Z`, or a date `2026-11-23` as its midnight.
    ///
    /// Years 0001 to 9999 of the proleptic Gregorian calendar. Fractions of a second and other zones are not read.
    public init?(_ text: String) {
        var text = text
        guard let instant = text.withUTF8({ Instant(utf8: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = instant
    }

    /// Reads the same text from its UTF-8, for stores that read one with every row.
    public init?(utf8 bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 10 || bytes.count == 20 else { return nil }
        var reader = DigitReader(bytes: bytes)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
            let day = reader.number(2), year >= 1, (1...12).contains(month),
            day >= 1, day <= Self.daysInMonth(month, year: year)
        else { return nil }
        var second = Int64(0)
        if bytes.count == 20 {
            guard reader.take("T"), let hours = reader.number(2), reader.take(":"), let minutes = reader.number(2),
                reader.take(":"), let seconds = reader.number(2), reader.take("Z"),
                hours < 24, minutes < 60, seconds < 60
            else { return nil }
            second = Int64(hours * 3_600 + minutes * 60 + seconds)
        }
        self.init(secondsSince1970: Self.days(year: year, month: month, day: day) * 86_400 + second)
    }

    /// As `2026-11-23T04:00:00Z`.
    public var description: String {
        let days = secondsSince1970.floorDivided(by: 86_400)
        let remainder = secondsSince1970 % 86_400
        let second = remainder < 0 ? remainder + 86_400 : remainder
        let date = Self.civil(days: days)
        let time = "\(pad(second / 3_600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2))"
        return "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))T\(time)Z"
    }

    /// The date alone, as `2026-11-23`.
    public var dateText: String {
        String(description.prefix { $0 != "T" })
    }

    /// The civil date in UTC, as X.509 and calendars write it.
    public var civilDate: (year: Int64, month: Int64, day: Int64) {
        Self.civil(days: secondsSince1970.floorDivided(by: 86_400))
    }

    private static func daysInMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Days and civil dates by counting from 1 March of year 0 in eras of 400 years (146,097 days), so that the leap
    // day ends a year: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    private static func days(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }
}

/// Reads fixed-width decimal numbers and single characters from ASCII.
private struct DigitReader {
    let bytes: UnsafeRawBufferPointer
    var position = 0

    mutating func number(_ width: Int) -> Int? {
        guard position + width <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + width] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        position += width
        return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}

private func pad(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
