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
        let hyphen = UInt8(ascii: "-")
        guard bytes.count == 36, bytes[8] == hyphen, bytes[13] == hyphen, bytes[18] == hyphen, bytes[23] == hyphen
        else { return nil }
        let raw = UnsafeRawBufferPointer(bytes)
        guard let first = raw.hexDigits(0, 4), let second = raw.hexDigits(9, 14),
            let third = raw.hexDigits(19, 24), let last = raw.hexDigits(28, 32)
        else { return nil }
        let value = (UInt64(second) << 32 | UInt64(first), UInt64(last) << 32 | UInt64(third))
        return UUID(uuid: unsafeBitCast((value.0.littleEndian, value.1.littleEndian), to: uuid_t.self))
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

/// Reads instants.
enum InstantText {
    /// An instant of a column with that behaviour, in the package's form or the Web API's.
    static func instant(_ bytes: UnsafeBufferPointer<UInt8>, _ behavior: DateTimeBehavior) -> Instant? {
        guard let instant = packageForm(bytes, isZoned: behavior == .userLocal || behavior == .userLocalDateOnly) else {
            return behavior.instant(from: String(bytes))
        }
        return instant
    }

    /// As `2022-09-17T22:31:57.0000000Z`; `nil` for any other form.
    private static func packageForm(_ bytes: UnsafeBufferPointer<UInt8>, isZoned: Bool) -> Instant? {
        guard bytes.count == (isZoned ? 28 : 27), bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "."),
            bytes[20..<27].allSatisfy({ $0 == UInt8(ascii: "0") }), !isZoned || bytes[27] == UInt8(ascii: "Z"),
            let hours = number(bytes, 11, 2), let minutes = number(bytes, 14, 2), let seconds = number(bytes, 17, 2),
            hours < 24, minutes < 60, seconds < 60,
            let midnight = Instant(utf8: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[0..<10]))
        else { return nil }
        return midnight.adding(seconds: Int64(hours * 3_600 + minutes * 60 + seconds))
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ width: Int) -> Int? {
        var value = 0
        for index in start..<start + width {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}

extension UnsafeRawBufferPointer {
    /// The four bytes that eight hexadecimal digits stand for, four of them at one place and four at another; the first
    /// byte is the lowest.
    ///
    /// All digits are looked at together, as a branch for each would mostly be guessed wrong.
    fileprivate func hexDigits(_ first: Int, _ second: Int) -> UInt32? {
        let low = UInt32(littleEndian: loadUnaligned(fromByteOffset: first, as: UInt32.self))
        let high = UInt32(littleEndian: loadUnaligned(fromByteOffset: second, as: UInt32.self))
        let digits = UInt64(high) << 32 | UInt64(low)
        let each: UInt64 = 0x0101_0101_0101_0101
        // Bit 6 tells letters from decimal digits.
        let isLetter = (digits >> 6) & each
        let values = (digits & (each &* 0x0F)) &+ isLetter &* 9
        // What the digits would be, made from their values, letters lower case: no other bytes come out the same.
        let isAboveNine = ((values &+ each &* 6) >> 4) & each
        let expected = values &+ each &* 0x30 &+ isAboveNine &* 0x27
        guard values & (each &* 0xF0) == 0, expected == digits | isLetter << 5 else { return nil }
        let pairs = (values << 4 | values >> 8) & 0x00FF_00FF_00FF_00FF
        let quads = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: quads | quads >> 16)
    }
}
