import RenewalCore

/// Midnights by their date. A fleet's instants lie on few days, and reading a date through the core costs more than a
/// look-up.
struct DateCache {
    private var midnights: [Int: Instant] = [:]

    /// The midnight, UTC, of that date; `nil` where the calendar has no such date.
    mutating func midnight(year: Int, month: Int, day: Int) -> Instant? {
        let key = year * 10_000 + month * 100 + day
        if let known = midnights[key] { return known }
        guard let instant = Instant("\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))") else { return nil }
        midnights[key] = instant
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
