extension PasswordRecord {
    /// The bytes that the anchor signs (Rule I10): use `anchor`, group, generation, certificate, version, parameters,
    /// both public keys.
    public func anchorBytes(group: GroupID) -> [UInt8] {
        var canonical = CanonicalBytes(use: "anchor")
        canonical.append(group)
        canonical.append(anchor.generation)
        canonical.append(anchor.certificate)
        appendDerivation(to: &canonical)
        return canonical.bytes
    }

    /// The bytes that the group key signs, and whose digest is the record's hash (Rule I10): use `password-record` and
    /// all fields but that signature.
    public func signedBytes(group: GroupID) -> [UInt8] {
        var canonical = CanonicalBytes(use: "password-record")
        canonical.append(group)
        appendDerivation(to: &canonical)
        canonical.append(anchor.generation)
        canonical.append(anchor.certificate)
        canonical.append(anchor.signature.bytes)
        return canonical.bytes
    }

    /// The record's hash, wherever one is signed or named (Rule I10).
    public func hash(group: GroupID, crypto: some VerifyingCrypto) -> Fingerprint {
        crypto.digest(signedBytes(group: group))
    }

    private func appendDerivation(to canonical: inout CanonicalBytes) {
        canonical.append(version)
        canonical.append(parameters.function)
        canonical.append(parameters.cost)
        canonical.append(parameters.blockSize)
        canonical.append(parameters.parallelism)
        canonical.append(parameters.salt)
        canonical.append(passwordKey)
        canonical.append(joinKey)
    }
}
