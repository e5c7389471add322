/// Where text goes, and so which characters stand for themselves there.
enum Escaping {
    /// A value of type string: HTML-encoded as .NET does it, and then escaped as an attribute.
    case htmlAttribute
    /// An attribute.
    case attribute
    /// The text of an element.
    case text

    /// Bit n says that the ASCII character n stands for itself everywhere, for n below 0x3F. It is so for all above.
    static let plainMask: UInt64 = {
        var bits: UInt64 = 0
        for byte in 0x20..<0x3F as Range<UInt64> where ![0x22, 0x26, 0x27, 0x3C, 0x3E].contains(byte) {
            bits |= 1 << byte
        }
        return bits
    }()

    /// What the ASCII character is written as; `nil` for one that XML can not hold.
    func replacement(_ byte: UInt8) -> StaticString? {
        switch (byte, self) {
        case (UInt8(ascii: "<"), .htmlAttribute): "&amp;lt;"
        case (UInt8(ascii: ">"), .htmlAttribute): "&amp;gt;"
        case (UInt8(ascii: "&"), .htmlAttribute): "&amp;amp;"
        case (UInt8(ascii: "\""), .htmlAttribute): "&amp;quot;"
        case (UInt8(ascii: "'"), .htmlAttribute): "&amp;#39;"
        case (UInt8(ascii: "<"), _): "&lt;"
        case (UInt8(ascii: ">"), _): "&gt;"
        case (UInt8(ascii: "&"), _): "&amp;"
        case (UInt8(ascii: "\""), .attribute): "&quot;"
        case (UInt8(ascii: "\""), .text): "\""
        case (UInt8(ascii: "'"), _): "'"
        case (UInt8(ascii: "\n"), .text): "\r\n"
        case (UInt8(ascii: "\n"), _): "&#xA;"
        case (UInt8(ascii: "\r"), _): "&#xD;"
        case (UInt8(ascii: "\t"), .text): "\t"
        case (UInt8(ascii: "\t"), _): "&#x9;"
        default: nil
        }
    }

    /// Whether the HTML encoding writes a character beyond ASCII as a decimal reference: U+00A0 to U+00FF and all above
    /// U+FFFF.
    func isReference(_ scalar: UInt32) -> Bool {
        self == .htmlAttribute && (0xA0...0xFF ~= scalar || scalar > 0xFFFF)
    }
}
