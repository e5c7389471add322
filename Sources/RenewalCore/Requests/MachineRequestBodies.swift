/// The regular report of a machine.
public struct CheckIn: Hashable, Sendable {
    /// Its agent's version.
    public var agentVersion: AgentVersion
    /// The highest generation it has trusted: links are wanted from there (Rule I9).
    public var trusted: Generation
    /// The generations whose private keys it holds, oldest first.
    public var held: [Generation]
    /// The certificate whose delivered key did not match it, if that happened (Rule I5).
    public var doubts: Fingerprint?

    /// A value of these parts.
    public init(agentVersion: AgentVersion, trusted: Generation, held: [Generation], doubts: Fingerprint? = nil) {
        self.agentVersion = agentVersion
        self.trusted = trusted
        self.held = held
        self.doubts = doubts
    }
}

/// A certificate that a machine issued, with all that makes it the group's (Rule I4).
public struct Submission: Hashable, Sendable {
    /// g + 1.
    public var generation: Generation
    /// The certificate, DER.
    public var certificate: [UInt8]
    /// C and V, as instructed.
    public var terms: IssueTerms
    /// The mutual signature of g and g + 1 (Rule I9).
    public var link: ContinuityLink
    /// The present record, signed with g + 1 (Rule I10).
    public var passwordRecord: PasswordRecord
    /// The private key of g + 1, sealed to the password key.
    public var keyPackage: SealedValue
    /// The same key, sealed to g; `nil` without delivery (Rule P5).
    public var delivery: SealedValue?

    /// A value of these parts.
    public init(
        generation: Generation, certificate: [UInt8], terms: IssueTerms, link: ContinuityLink,
        passwordRecord: PasswordRecord, keyPackage: SealedValue, delivery: SealedValue?
    ) {
        self.generation = generation
        self.certificate = certificate
        self.terms = terms
        self.link = link
        self.passwordRecord = passwordRecord
        self.keyPackage = keyPackage
        self.delivery = delivery
    }
}

/// A regenerated password: the new record and every usable generation's package under it (Rule K5).
public struct PasswordChange: Hashable, Sendable {
    /// The new record, version + 1, anchored at the current generation.
    public var passwordRecord: PasswordRecord
    /// The packages, oldest generation first.
    public var packages: [OfferedPackage]

    /// A value of these parts.
    public init(passwordRecord: PasswordRecord, packages: [OfferedPackage]) {
        self.passwordRecord = passwordRecord
        self.packages = packages
    }
}

/// A delivery and package made by a machine that holds both generations (Rule I5).
public struct DeliveryReplacement: Hashable, Sendable {
    /// The current generation.
    public var generation: Generation
    /// Its private key, sealed to the previous one.
    public var delivery: SealedValue
    /// Its private key, sealed to the password key.
    public var keyPackage: SealedValue

    /// A value of these parts.
    public init(generation: Generation, delivery: SealedValue, keyPackage: SealedValue) {
        self.generation = generation
        self.delivery = delivery
        self.keyPackage = keyPackage
    }
}

/// Credential copies that a machine made when it opened the credentials for a run (Rule C3).
public struct CopyUpdate: Hashable, Sendable {
    /// The connection.
    public var connection: ConnectionID
    /// The credential revision that was opened.
    public var revision: UInt64
    /// Copies for generations that the connection lacked.
    public var copies: [CredentialCopy]

    /// A value of these parts.
    public init(connection: ConnectionID, revision: UInt64, copies: [CredentialCopy]) {
        self.connection = connection
        self.revision = revision
        self.copies = copies
    }
}
