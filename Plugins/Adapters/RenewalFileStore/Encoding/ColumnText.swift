import FoundationEssentials
import RenewalCore

/// Strict readers and writers of the text forms that columns hold.
enum ColumnText {
    /// How long an id's text is.
    static let idLength = 36
    /// How long a fingerprint's is.
    static let fingerprintLength = 64

    // Where an id has its eights of digits: some of them two fours with a hyphen between.
    private static let hyphens = [8, 13, 18, 23]

    /// The id of 36 characters, lower case; `nil` for anything else.
    static func id<ID: UUIDIdentifier>(_ text: UnsafeRawBufferPointer, as: ID.Type = ID.self) -> ID? {
        guard text.count == idLength, hyphens.allSatisfy({ text[$0] == UInt8(ascii: "-") }),
            let first = HexDigits.bytes(of: eight(text, at: 0)),
            let second = HexDigits.bytes(of: fours(text, at: 9, 14)),
            let third = HexDigits.bytes(of: fours(text, at: 19, 24)),
            let fourth = HexDigits.bytes(of: eight(text, at: 28))
        else { return nil }
        // Not made by `UUID()`, which asks the system for random bytes.
        var uuid: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &uuid) { bytes in
            for (index, word) in [first, second, third, fourth].enumerated() {
                bytes.storeBytes(of: word.littleEndian, toByteOffset: 4 * index, as: UInt32.self)
            }
        }
        return ID(UUID(uuid: uuid))
    }

    /// Writes the id's 36 characters.
    static func write(_ id: UUID, to text: UnsafeMutableRawBufferPointer) {
        withUnsafeBytes(of: id.uuid) { bytes in
            func word(_ index: Int) -> UInt64 {
                let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
                return HexDigits.digits(of: word)
            }
            func store(_ digits: UInt64, at offset: Int) {
                text.storeBytes(of: digits.littleEndian, toByteOffset: offset, as: UInt64.self)
            }
            func store(fours digits: UInt64, at first: Int, _ second: Int) {
                let (low, high) = (UInt32(truncatingIfNeeded: digits), UInt32(truncatingIfNeeded: digits >> 32))
                text.storeBytes(of: low.littleEndian, toByteOffset: first, as: UInt32.self)
                text.storeBytes(of: high.littleEndian, toByteOffset: second, as: UInt32.self)
            }
            store(word(0), at: 0)
            store(fours: word(1), at: 9, 14)
            store(fours: word(2), at: 19, 24)
            store(word(3), at: 28)
        }
        for position in hyphens { text[position] = UInt8(ascii: "-") }
    }

    /// The fingerprint of 64 hexadecimal digits, lower case; `nil` for anything else.
    static func fingerprint(_ text: UnsafeRawBufferPointer) -> Fingerprint? {
        guard text.count == fingerprintLength else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: 32, alignment: 4) { bytes in
            for index in 0..<8 {
                guard let word = HexDigits.bytes(of: eight(text, at: 8 * index)) else { return nil }
                bytes.storeBytes(of: word.littleEndian, toByteOffset: 4 * index, as: UInt32.self)
            }
            return Fingerprint(copying: UnsafeRawBufferPointer(bytes))
        }
    }

    /// Writes the fingerprint's 64 digits.
    static func write(_ fingerprint: Fingerprint, to text: UnsafeMutableRawBufferPointer) {
        fingerprint.withUnsafeBytes { bytes in
            for index in 0..<8 {
                let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
                let digits = HexDigits.digits(of: word)
                text.storeBytes(of: digits.littleEndian, toByteOffset: 8 * index, as: UInt64.self)
            }
        }
    }

    private static func eight(_ text: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
        UInt64(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private static func fours(_ text: UnsafeRawBufferPointer, at first: Int, _ second: Int) -> UInt64 {
        let low = UInt32(littleEndian: text.loadUnaligned(fromByteOffset: first, as: UInt32.self))
        let high = UInt32(littleEndian: text.loadUnaligned(fromByteOffset: second, as: UInt32.self))
        return UInt64(low) | UInt64(high) << 32
    }
}
