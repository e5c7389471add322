/// The double's certificate: canonical bytes of what a group certificate says, and a signature over them.
enum InsecureCertificate {
    /// The domain of certificates.
    static let use = "insecure-certificate"

    static func encode(_ request: CertificateRequest, key: PublicKey) -> [UInt8] {
        var content = CanonicalBytes(use: use)
        content.append(request.group)
        content.append(key)
        content.append(request.notBefore)
        content.append(request.notAfter)
        var canonical = CanonicalBytes(use: use)
        canonical.append(content.bytes)
        canonical.append(InsecureVerifyingCrypto.signature(over: content.bytes, by: key))
        return canonical.bytes
    }

    static func read(_ content: [UInt8], der: [UInt8], fingerprint: Fingerprint) throws -> CertificateFacts {
        var reader = try CanonicalDecoder(content, use: use)
        let facts = CertificateFacts(
            der: der, fingerprint: fingerprint, group: try reader.id("group"),
            publicKey: try reader.publicKey("key"), notBefore: try reader.instant("notBefore"),
            notAfter: try reader.instant("notAfter"))
        try reader.end()
        return facts
    }
}
