/// A machine's row.
public struct Machine: Hashable, Sendable {
    /// The machine's id; it belongs to exactly one group (Rule G3).
    public var id: MachineID
    /// The group it belongs to.
    public var group: GroupID
    /// The machine's name.
    public var name: Name
    /// Its agent's version at the last accepted request.
    public var agentVersion: AgentVersion?
    /// What its requests are verified against; `nil` for a row that was imported without keys.
    public var membership: Membership?
    /// The status as of ``appliedTransition``. Use ``effectiveStatus(in:)`` to decide (Rule K1).
    public var storedStatus: KeyDeliveryStatus
    /// When it received the certificate it holds.
    public var keyReceivedAt: Instant?
    /// When a request of its was last accepted.
    public var lastHeartbeat: Instant?
    /// The number of the last transition that this row followed (Rule K1).
    public var appliedTransition: UInt64

    /// A row of these values.
    public init(
        id: MachineID, group: GroupID, name: Name, agentVersion: AgentVersion?, membership: Membership?,
        storedStatus: KeyDeliveryStatus = .default, keyReceivedAt: Instant? = nil, lastHeartbeat: Instant? = nil,
        appliedTransition: UInt64 = 0
    ) {
        self.id = id
        self.group = group
        self.name = name
        self.agentVersion = agentVersion
        self.membership = membership
        self.storedStatus = storedStatus
        self.keyReceivedAt = keyReceivedAt
        self.lastHeartbeat = lastHeartbeat
        self.appliedTransition = appliedTransition
    }

    /// A machine's keys, as the coordinator knows them.
    public struct Membership: Hashable, Sendable {
        /// The machine key's public half (Rule Z2).
        public var machineKey: PublicKey
        /// Its fingerprint, which requests name.
        public var fingerprint: Fingerprint
        /// The generation of its last accepted request (Rule K1).
        public var generation: Generation
        /// The number of its last accepted request (Rule Z2).
        public var sequence: UInt64

        /// A membership of these values.
        public init(machineKey: PublicKey, fingerprint: Fingerprint, generation: Generation, sequence: UInt64) {
            self.machineKey = machineKey
            self.fingerprint = fingerprint
            self.generation = generation
            self.sequence = sequence
        }
    }
}

/// A machine's place in a renewal (Rule K1), with the numbers of the Dataverse choice.
public enum KeyDeliveryStatus: Int, Hashable, Sendable, CaseIterable {
    /// Up to date.
    case `default` = 1
    /// Inside a renewal and not updated yet.
    case pendingNewKey = 2
    /// Missed the renewal; must rejoin by hand.
    case keyExpired = 3
}
