/// A generation that serves: its certificate, its dates and the package with its private key.
public struct UsableGeneration: Hashable, Sendable {
    /// Which generation it is.
    public var generation: Generation
    /// The certificate, DER.
    public var certificate: [UInt8]
    /// SHA-256 of the certificate.
    public var fingerprint: Fingerprint
    /// The certified key, against which requests are verified (Rule Z2).
    public var publicKey: PublicKey
    /// C, the instant it was issued.
    public var createdAt: Instant
    /// V at its issue, in minutes.
    public var validityMinutes: Int
    /// Its private key, sealed to the group's password key (Rule I10).
    public var keyPackage: SealedValue

    /// A generation of these values.
    public init(
        generation: Generation, certificate: [UInt8], fingerprint: Fingerprint, publicKey: PublicKey,
        createdAt: Instant, validityMinutes: Int, keyPackage: SealedValue
    ) {
        self.generation = generation
        self.certificate = certificate
        self.fingerprint = fingerprint
        self.publicKey = publicKey
        self.createdAt = createdAt
        self.validityMinutes = validityMinutes
        self.keyPackage = keyPackage
    }

    /// E = C + V: the first instant at which it no longer serves.
    public var expiry: Instant { createdAt.adding(minutes: validityMinutes) }
}
