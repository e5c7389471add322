// For keeping what was trusted: in a vault, or by an app for its sealer.
extension TrustedGeneration {
    /// The canonical bytes: use `trusted-generation`, generation, certificate, fingerprint, public key, C, V.
    public func encoded() -> [UInt8] {
        var canonical = CanonicalBytes(use: Self.use)
        canonical.append(generation)
        canonical.append(certificate)
        canonical.append(fingerprint)
        canonical.append(publicKey)
        canonical.append(createdAt)
        canonical.append(UInt64(bitPattern: Int64(validityMinutes)))
        return canonical.bytes
    }

    /// Reads what ``encoded()`` writes, and nothing else. Whoever can change the bytes decides what is trusted: keep
    /// them where only the reader can write.
    ///
    /// - Throws: ``RenewalError`` with `malformed`.
    public init(decoding bytes: [UInt8]) throws {
        var decoder = try CanonicalDecoder(bytes, use: Self.use)
        let generation = try decoder.generation("generation")
        let certificate = try decoder.field("certificate")
        guard let fingerprint = try decoder.fingerprint("fingerprint") else {
            throw CanonicalDecoder.malformed("fingerprint", "it is empty")
        }
        let publicKey = try decoder.publicKey("publicKey")
        let createdAt = try decoder.instant("createdAt")
        let validity = Int64(bitPattern: try decoder.number("validityMinutes"))
        try decoder.end()
        guard let minutes = Int(exactly: validity), RenewalPolicy.validityBounds.contains(minutes) else {
            throw CanonicalDecoder.malformed("validityMinutes", "\(validity) minutes are outside of the bounds")
        }
        self.init(
            generation: generation, certificate: certificate, fingerprint: fingerprint, publicKey: publicKey,
            terms: IssueTerms(createdAt: createdAt, validityMinutes: minutes))
    }

    private static let use = "trusted-generation"
}
