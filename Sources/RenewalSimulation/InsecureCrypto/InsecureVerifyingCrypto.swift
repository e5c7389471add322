/// The coordinator's half of ``InsecureCrypto``. It protects nothing: anyone who can read a public key can sign.
public struct InsecureVerifyingCrypto: VerifyingCrypto {
    /// A verifier; it has no state.
    public init() {}

    /// A quick hash of 32 bytes, not SHA-256.
    public func digest(_ bytes: [UInt8]) -> Fingerprint {
        Self.fingerprint(InsecureDigest.of(use: 1, bytes))
    }

    /// Whether the signature is the hash over this public key and these bytes.
    public func isValid(_ signature: Signature, over bytes: [UInt8], by key: PublicKey) -> Bool {
        guard InsecureAlgorithm.all.contains(key.algorithm), key.bytes.count == 32 else { return false }
        return signature.bytes == Self.signature(over: bytes, by: key)
    }

    /// Reads a certificate that ``InsecureCrypto`` issued.
    public func readCertificate(_ der: [UInt8]) throws -> CertificateFacts {
        do {
            var reader = try CanonicalDecoder(der, use: InsecureCertificate.use)
            let content = try reader.field("certificate")
            let signature = try reader.field("signature")
            try reader.end()
            let facts = try InsecureCertificate.read(content, der: der, fingerprint: digest(der))
            guard isValid(Signature(signature), over: content, by: facts.publicKey) else {
                throw CanonicalDecoder.malformed("signature", "it is not the certificate's own")
            }
            return facts
        } catch let error as RenewalError {
            throw RenewalError(
                .certificateRejected, "the certificate was not accepted: \(error.message)", details: error.details)
        }
    }

    /// Reads a header; strict.
    public func readHeader(_ sealed: SealedValue) throws -> SealContext { try InsecureEnvelope(sealed).context }

    static func signature(over bytes: [UInt8], by key: PublicKey) -> [UInt8] {
        InsecureDigest.of(use: 2, key.bytes, bytes)
    }

    private static func fingerprint(_ bytes: [UInt8]) -> Fingerprint {
        guard let fingerprint = Fingerprint(bytes) else { preconditionFailure("a digest has 32 bytes") }
        return fingerprint
    }
}

/// The double's algorithms; none of them is one.
enum InsecureAlgorithm {
    /// Group keys and machine keys.
    static let key = KeyAlgorithm(rawValue: 0xFF01)
    /// Password keys.
    static let passwordKey = KeyAlgorithm(rawValue: 0xFF02)
    /// Join keys.
    static let joinKey = KeyAlgorithm(rawValue: 0xFF03)

    static let all = [key, passwordKey, joinKey]
}
