/// What kind of key a key is. An open set of numbers that the canonical encodings carry.
public struct KeyAlgorithm: RawRepresentable, Hashable, Sendable {
    /// The number in encodings.
    public let rawValue: UInt16
    /// The algorithm of that number.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// P-256: group keys and machine keys. Public keys are the 65 bytes of the uncompressed point (SEC 1, X9.63).
    public static let p256 = KeyAlgorithm(rawValue: 1)
    /// X25519: the password key, to which key packages are sealed. 32 bytes.
    public static let x25519 = KeyAlgorithm(rawValue: 2)
    /// Ed25519: the join key, which signs anchors and joins. 32 bytes.
    public static let ed25519 = KeyAlgorithm(rawValue: 3)
}

/// A public key.
public struct PublicKey: Hashable, Sendable {
    /// What kind of key it is.
    public let algorithm: KeyAlgorithm
    /// The key in its algorithm's encoding.
    public let bytes: [UInt8]

    /// A public key of these bytes. Nothing is checked here; the crypto that uses it does.
    public init(_ algorithm: KeyAlgorithm, _ bytes: [UInt8]) {
        self.algorithm = algorithm
        self.bytes = bytes
    }
}

/// A private key with its public half, or a hardware module's handle on one. Never printed (Rule Z1).
public struct PrivateKey: Sendable, Equatable, Redacted {
    /// The public half.
    public let publicKey: PublicKey
    /// The private half, or whatever the crypto that made it needs to find it again.
    public let secret: SecretBytes

    /// A key of these halves.
    public init(publicKey: PublicKey, secret: SecretBytes) {
        self.publicKey = publicKey
        self.secret = secret
    }
}

/// A signature in its algorithm's encoding (P-256: the 64 bytes r ‖ s; Ed25519: 64 bytes).
public struct Signature: Hashable, Sendable {
    /// The signature's bytes.
    public let bytes: [UInt8]
    /// A signature of these bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
}
