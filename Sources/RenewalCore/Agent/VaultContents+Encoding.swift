// The encoding for vaults that keep bytes. A missing part is an empty field; a part is an encoding of its own.
extension VaultContents {
    /// The canonical bytes: use `vault`, group, machine, name, membership, pending machine key, highest trusted
    /// generation, highest password version. They hold private keys (Rule Z5).
    public func encoded() -> SecretBytes {
        var canonical = CanonicalBytes(use: Self.use)
        canonical.append(group)
        canonical.append(machine)
        canonical.append(name.description)
        canonical.append(membership?.encoded() ?? [])
        canonical.append(pendingMachineKey?.encoded() ?? [])
        canonical.append(memory.highest?.encoded() ?? [])
        canonical.append(memory.passwordVersion)
        return SecretBytes(canonical.bytes)
    }

    /// Reads what ``encoded()`` writes, and nothing else.
    ///
    /// - Throws: ``RenewalError`` with `malformed` (or `keyMismatch`, `invalidName`), which names the part and nothing of
    ///   its content.
    public init(decoding secret: SecretBytes) throws {
        var decoder = try CanonicalDecoder(secret.bytes, use: Self.use)
        let group = try decoder.id("group", as: GroupID.self)
        let machine = try decoder.id("machine", as: MachineID.self)
        let name = try Name(decoder.text("name"))
        let membership = try decoder.optional("membership").map(Membership.init(decoding:))
        let pending = try decoder.optional("pendingMachineKey").map(PrivateKey.init(decoding:))
        let highest = try decoder.optional("highest").map(TrustedGeneration.init(decoding:))
        let version = try decoder.number("passwordVersion")
        try decoder.end()
        guard membership == nil || highest != nil else {
            throw CanonicalDecoder.malformed("highest", "a member has trusted a generation")
        }
        self.init(
            group: group, machine: machine, name: name, membership: membership, pendingMachineKey: pending,
            memory: TrustMemory(highest: highest, passwordVersion: version))
    }

    private static let use = "vault"
}

extension VaultContents.Membership {
    fileprivate func encoded() -> [UInt8] {
        var canonical = CanonicalBytes(use: Self.use)
        canonical.append(machineKey.encoded())
        canonical.append(sequence)
        canonical.append(UInt64(held.count))
        for generation in held { canonical.append(generation.encoded()) }
        canonical.append(UInt64(candidates.count))
        for generation in candidates { canonical.append(generation.encoded()) }
        canonical.append(doubts)
        return canonical.bytes
    }

    fileprivate init(decoding bytes: [UInt8]) throws {
        var decoder = try CanonicalDecoder(bytes, use: Self.use)
        let machineKey = try PrivateKey(decoding: decoder.field("machineKey"))
        let sequence = try decoder.number("sequence")
        let held = try decoder.generations("held", count: 1...2)
        let candidates = try decoder.generations("candidates", count: 0...1_000)
        let doubts = try decoder.fingerprint("doubts")
        try decoder.end()
        guard zip(held, held.dropFirst()).allSatisfy({ $0.generation < $1.generation }) else {
            throw CanonicalDecoder.malformed("held", "the generations are not in their order")
        }
        self.init(machineKey: machineKey, sequence: sequence, held: held, candidates: candidates, doubts: doubts)
    }

    private static let use = "vault-membership"
}

extension HeldGeneration {
    fileprivate func encoded() -> [UInt8] {
        var canonical = CanonicalBytes(use: Self.use)
        canonical.append(certificate.encoded())
        canonical.append(privateKey.encoded())
        return canonical.bytes
    }

    fileprivate init(decoding bytes: [UInt8]) throws {
        var decoder = try CanonicalDecoder(bytes, use: Self.use)
        let certificate = try TrustedGeneration(decoding: decoder.field("certificate"))
        let privateKey = try PrivateKey(decoding: decoder.field("privateKey"))
        try decoder.end()
        try self.init(certificate: certificate, privateKey: privateKey)
    }

    private static let use = "vault-generation"
}

extension PrivateKey {
    fileprivate func encoded() -> [UInt8] {
        var canonical = CanonicalBytes(use: Self.use)
        canonical.append(publicKey)
        canonical.append(secret.bytes)
        return canonical.bytes
    }

    fileprivate init(decoding bytes: [UInt8]) throws {
        var decoder = try CanonicalDecoder(bytes, use: Self.use)
        let publicKey = try decoder.publicKey("publicKey")
        let secret = SecretBytes(try decoder.field("secret"))
        try decoder.end()
        self.init(publicKey: publicKey, secret: secret)
    }

    private static let use = "vault-key"
}

extension CanonicalDecoder {
    fileprivate mutating func optional(_ name: String) throws -> [UInt8]? {
        let field = try field(name)
        return field.isEmpty ? nil : field
    }

    fileprivate mutating func generations(_ name: String, count bounds: ClosedRange<UInt64>) throws -> [HeldGeneration]
    {
        let count = try number(name)
        guard bounds.contains(count) else { throw Self.malformed(name, "it has \(count) elements") }
        return try (0..<count).map { _ in try HeldGeneration(decoding: field(name)) }
    }
}
