/// What a sealed value is for. Every field is in its header and authenticated (Rule Z3), so that a value moved to
/// another place does not open there.
public enum SealContext: Hashable, Sendable {
    /// Windows credentials of a connection, sealed to a generation of its target group.
    case credential(CredentialContext)
    /// The private key of a usable generation, sealed to the group's password key.
    case keyPackage(KeyPackageContext)
    /// The private key of g + 1, sealed to generation g for the machines that hold it.
    case delivery(DeliveryContext)
}

/// The header of a credential copy.
public struct CredentialContext: Hashable, Sendable {
    /// The target group.
    public var group: GroupID
    /// The connection.
    public var connection: ConnectionID
    /// The connection's credential revision, 1 or more; each edit raises it (Rule C1).
    public var revision: UInt64
    /// The generation it is sealed to.
    public var generation: Generation
    /// The fingerprint of that generation's certificate.
    public var certificate: Fingerprint

    /// A header of these values.
    public init(
        group: GroupID, connection: ConnectionID, revision: UInt64, generation: Generation, certificate: Fingerprint
    ) {
        self.group = group
        self.connection = connection
        self.revision = revision
        self.generation = generation
        self.certificate = certificate
    }
}

/// The header of a key package.
public struct KeyPackageContext: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// The generation whose private key is inside.
    public var generation: Generation
    /// The fingerprint of that generation's certificate.
    public var certificate: Fingerprint
    /// The hash of the password record whose password opens it (Rule I10).
    public var passwordRecord: Fingerprint

    /// A header of these values.
    public init(group: GroupID, generation: Generation, certificate: Fingerprint, passwordRecord: Fingerprint) {
        self.group = group
        self.generation = generation
        self.certificate = certificate
        self.passwordRecord = passwordRecord
    }
}

/// The header of a delivery.
public struct DeliveryContext: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// The generation whose private key is inside.
    public var generation: Generation
    /// The fingerprint of that generation's certificate.
    public var certificate: Fingerprint
    /// The fingerprint of the certificate it is sealed to: the generation before.
    public var recipient: Fingerprint

    /// A header of these values.
    public init(group: GroupID, generation: Generation, certificate: Fingerprint, recipient: Fingerprint) {
        self.group = group
        self.generation = generation
        self.certificate = certificate
        self.recipient = recipient
    }
}

/// A sealed value: header, encapsulated key and ciphertext in a versioned encoding that its crypto defines.
public struct SealedValue: Hashable, Sendable {
    /// The encoding.
    public let bytes: [UInt8]
    /// A value of these bytes; nothing is checked until it is read or opened.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
}
