internal import Crypto

/// The allow-list of HPKE suites (Rule Z3): RFC 9180, base mode.
enum Suite: UInt16, CaseIterable {
    /// DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: credentials and deliveries.
    case p256 = 1
    /// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: key packages.
    case x25519 = 2

    /// Length of an encapsulated key, in bytes (RFC 9180, section 7.1, Nenc).
    var encapsulatedKeyLength: Int {
        switch self {
        case .p256: 65
        case .x25519: 32
        }
    }

    /// The kind of key that values of this suite are sealed to.
    var keyAlgorithm: KeyAlgorithm {
        switch self {
        case .p256: .p256
        case .x25519: .x25519
        }
    }

    /// swift-crypto's name of the suite.
    var ciphersuite: HPKE.Ciphersuite {
        switch self {
        case .p256: .P256_SHA256_AES_GCM_256
        case .x25519: HPKE.Ciphersuite(kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_256)
        }
    }
}
