extension Unicode.Scalar {
    /// Whether XML 1.0 can hold the character: all but 29 control characters, U+FFFE and U+FFFF.
    ///
    /// Source: production `Char` of XML 1.0, fifth edition.
    public var isXMLCharacter: Bool {
        switch value {
        case 0x20...0xFFFD, 0x1_0000...0x10_FFFF, 0x9, 0xA, 0xD: true
        default: false
        }
    }

    /// As `U+0001`.
    var codePointText: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

/// What a writer does with the 31 characters that XML 1.0 can not hold.
public enum UnrepresentableCharacters: Hashable, Sendable {
    /// Nothing is written: an error names table, row and column.
    case refused
    /// Each is replaced by this character, and read back as that.
    case replaced(by: Unicode.Scalar)
}
