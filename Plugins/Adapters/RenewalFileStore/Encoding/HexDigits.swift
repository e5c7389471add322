/// Lower-case hexadecimal digits, eight at a time: an id or a fingerprint is in every row.
///
/// A word holds eight characters, or four bytes, in the order of memory: the first in the lowest byte.
enum HexDigits {
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The digits of four bytes.
    static func digits(of bytes: UInt32) -> UInt64 {
        var pairs = UInt64(bytes)
        pairs = (pairs | pairs << 16) & 0x0000_ffff_0000_ffff
        pairs = (pairs | pairs << 8) & 0x00ff_00ff_00ff_00ff
        let nibbles = ((pairs >> 4) & 0x000f_000f_000f_000f) | ((pairs & 0x000f_000f_000f_000f) << 8)
        return characters(of: nibbles)
    }

    /// The bytes of eight digits; `nil` where one is none.
    static func bytes(of digits: UInt64) -> UInt32? {
        // The characters from 'a' on have the bit 0x40, and stand 9 lower in their last four bits than what they mean.
        let nibbles = (digits & (ones &* 15)) &+ ((digits >> 6) & ones) &* 9
        guard nibbles & (ones &* 0xf0) == 0, characters(of: nibbles) == digits else { return nil }
        var pairs = ((nibbles & 0x000f_000f_000f_000f) << 4) | ((nibbles >> 8) & 0x000f_000f_000f_000f)
        pairs = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff
        return UInt32(truncatingIfNeeded: pairs | pairs >> 16)
    }

    private static func characters(of nibbles: UInt64) -> UInt64 {
        let areLetters = ((nibbles &+ ones &* 6) >> 4) & ones
        return nibbles &+ ones &* UInt64(UInt8(ascii: "0")) &+ areLetters &* 39
    }
}
