/// Everything that a machine keeps between its requests. Never printed (Rule Z1).
public struct VaultContents: Sendable, Equatable, Redacted {
    /// The group that it joined or tries to join (Rule G3).
    public var group: GroupID
    /// The machine's id, here before the first join is sent (Rule Z6).
    public var machine: MachineID
    /// The machine's name.
    public var name: Name
    /// Its keys as a member; `nil` until a join was accepted.
    public var membership: Membership?
    /// The machine key of a join or rejoin whose answer is not known, beside the old one (Rule Z6).
    public var pendingMachineKey: PrivateKey?
    /// The highest generation ever trusted (Rule I9), and the highest password version ever seen (Rule I10).
    public var memory: TrustMemory

    /// Contents of these values.
    public init(
        group: GroupID, machine: MachineID, name: Name, membership: Membership? = nil,
        pendingMachineKey: PrivateKey? = nil, memory: TrustMemory = TrustMemory()
    ) {
        self.group = group
        self.machine = machine
        self.name = name
        self.membership = membership
        self.pendingMachineKey = pendingMachineKey
        self.memory = memory
    }

    /// A member machine's keys. Never printed (Rule Z1).
    public struct Membership: Sendable, Equatable, Redacted {
        /// The machine key, made at the join (Rule Z2).
        public var machineKey: PrivateKey
        /// The number of the last request, here before it is sent (Rule Z2).
        public var sequence: UInt64
        /// The generations whose private keys it holds, oldest first: one or two.
        public var held: [HeldGeneration]
        /// Certificates it made for g + 1 and does not know the fate of, here before they are submitted (Rule I4).
        public var candidates: [HeldGeneration]
        /// The certificate whose delivered key did not match it, until that is settled (Rule I5).
        public var doubts: Fingerprint?

        /// A membership of these values.
        public init(
            machineKey: PrivateKey, sequence: UInt64 = 0, held: [HeldGeneration], candidates: [HeldGeneration] = [],
            doubts: Fingerprint? = nil
        ) {
            self.machineKey = machineKey
            self.sequence = sequence
            self.held = held
            self.candidates = candidates
            self.doubts = doubts
        }
    }
}

/// A generation with its private key. Never printed (Rule Z1).
public struct HeldGeneration: Sendable, Equatable, Redacted {
    /// The certificate.
    public let certificate: TrustedGeneration
    /// Its private key.
    public let privateKey: PrivateKey

    /// The generation of this certificate with its key.
    ///
    /// - Throws: ``RenewalError`` with `keyMismatch` where the key is not the certified one (Rule I5).
    public init(certificate: TrustedGeneration, privateKey: PrivateKey) throws {
        guard privateKey.publicKey == certificate.publicKey else {
            throw RenewalError(
                .keyMismatch,
                "the private key offered for generation \(certificate.generation) does not belong to its certificate "
                    + certificate.fingerprint.short)
        }
        self.certificate = certificate
        self.privateKey = privateKey
    }

    /// Which generation it is.
    public var generation: Generation { certificate.generation }
    /// SHA-256 of its certificate.
    public var fingerprint: Fingerprint { certificate.fingerprint }
}
