extension ArbitraryRows {
    /// A fingerprint.
    public mutating func fingerprint() throws -> Fingerprint {
        guard let fingerprint = Fingerprint(bytes(32)) else {
            throw RenewalError(.malformed, "a fingerprint could not be made of 32 bytes")
        }
        return fingerprint
    }

    /// A signature's bytes; it verifies nothing.
    public mutating func signature() -> Signature { Signature(bytes(64)) }

    /// A public key's bytes; it is no key.
    public mutating func publicKey() -> PublicKey {
        PublicKey(one(of: [.p256, .x25519, .ed25519, KeyAlgorithm(rawValue: 65_535)]), bytes(upTo: 65))
    }

    /// A sealed value's bytes; nothing opens it.
    public mutating func sealed() -> SealedValue { SealedValue(bytes(upTo: 300)) }

    /// A password record; its signatures verify nothing.
    public mutating func passwordRecord() throws -> PasswordRecord {
        PasswordRecord(
            version: counter(),
            parameters: KDFParameters(
                function: one(of: ["scrypt", "another"]), cost: counter(), blockSize: counter(),
                parallelism: counter(), salt: bytes(upTo: 32)),
            passwordKey: publicKey(), joinKey: publicKey(),
            anchor: .init(generation: try generation(), certificate: try fingerprint(), signature: signature()),
            signature: signature())
    }

    /// A generation.
    public mutating func generation() throws -> Generation {
        guard let generation = Generation(number(0...9) == 0 ? UInt64(Int64.max) : number(1...50)) else {
            throw RenewalError(.malformed, "a generation could not be made of a positive number")
        }
        return generation
    }

    /// A generation that serves.
    public mutating func usableGeneration() throws -> UsableGeneration {
        UsableGeneration(
            generation: try generation(), certificate: bytes(upTo: 700), fingerprint: try fingerprint(),
            publicKey: publicKey(), createdAt: instant(), validityMinutes: Int(number(129_600...2_628_000)),
            keyPackage: sealed())
    }
}
