/// What a joiner gets: every usable generation, and the way to trust it (Rules I8, I9).
public struct JoinAnswer: Hashable, Sendable {
    /// The coordinator's time.
    public var now: Instant
    /// The group.
    public var group: GroupID
    /// The machine's status: `pendingNewKey` where a renewal is open and nothing is issued yet.
    public var status: KeyDeliveryStatus
    /// The password record under which the packages are sealed.
    public var passwordRecord: PasswordRecord
    /// The certificates from the anchor's generation, or the oldest usable one if that is before it, to the current one,
    /// oldest first, with links.
    public var chain: [IssuedCertificate]
    /// The private keys of the usable generations, oldest first.
    public var packages: [OfferedPackage]

    /// A value of these parts.
    public init(
        now: Instant, group: GroupID, status: KeyDeliveryStatus, passwordRecord: PasswordRecord,
        chain: [IssuedCertificate], packages: [OfferedPackage]
    ) {
        self.now = now
        self.group = group
        self.status = status
        self.passwordRecord = passwordRecord
        self.chain = chain
        self.packages = packages
    }
}

/// A usable generation's private key, sealed to the password key.
public struct OfferedPackage: Hashable, Sendable {
    /// The generation.
    public var generation: Generation
    /// The package.
    public var keyPackage: SealedValue

    /// A value of these parts.
    public init(generation: Generation, keyPackage: SealedValue) {
        self.generation = generation
        self.keyPackage = keyPackage
    }
}
