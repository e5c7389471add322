extension UInt8 {
    /// The two lower-case hexadecimal digits, as ASCII.
    var hexDigits: (high: UInt8, low: UInt8) { ((self >> 4).hexDigit, (self & 15).hexDigit) }

    private var hexDigit: UInt8 { self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") - 10 + self }
}
