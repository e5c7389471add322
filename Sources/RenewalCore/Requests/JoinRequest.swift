/// A join, rejoin or first join, signed with the join key and the new machine key (Rule Z6).
public struct JoinRequest: Hashable, Sendable {
    /// Which of the three it is.
    public var operation: Operation
    /// The group.
    public var group: GroupID
    /// The machine's id: new in a join, its own in a rejoin (Rule K4).
    public var machine: MachineID
    /// The machine's name.
    public var name: Name
    /// Its agent's version; old ones may join too (Rule I7).
    public var agentVersion: AgentVersion
    /// The new machine key's public half.
    public var machineKey: PublicKey
    /// The version of the password record that the join key was derived by.
    public var passwordVersion: UInt64
    /// The group's join counter, as last told.
    public var joinCounter: UInt64
    /// Generation 1, in a first join only (Rule I1).
    public var founding: Founding?
    /// The join key's signature.
    public var joinSignature: Signature
    /// The new machine key's signature.
    public var machineSignature: Signature

    /// A value of these parts.
    public init(
        operation: Operation, group: GroupID, machine: MachineID, name: Name, agentVersion: AgentVersion,
        machineKey: PublicKey, passwordVersion: UInt64, joinCounter: UInt64, founding: Founding? = nil,
        joinSignature: Signature = Signature([]), machineSignature: Signature = Signature([])
    ) {
        self.operation = operation
        self.group = group
        self.machine = machine
        self.name = name
        self.agentVersion = agentVersion
        self.machineKey = machineKey
        self.passwordVersion = passwordVersion
        self.joinCounter = joinCounter
        self.founding = founding
        self.joinSignature = joinSignature
        self.machineSignature = machineSignature
    }

    /// Which kind of join a request is.
    public enum Operation: String, Hashable, Sendable, CaseIterable {
        /// The first machine of a group that never had a generation (Rule I1).
        case firstJoin
        /// A new machine of a living group (Rule I8).
        case join
        /// A machine with a row of the group (Rule K4).
        case rejoin
    }

    /// What all signatures of the request are over: use `join` and every field but the signatures.
    public func signedBytes() -> [UInt8] {
        var canonical = CanonicalBytes(use: "join")
        canonical.append(operation.rawValue)
        canonical.append(group)
        canonical.append(machine)
        canonical.append(name.description)
        canonical.append(agentVersion.description)
        canonical.append(machineKey)
        canonical.append(passwordVersion)
        canonical.append(joinCounter)
        founding?.append(to: &canonical, group: group)
        return canonical.bytes
    }
}

/// What the first machine of a group issues (Rule I1).
public struct Founding: Hashable, Sendable {
    /// Generation 1's certificate, DER.
    public var certificate: [UInt8]
    /// C and V, as offered.
    public var terms: IssueTerms
    /// The first password record, version 1.
    public var passwordRecord: PasswordRecord
    /// Generation 1's private key, sealed to the password key.
    public var keyPackage: SealedValue
    /// Generation 1's signature over the request (Rule Z6).
    public var groupSignature: Signature

    /// A value of these parts.
    public init(
        certificate: [UInt8], terms: IssueTerms, passwordRecord: PasswordRecord, keyPackage: SealedValue,
        groupSignature: Signature = Signature([])
    ) {
        self.certificate = certificate
        self.terms = terms
        self.passwordRecord = passwordRecord
        self.keyPackage = keyPackage
        self.groupSignature = groupSignature
    }

    func append(to canonical: inout CanonicalBytes, group: GroupID) {
        canonical.append(certificate)
        canonical.append(terms.createdAt)
        canonical.append(UInt64(bitPattern: Int64(terms.validityMinutes)))
        canonical.append(passwordRecord.signedBytes(group: group))
        canonical.append(passwordRecord.signature.bytes)
        canonical.append(keyPackage.bytes)
    }
}
