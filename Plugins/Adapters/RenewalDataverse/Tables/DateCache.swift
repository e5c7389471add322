import RenewalCore

/// Midnights by their date. A fleet's instants lie on few days, and reading a date through the core costs more than a
/// look-up.
struct DateCache {
    // For each day of a year, the last such day that was asked for.
    private var days: [Day?] = []
    private let isKept: Bool

    /// - Parameter isKept: whether more than one date is to be read.
    init(isKept: Bool = true) { self.isKept = isKept }

    private struct Day {
        var year: Int
        var midnight: Instant
    }

    /// The midnight, UTC, of that date; `nil` where the calendar has no such date.
    mutating func midnight(year: Int, month: Int, day: Int) -> Instant? {
        guard 1...12 ~= month, 1...31 ~= day else { return nil }
        let place = month << 5 | day
        if !days.isEmpty, let known = days[place], known.year == year { return known.midnight }
        guard let instant = Instant("\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))") else { return nil }
        guard isKept else { return instant }
        if days.isEmpty { days = Array(repeating: nil, count: 13 << 5) }
        days[place] = Day(year: year, midnight: instant)
        return instant
    }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: width - digits.utf8.count) + digits
    }
}

/// Reads fixed-width decimal numbers and single characters from bytes.
struct ASCIIDigits {
    let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number(_ width: Int) -> Int? {
        guard position + width <= bytes.count else { return nil }
        var value = 0
        for index in position..<position + width {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        position += width
        return value
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Passes a fraction of 1 to 9 zeros, where there is one. `false` for any other fraction.
    mutating func skipZeroFraction() -> Bool {
        guard take(".") else { return true }
        var count = 0
        while take("0") { count += 1 }
        return (1...9).contains(count)
    }
}
