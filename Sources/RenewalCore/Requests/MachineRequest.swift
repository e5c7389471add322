/// A request of a member machine, signed with its machine key and the group key it holds (Rule Z2).
public struct MachineRequest: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// The machine.
    public var machine: MachineID
    /// The fingerprint of the machine key that signs.
    public var machineKey: Fingerprint
    /// The fingerprint of the certificate whose key signs.
    public var groupKey: Fingerprint
    /// Strictly increasing for each machine; stored in its vault before sending.
    public var sequence: UInt64
    /// What is asked.
    public var body: Body
    /// The machine key's signature.
    public var machineSignature: Signature
    /// The group key's signature.
    public var groupSignature: Signature
    /// Generation g + 1's signature, in a submission only (Rule I4).
    public var candidateSignature: Signature?

    /// A value of these parts.
    public init(
        group: GroupID, machine: MachineID, machineKey: Fingerprint, groupKey: Fingerprint, sequence: UInt64,
        body: Body, machineSignature: Signature = Signature([]), groupSignature: Signature = Signature([]),
        candidateSignature: Signature? = nil
    ) {
        self.group = group
        self.machine = machine
        self.machineKey = machineKey
        self.groupKey = groupKey
        self.sequence = sequence
        self.body = body
        self.machineSignature = machineSignature
        self.groupSignature = groupSignature
        self.candidateSignature = candidateSignature
    }

    /// What a machine can ask.
    public enum Body: Hashable, Sendable {
        /// The regular report (Rule S7).
        case checkIn(CheckIn)
        /// A certificate it issued (Rule I4).
        case submit(Submission)
        /// A regenerated password (Rule K5).
        case changePassword(PasswordChange)
        /// A delivery and package in place of doubted ones (Rule I5).
        case replaceDelivery(DeliveryReplacement)
        /// Credential copies made during a run (Rule C3).
        case storeCopies(CopyUpdate)
        /// Its removal (Rule G5).
        case leave
    }
}
