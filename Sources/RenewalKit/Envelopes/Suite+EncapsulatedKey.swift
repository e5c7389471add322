internal import Crypto

extension Suite {
    /// Why bytes of the right length are no encapsulated key of the suite; `nil` where they are one.
    func reasonToRefuse(encapsulatedKey key: [UInt8]) -> EnvelopeReason? {
        switch self {
        case .p256:
            guard key.first == 4 else { return .keyNotUncompressed }
            return (try? P256.KeyAgreement.PublicKey(x963Representation: key)) == nil ? .keyNotOnCurve : nil
        case .x25519:
            guard Self.isBelowPrime(key) else { return .keyNotCanonical }
            return Self.lowOrder.contains(key) ? .keyOfLowOrder : nil
        }
    }

    /// Whether the little-endian number is below 2^255 − 19. X25519 itself reduces any number, so that one point would
    /// have several encodings.
    private static func isBelowPrime(_ key: [UInt8]) -> Bool {
        guard key[31] & 0x80 == 0 else { return false }
        return key[31] != 0x7F || key[1..<31].contains { $0 != 0xFF } || key[0] < 0xED
    }

    /// The canonical points whose order divides 8 (RFC 7748, section 7; the list is Bernstein's,
    /// https://cr.yp.to/ecdh.html#validate): 0, 1, two of order 8, and −1.
    private static let lowOrder: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32),
        [1] + [UInt8](repeating: 0, count: 31),
        [
            0xE0, 0xEB, 0x7A, 0x7C, 0x3B, 0x41, 0xB8, 0xAE, 0x16, 0x56, 0xE3, 0xFA, 0xF1, 0x9F, 0xC4, 0x6A,
            0xDA, 0x09, 0x8D, 0xEB, 0x9C, 0x32, 0xB1, 0xFD, 0x86, 0x62, 0x05, 0x16, 0x5F, 0x49, 0xB8, 0x00,
        ],
        [
            0x5F, 0x9C, 0x95, 0xBC, 0xA3, 0x50, 0x8C, 0x24, 0xB1, 0xD0, 0xB1, 0x55, 0x9C, 0x83, 0xEF, 0x5B,
            0x04, 0x44, 0x5C, 0xC4, 0x58, 0x1C, 0x8E, 0x86, 0xD8, 0x22, 0x4E, 0xDD, 0xD0, 0x9F, 0x11, 0x57,
        ],
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
    ]
}
