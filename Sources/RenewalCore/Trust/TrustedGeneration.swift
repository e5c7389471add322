/// A generation's certificate that a machine, joiner or sealer has come to trust (Rule I9). It holds no secret.
public struct TrustedGeneration: Hashable, Sendable {
    /// Which generation it is.
    public let generation: Generation
    /// The certificate, DER; links are over it.
    public let certificate: [UInt8]
    /// SHA-256 of the certificate.
    public let fingerprint: Fingerprint
    /// The certified key.
    public let publicKey: PublicKey
    /// C, the instant of issue.
    public let createdAt: Instant
    /// V at its issue, in minutes.
    public let validityMinutes: Int

    /// A generation with this certificate; only ``TrustChecks`` decides that it is to be trusted.
    init(generation: Generation, facts: CertificateFacts, terms: IssueTerms) {
        self.init(
            generation: generation, certificate: facts.der, fingerprint: facts.fingerprint,
            publicKey: facts.publicKey, terms: terms)
    }

    init(
        generation: Generation, certificate: [UInt8], fingerprint: Fingerprint, publicKey: PublicKey, terms: IssueTerms
    ) {
        self.generation = generation
        self.certificate = certificate
        self.fingerprint = fingerprint
        self.publicKey = publicKey
        createdAt = terms.createdAt
        validityMinutes = terms.validityMinutes
    }

    /// E = C + V: the first instant at which it no longer serves.
    public var expiry: Instant { createdAt.adding(minutes: validityMinutes) }

    /// What an app pins for a sealer, as an agent prints it at issue and join (Rules C1, Z4).
    public var pin: CertificatePin { CertificatePin(generation: generation, fingerprint: fingerprint) }
}

/// A generation and the fingerprint of its certificate, known from outside the store (Rule C1).
public struct CertificatePin: Hashable, Sendable, CustomStringConvertible {
    /// The generation.
    public var generation: Generation
    /// The fingerprint of its certificate.
    public var fingerprint: Fingerprint

    /// A pin of these values.
    public init(generation: Generation, fingerprint: Fingerprint) {
        self.generation = generation
        self.fingerprint = fingerprint
    }

    /// The generation, a colon and the fingerprint: `3:9f86d081884c7d65…`.
    public var description: String { "\(generation):\(fingerprint)" }
}
