import FoundationEssentials

extension UUID {
    /// Reads the 36-character form, in either case, without making a string of it. `nil` for anything else.
    init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        let dash = UInt8(ascii: "-")
        guard bytes.count == 36, bytes[8] == dash, bytes[13] == dash, bytes[18] == dash, bytes[23] == dash else {
            return nil
        }
        let raw = UnsafeRawBufferPointer(bytes)
        guard let first = raw.bytesOfHexDigits(at: 0, 4), let second = raw.bytesOfHexDigits(at: 9, 14),
            let third = raw.bytesOfHexDigits(at: 19, 24), let fourth = raw.bytesOfHexDigits(at: 28, 32)
        else { return nil }
        var value: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &value) {
            $0.storeBytes(of: (first | second << 32).littleEndian, as: UInt64.self)
            $0.storeBytes(of: (third | fourth << 32).littleEndian, toByteOffset: 8, as: UInt64.self)
        }
        self.init(uuid: value)
    }
}

extension UnsafeRawBufferPointer {
    /// The four bytes that four hexadecimal digits here and four there write, the first byte lowest; `nil` where one is
    /// no digit.
    fileprivate func bytesOfHexDigits(at first: Int, _ second: Int) -> UInt64? {
        let low = UInt32(littleEndian: loadUnaligned(fromByteOffset: first, as: UInt32.self))
        let high = UInt32(littleEndian: loadUnaligned(fromByteOffset: second, as: UInt32.self))
        let word = UInt64(low) | UInt64(high) << 32
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops = ones &* 0x80
        guard word & tops == 0 else { return nil }
        // Each byte is below 0x80, so that nothing is carried from one to the next: an addition sets a byte's top bit
        // where the byte is at least 0x80 less what was added.
        let lower = word | (ones &* 0x20)
        let isDigit = (word &+ ones &* (0x80 - 0x30)) & ~(word &+ ones &* (0x80 - 0x3A))
        let isLetter = (lower &+ ones &* (0x80 - 0x61)) & ~(lower &+ ones &* (0x80 - 0x67))
        guard (isDigit | isLetter) & tops == tops else { return nil }
        let values = (word & (ones &* 0x0F)) &+ ((isLetter & tops) >> 7) &* 9
        // Two digits make a byte, in the lower half of every 16 bits; then the bytes move together.
        let pairs = (values << 4 | values >> 8) & 0x00FF_00FF_00FF_00FF
        let quads = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
        return (quads | quads >> 16) & 0xFFFF_FFFF
    }
}
