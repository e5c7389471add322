import FoundationEssentials
import RenewalCore

// Values of a few dozen ASCII characters, written in place.
extension XMLOutput {
    /// A whole number.
    mutating func decimal(_ number: Int64) throws(WriteFault) {
        try ascii(upTo: 20) { target in
            var magnitude = number.magnitude
            var length = number < 0 ? 1 : 0
            var rest = magnitude
            repeat {
                length += 1
                rest /= 10
            } while rest > 0
            if number < 0 { target[0] = UInt8(ascii: "-") }
            var index = length
            repeat {
                index -= 1
                target[index] = UInt8(ascii: "0") + UInt8(magnitude % 10)
                magnitude /= 10
            } while magnitude > 0
            return length
        }
    }

    /// A GUID, lower case.
    mutating func guid(_ id: UUID) throws(WriteFault) {
        try ascii(upTo: 36) { target in
            withUnsafeBytes(of: id.uuid) { bytes in
                var count = 0
                for index in 0..<16 {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        target[count] = UInt8(ascii: "-")
                        count += 1
                    }
                    target[count] = lowerHex(bytes[index] >> 4)
                    target[count + 1] = lowerHex(bytes[index] & 15)
                    count += 2
                }
                return count
            }
        }
    }

    /// An instant as `2022-09-17T22:31:57.0000000`, with `Z` where it has a time zone.
    mutating func instant(_ instant: Instant, isZoned: Bool) throws(WriteFault) {
        guard instant >= .distantPast, instant < .distantFuture else {
            throw .invalid(found: "\(instant)", expected: "an instant of the years 0001 to 9999")
        }
        let date = instant.civilDate
        let seconds = Int(instant.secondsSince1970 - instant.secondsSince1970.flooredDay)
        try ascii(upTo: 28) { target in
            digits(Int(date.year), 4, target, 0)
            target[4] = UInt8(ascii: "-")
            digits(Int(date.month), 2, target, 5)
            target[7] = UInt8(ascii: "-")
            digits(Int(date.day), 2, target, 8)
            target[10] = UInt8(ascii: "T")
            digits(seconds / 3_600, 2, target, 11)
            target[13] = UInt8(ascii: ":")
            digits(seconds / 60 % 60, 2, target, 14)
            target[16] = UInt8(ascii: ":")
            digits(seconds % 60, 2, target, 17)
            target[19] = UInt8(ascii: ".")
            digits(0, 7, target, 20)
            target[27] = UInt8(ascii: "Z")
            return isZoned ? 28 : 27
        }
    }
}

private func lowerHex(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
}

private func digits(_ number: Int, _ width: Int, _ target: UnsafeMutablePointer<UInt8>, _ offset: Int) {
    var number = number
    for index in (offset..<offset + width).reversed() {
        target[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
        number /= 10
    }
}

extension Int64 {
    /// The seconds of the midnight before, UTC.
    fileprivate var flooredDay: Int64 {
        let rest = self % 86_400
        return self - (rest < 0 ? rest + 86_400 : rest)
    }
}
