/// Base64 with the standard alphabet and padding (RFC 4648, section 4), canonical only: every value has one text.
enum Base64 {
    /// Why a text is not canonical base64.
    enum Refusal: Error {
        /// A space, tab, line feed or carriage return.
        case whitespace
        /// A character that the alphabet does not have.
        case character
        /// A length that is no multiple of four, or `=` elsewhere than as the last one or two characters.
        case padding
        /// Bits that no byte uses are not 0.
        case unusedBits
    }

    /// The text of the bytes.
    static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var bits = UInt32(0)
            for offset in 0..<3 { bits = bits << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0) }
            for place in 0..<4 {
                let digit = alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)]
                text.append(place <= count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a text. Of several refusals the first in their order is thrown.
    static func decode(_ text: Substring) throws(Refusal) -> [UInt8] {
        let characters = Array(text.utf8)
        guard !characters.contains(where: { $0 == 32 || $0 == 10 || $0 == 13 || $0 == 9 }) else { throw .whitespace }
        guard characters.allSatisfy({ value($0) != nil || $0 == UInt8(ascii: "=") }) else { throw .character }
        let digits = characters.reversed().drop { $0 == UInt8(ascii: "=") }.reversed()
        let padding = characters.count - digits.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3)
        var bits = UInt32(0)
        var bitCount = 0
        for character in digits {
            guard let value = value(character) else { throw .padding }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
                bits &= (1 << UInt32(bitCount)) - 1
            }
        }
        guard characters.count.isMultiple(of: 4), padding <= 2 else { throw .padding }
        guard bits == 0 else { throw .unusedBits }
        return bytes
    }

    /// A digit's value; `nil` for every other character.
    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
