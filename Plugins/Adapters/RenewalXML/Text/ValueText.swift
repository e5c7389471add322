import FoundationEssentials
import RenewalCore
import RenewalDataverse

/// Reads values as packages write them, without making strings of them first. `nil` for any other form.
enum ValueText {
    /// A whole number: an optional `-` and digits.
    static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? bytes.dropFirst() : bytes[...]
        guard (1...19).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            let (product, high) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.subtractingReportingOverflow(Int64(digit))
            if high || carry { return nil }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// A decimal number: an optional `-`, digits, and perhaps a point with more of them.
    static func decimal(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isNumber = parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 &- UInt8(ascii: "0") <= 9 } }
        return (1...2).contains(parts.count) && isNumber ? String(bytes) : nil
    }

    static func boolean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
        bytes.equals("True") ? true : bytes.equals("False") ? false : nil
    }

    /// A GUID of 36 characters, in either case.
    static func guid(_ bytes: UnsafeBufferPointer<UInt8>) -> UUID? {
        guard bytes.count == 36 else { return nil }
        var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isRead = withUnsafeMutableBytes(of: &value) { target in
            var index = 0
            for slot in 0..<16 {
                if slot == 4 || slot == 6 || slot == 8 || slot == 10 {
                    guard bytes[index] == UInt8(ascii: "-") else { return false }
                    index += 1
                }
                guard let high = hexValue(bytes[index]), let low = hexValue(bytes[index + 1]) else { return false }
                target[slot] = high << 4 | low
                index += 2
            }
            return true
        }
        return isRead ? UUID(uuid: value) : nil
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Numbers of options between two marks: `[-1,1,2,-1]`.
    static func choices(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int64]? {
        guard bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]"), bytes.count >= 2 else { return nil }
        let parts = bytes[1..<bytes.count - 1].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let numbers = parts.compactMap { integer(UnsafeBufferPointer(rebasing: $0)) }
        guard numbers.count == parts.count, numbers.count >= 2, numbers.first == -1, numbers.last == -1 else {
            return nil
        }
        return Array(numbers.dropFirst().dropLast())
    }
}

/// Reads instants; remembers midnights, as the instants of a fleet lie on few days.
struct InstantText {
    private var midnights: [Int: Instant] = [:]

    /// An instant of a column with that behaviour, in the package's form or the Web API's.
    mutating func instant(_ bytes: UnsafeBufferPointer<UInt8>, _ behavior: DateTimeBehavior) -> Instant? {
        guard let instant = packageForm(bytes, isZoned: behavior == .userLocal || behavior == .userLocalDateOnly) else {
            return behavior.instant(from: String(bytes))
        }
        return instant
    }

    /// As `2022-09-17T22:31:57.0000000Z`; `nil` for any other form.
    private mutating func packageForm(_ bytes: UnsafeBufferPointer<UInt8>, isZoned: Bool) -> Instant? {
        guard bytes.count == (isZoned ? 28 : 27), bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            bytes[19] == UInt8(ascii: "."), bytes[20..<27].allSatisfy({ $0 == UInt8(ascii: "0") }),
            !isZoned || bytes[27] == UInt8(ascii: "Z"), let year = number(bytes, 0, 4), let month = number(bytes, 5, 2),
            let day = number(bytes, 8, 2), let hours = number(bytes, 11, 2), let minutes = number(bytes, 14, 2),
            let seconds = number(bytes, 17, 2), hours < 24, minutes < 60, seconds < 60,
            let midnight = midnight(bytes, year * 10_000 + month * 100 + day)
        else { return nil }
        return midnight.adding(seconds: Int64(hours * 3_600 + minutes * 60 + seconds))
    }

    private func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ width: Int) -> Int? {
        var value = 0
        for index in start..<start + width {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    private mutating func midnight(_ bytes: UnsafeBufferPointer<UInt8>, _ date: Int) -> Instant? {
        if let known = midnights[date] { return known }
        guard let instant = Instant(String(decoding: bytes[0..<10], as: UTF8.self)) else { return nil }
        // A forged document may name every day there is.
        if midnights.count < 10_000 { midnights[date] = instant }
        return instant
    }
}
