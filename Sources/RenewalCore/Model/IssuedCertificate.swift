/// A generation's certificate row with the link that ties it to the one before. Kept for the life of the group, after
/// the generation is retired too (Rules I9, K2).
public struct IssuedCertificate: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// Which generation it is.
    public var generation: Generation
    /// The certificate, DER.
    public var certificate: [UInt8]
    /// SHA-256 of the certificate.
    public var fingerprint: Fingerprint
    /// C, the instant it was issued.
    public var createdAt: Instant
    /// V at its issue, in minutes.
    public var validityMinutes: Int
    /// The link from the generation before; `nil` for generation 1.
    public var link: ContinuityLink?

    /// A row of these values.
    public init(
        group: GroupID, generation: Generation, certificate: [UInt8], fingerprint: Fingerprint, createdAt: Instant,
        validityMinutes: Int, link: ContinuityLink?
    ) {
        self.group = group
        self.generation = generation
        self.certificate = certificate
        self.fingerprint = fingerprint
        self.createdAt = createdAt
        self.validityMinutes = validityMinutes
        self.link = link
    }
}

/// The mutual signature of two successive generations (Rule I9; the NewWithOld and OldWithNew of RFC 4210, section
/// 4.4).
public struct ContinuityLink: Hashable, Sendable {
    /// The hash of the password record at the issue.
    public var passwordRecord: Fingerprint
    /// Generation g's signature over the link's bytes.
    public var signatureByPrevious: Signature
    /// Generation g + 1's signature over the same bytes.
    public var signatureByNext: Signature

    /// A link of these values.
    public init(passwordRecord: Fingerprint, signatureByPrevious: Signature, signatureByNext: Signature) {
        self.passwordRecord = passwordRecord
        self.signatureByPrevious = signatureByPrevious
        self.signatureByNext = signatureByNext
    }

    /// The bytes that both generations sign: use `link`, group, g, g + 1, both certificates, the record's hash.
    public static func signedBytes(
        group: GroupID, previous: Generation, previousCertificate: [UInt8], nextCertificate: [UInt8],
        passwordRecord: Fingerprint
    ) -> [UInt8] {
        var canonical = CanonicalBytes(use: "link")
        canonical.append(group)
        canonical.append(previous)
        canonical.append(previous.next)
        canonical.append(previousCertificate)
        canonical.append(nextCertificate)
        canonical.append(passwordRecord)
        return canonical.bytes
    }
}
