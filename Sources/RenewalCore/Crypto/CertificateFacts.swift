/// A group certificate and what was read from it.
public struct CertificateFacts: Hashable, Sendable {
    /// The certificate, DER.
    public let der: [UInt8]
    /// SHA-256 of the DER.
    public let fingerprint: Fingerprint
    /// The group that the subject and the alternative name say.
    public let group: GroupID
    /// The certified key.
    public let publicKey: PublicKey
    /// First second of validity: one hour before C (Rule T2).
    public let notBefore: Instant
    /// Last second of validity: C + V − 1 second (Rule T2).
    public let notAfter: Instant

    /// Facts of these values. Made by a ``VerifyingCrypto`` from the certificate itself.
    public init(
        der: [UInt8], fingerprint: Fingerprint, group: GroupID, publicKey: PublicKey, notBefore: Instant,
        notAfter: Instant
    ) {
        self.der = der
        self.fingerprint = fingerprint
        self.group = group
        self.publicKey = publicKey
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}

/// What a group certificate to be issued must say.
public struct CertificateRequest: Hashable, Sendable {
    /// The group it is for.
    public let group: GroupID
    /// C, the instant of issue that the coordinator named (Rules I4, T1).
    public let createdAt: Instant
    /// V, in minutes.
    public let validityMinutes: Int

    /// A request of these values.
    public init(group: GroupID, createdAt: Instant, validityMinutes: Int) {
        self.group = group
        self.createdAt = createdAt
        self.validityMinutes = validityMinutes
    }

    /// One hour before C, against skew (Rule T2).
    public var notBefore: Instant { createdAt.adding(seconds: -3_600) }

    /// C + V − 1 second: X.509 includes its last second and the rules' interval does not (Rule T2).
    public var notAfter: Instant { createdAt.adding(minutes: validityMinutes).adding(seconds: -1) }
}

/// A new certificate and its private key. Never printed (Rule Z1).
public struct IssuedKey: Sendable, Equatable, Redacted {
    /// The private key.
    public let privateKey: PrivateKey
    /// The certificate.
    public let certificate: CertificateFacts

    /// A pair of these.
    public init(privateKey: PrivateKey, certificate: CertificateFacts) {
        self.privateKey = privateKey
        self.certificate = certificate
    }
}
