/// The coordinator's answer to an accepted request.
public struct MachineAnswer: Hashable, Sendable {
    /// The coordinator's time.
    public var now: Instant
    /// The machine's status after the request (Rule K1).
    public var status: KeyDeliveryStatus
    /// The current generation.
    public var current: Generation
    /// Its fingerprint.
    public var currentCertificate: Fingerprint
    /// The generations that serve, oldest first.
    public var usable: [Generation]
    /// When the machine's next regular check-in is due (Rule S7).
    public var nextCheckIn: Instant
    /// What the machine is to do now.
    public var instruction: Instruction

    /// A value of these parts.
    public init(
        now: Instant, status: KeyDeliveryStatus, current: Generation, currentCertificate: Fingerprint,
        usable: [Generation], nextCheckIn: Instant, instruction: Instruction
    ) {
        self.now = now
        self.status = status
        self.current = current
        self.currentCertificate = currentCertificate
        self.usable = usable
        self.nextCheckIn = nextCheckIn
        self.instruction = instruction
    }

    /// What a machine is told to do.
    public enum Instruction: Hashable, Sendable {
        /// Nothing.
        case nothing
        /// Issue the next certificate (Rules I2, I4).
        case issue(IssueInstruction)
        /// Install the current certificate (Rule I5).
        case install(InstallInstruction)
        /// Update the agent: it is too old for this renewal (Rule I7).
        case updateAgent
        /// Rejoin with the password: this renewal has no delivery (Rule P5). Before the issue there is nothing to
        /// rejoin to yet; `afterIssueBy` then names the machine that has to issue first.
        case rejoin(afterIssueBy: MachineID?)
        /// Replace a delivery that was reported not to match (Rule I5).
        case replaceDelivery(PasswordRecord)
    }
}

/// The order to issue the next certificate (Rule I4).
public struct IssueInstruction: Hashable, Sendable {
    /// g + 1.
    public var generation: Generation
    /// C and V.
    public var terms: IssueTerms
    /// The present password record, to be checked before anything is sealed to it (Rule I10).
    public var passwordRecord: PasswordRecord
    /// Whether a delivery to the other machines is wanted (Rule P5).
    public var delivers: Bool

    /// A value of these parts.
    public init(generation: Generation, terms: IssueTerms, passwordRecord: PasswordRecord, delivers: Bool) {
        self.generation = generation
        self.terms = terms
        self.passwordRecord = passwordRecord
        self.delivers = delivers
    }
}

/// The order to install the current certificate (Rule I5).
public struct InstallInstruction: Hashable, Sendable {
    /// The certificates after the highest that the machine trusts, oldest first, with links.
    public var chain: [IssuedCertificate]
    /// The current private key, sealed to the previous generation.
    public var delivery: SealedValue

    /// A value of these parts.
    public init(chain: [IssuedCertificate], delivery: SealedValue) {
        self.chain = chain
        self.delivery = delivery
    }
}
