extension RenewalError {
    /// The kind of a ``RenewalError``. An open set: a later version may add codes, so a `switch` needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code's name; the platform's own error names are spelled as the platform spells them.
        public let description: String

        /// The code of that name, as read from a protocol. Names that nobody has defined are kept as they are.
        public init(_ name: String) { description = name }
    }
}

// Values that do not hold (Rules S2, G4, I7, K5).
extension RenewalError.Code {
    /// A policy outside the bounds of Rule S2.
    public static let policyOutOfBounds = Self("policyOutOfBounds")
    /// A version that is not one to four decimal fields (Rule I7).
    public static let invalidAgentVersion = Self("invalidAgentVersion")
    /// A name that is empty or longer than 100 characters (Rule G4).
    public static let invalidName = Self("invalidName")
    /// A chosen password of fewer than 12 characters (Rule K5).
    public static let passwordTooShort = Self("passwordTooShort")
    /// A request, answer or stored value that is not well formed; the message says which part.
    public static let malformed = Self("malformed")
    /// An id that is already in use (Rules G1, G3, G4).
    public static let duplicateID = Self("duplicateID")
}

// States in which a call is not possible. The message and `details` name the state found and the state needed.
extension RenewalError.Code {
    /// A transition that the state machine does not have.
    public static let illegalTransition = Self("illegalTransition")
    /// No such group, or it was deleted (Rules C5, G1). The platform's name; HTTP status 404.
    public static let groupNotFound = Self("XrmMachineGroupNotFound")
    /// The group expired: delete it and create it again (Rule K3).
    public static let groupKeyExpired = Self("groupKeyExpired")
    /// The group was imported without its certificate, so that nothing can be done with its key (Rule I1).
    public static let groupImported = Self("groupImported")
    /// The group has no certificate yet: its first machine has not joined (Rule I1).
    public static let groupHasNoCertificate = Self("groupHasNoCertificate")
    /// The group has a certificate already: join it with its password (Rules I1, I3).
    public static let groupAlreadyFounded = Self("groupAlreadyFounded")
    /// No machine with that id in this group (Rules G2, K4).
    public static let machineNotFound = Self("machineNotFound")
    /// No connection with that id.
    public static let connectionNotFound = Self("connectionNotFound")
    /// A renewal is open already (Rule P5).
    public static let renewalAlreadyOpen = Self("renewalAlreadyOpen")
    /// No renewal that the call needs is open (Rules I2, K6).
    public static let noOpenRenewal = Self("noOpenRenewal")
    /// The named machine could not issue the next certificate (Rules I2, P5).
    public static let machineNotEligible = Self("machineNotEligible")
    /// A machine or connection still depends on the generation to be retired (Rule K6).
    public static let generationStillNeeded = Self("generationStillNeeded")
    /// The clock is suspect; confirm the time first (Rule T3).
    public static let clockSuspect = Self("clockSuspect")
}

// Refusals of a machine's request (Rules Z2, Z6, I3, I4). Nothing changes by any of them.
extension RenewalError.Code {
    /// The machine's generation is retired: rejoin (Rules K2, K4, Z2).
    public static let machineKeyExpired = Self("machineKeyExpired")
    /// The signature is under a key that is not the machine's (Rule Z2).
    public static let unknownMachineKey = Self("unknownMachineKey")
    /// The signature is under a key that was never the group's (Rule Z2).
    public static let unknownGroupKey = Self("unknownGroupKey")
    /// A signature does not verify (Rules Z2, Z6).
    public static let invalidSignature = Self("invalidSignature")
    /// The request was made for another group (Rule Z2).
    public static let wrongGroup = Self("wrongGroup")
    /// The request's number was used already or was passed by a later one (Rule Z2).
    public static let sequenceTooLow = Self("sequenceTooLow")
    /// The join counter is not the group's present one (Rule Z6).
    public static let staleJoinCounter = Self("staleJoinCounter")
    /// The password record changed since it was read (Rules I3, K5, Z6).
    public static let stalePasswordVersion = Self("stalePasswordVersion")
    /// The password does not open the group (Rule K4).
    public static let wrongPassword = Self("wrongPassword")
    /// The password is the one before the present one (Rule K4).
    public static let supersededPassword = Self("supersededPassword")
    /// Another machine issued this generation (Rule I3).
    public static let generationTaken = Self("generationTaken")
    /// C or V of a submission no longer hold; issue again (Rule I4).
    public static let staleIssue = Self("staleIssue")
    /// The first join of a group must come through the app (Rule Z7).
    public static let firstJoinNeedsApp = Self("firstJoinNeedsApp")
}

// Continuity and sealed values: what a machine, joiner or sealer does not accept (Rules I9, I10, Z3, Z4).
extension RenewalError.Code {
    /// A certificate that is not of the required profile or not of this group.
    public static let certificateRejected = Self("certificateRejected")
    /// The chain of links does not lead to the offered generation (Rule I9).
    public static let brokenChain = Self("brokenChain")
    /// A generation below one that was trusted before (Rule I9).
    public static let generationRollback = Self("generationRollback")
    /// A password record that the trusted generation did not sign, or whose anchor does not hold (Rule I10).
    public static let passwordRecordRejected = Self("passwordRecordRejected")
    /// A password record older than one that was seen before (Rule I10).
    public static let passwordRecordRollback = Self("passwordRecordRollback")
    /// C or V outside what the rules allow (Rule I4).
    public static let issueTermsRejected = Self("issueTermsRejected")
    /// A private key that does not belong to its certificate (Rule I5).
    public static let keyMismatch = Self("keyMismatch")
    /// A sealed value that does not open with the right key: it was changed or belongs elsewhere (Rule Z3).
    public static let sealBroken = Self("sealBroken")
    /// A sealed value that is not well formed; `details["reason"]` names the reason (Rule Z3).
    public static let envelopeRejected = Self("envelopeRejected")
    /// KDF parameters under the floor or over the cap.
    public static let kdfParametersRejected = Self("kdfParametersRejected")
    /// The fingerprint pinned from outside the store does not match (Rule C1).
    public static let pinMismatch = Self("pinMismatch")
    /// A refusal names a sequence number too far ahead to follow (Rule Z2).
    public static let sequenceJumpRejected = Self("sequenceJumpRejected")
}

// Connections and runs (Rules C1 to C5); the platform's names where it has them.
extension RenewalError.Code {
    /// The copies do not cover exactly the usable generations (Rule C1).
    public static let copiesDoNotCover = Self("copiesDoNotCover")
    /// The connection was edited since it was read (Rules C1, C3).
    public static let staleRevision = Self("staleRevision")
    /// The connection has no copy that a usable generation opens: edit it and enter the credentials again (Rule C4).
    public static let expiredDesktopFlowConnection = Self("ExpiredDesktopFlowConnection")
    /// The target group has no machine (Rule C5). HTTP status 400.
    public static let groupIsEmpty = Self("GroupIsEmpty")
    /// No machine of the target can run the connection (Rule C5). HTTP status 400.
    public static let noCandidateMachine = Self("NoCandidateMachine")
}

// The agent's own state.
extension RenewalError.Code {
    /// The vault holds no membership: join first.
    public static let notJoined = Self("notJoined")
    /// The vault holds a membership: leave first (Rule G3).
    public static let alreadyJoined = Self("alreadyJoined")
    /// The check-in that follows a join at once failed by an error of the service or the vault, which is the cause.
    public static let checkInFailed = Self("checkInFailed")
    /// The agent does not hold the key that the call needs.
    public static let keyNotHeld = Self("keyNotHeld")
    /// The store answered with something that contradicts itself or that this library never writes.
    public static let storeInconsistent = Self("storeInconsistent")
}
