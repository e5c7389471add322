/// A quick 256-bit hash that notices every accident and no attack: four lanes of multiply and shift.
///
/// Within one block each step is a bijection of the state, so two inputs of one length that differ in one block never
/// collide; that is all that a double needs. Anyone can make collisions on purpose.
struct InsecureDigest {
    private var lanes: (UInt64, UInt64, UInt64, UInt64)

    /// Starts a digest; different uses give unrelated digests.
    init(use: UInt64) {
        lanes = (0x9E37_79B9_7F4A_7C15 ^ use, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x27D4_EB2F_1656_67C5)
    }

    /// Takes in the bytes, preceded by their count.
    mutating func update(_ bytes: [UInt8]) {
        mix(UInt64(bytes.count), 0, 0, 0)
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset + 32 <= buffer.count {
                mix(
                    buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
                    buffer.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self),
                    buffer.loadUnaligned(fromByteOffset: offset + 16, as: UInt64.self),
                    buffer.loadUnaligned(fromByteOffset: offset + 24, as: UInt64.self))
                offset += 32
            }
            if offset < buffer.count {
                var rest: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
                withUnsafeMutableBytes(of: &rest) {
                    $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[offset...]))
                }
                mix(rest.0, rest.1, rest.2, rest.3)
            }
        }
    }

    /// The 32 bytes of the digest of everything taken in.
    func finish() -> [UInt8] {
        var last = self
        for _ in 0..<3 { last.mix(0, 0, 0, 0) }
        return withUnsafeBytes(of: last.lanes) { Array($0) }
    }

    private mutating func mix(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        lanes.0 = Self.step(lanes.0 ^ first, 0xFF51_AFD7_ED55_8CCD) &+ lanes.3
        lanes.1 = Self.step(lanes.1 ^ second, 0xC4CE_B9FE_1A85_EC53) &+ lanes.0
        lanes.2 = Self.step(lanes.2 ^ third, 0x9FB2_1C65_1E98_DF25) &+ lanes.1
        lanes.3 = Self.step(lanes.3 ^ fourth, 0xD6E8_FEB8_6659_FD93) &+ lanes.2
    }

    private static func step(_ lane: UInt64, _ factor: UInt64) -> UInt64 {
        let product = lane &* factor
        return product ^ (product >> 32)
    }
}

extension InsecureDigest {
    /// The digest of some byte strings, each with its length.
    static func of(use: UInt64, _ parts: [UInt8]...) -> [UInt8] {
        var digest = InsecureDigest(use: use)
        for part in parts { digest.update(part) }
        return digest.finish()
    }
}
