internal import Crypto
internal import SwiftASN1
internal import X509

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension StandardCrypto {
    /// Makes a new P-256 key and its self-signed certificate: notBefore = C − 1 hour, notAfter = C + V − 1 second
    /// (Rule T2), a random serial number of 128 bits.
    ///
    /// - Throws: ``/RenewalCore/RenewalError`` with `issueTermsRejected` where V is not 1 to 5,256,000,000 minutes or a
    ///   date lies outside the years 1950 to 9999, which X.509 can not write.
    public func issueCertificate(_ request: CertificateRequest) throws -> IssuedKey {
        try Self.check(request)
        let key = P256.Signing.PrivateKey()
        let privateKey = PrivateKey(key)
        let name = try DistinguishedName { CommonName(request.group.description) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .random128(), publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: Date(request.notBefore), notValidAfter: Date(request.notAfter), issuer: name,
            subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Self.extensions(request.group, privateKey.publicKey),
            issuerPrivateKey: Certificate.PrivateKey(key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        let der = serializer.serializedBytes
        return IssuedKey(
            privateKey: privateKey,
            certificate: CertificateFacts(
                der: der, fingerprint: digest(der), group: request.group, publicKey: privateKey.publicKey,
                notBefore: request.notBefore, notAfter: request.notAfter))
    }

    private static func extensions(_ group: GroupID, _ key: PublicKey) throws -> Certificate.Extensions {
        let identifier = CertificateProfile.keyIdentifier(key.bytes)[...]
        return try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true, keyAgreement: true))
            SubjectKeyIdentifier(keyIdentifier: identifier)
            AuthorityKeyIdentifier(keyIdentifier: identifier)
            SubjectAlternativeNames([.uniformResourceIdentifier(CertificateProfile.alternativeName(group))])
        }
    }

    /// Bounds that keep the dates writable, and the arithmetic on them from overflowing.
    private static func check(_ request: CertificateRequest) throws {
        let years = Instant(secondsSince1970: -631_152_000)..<Instant.distantFuture
        guard (1...5_256_000_000).contains(request.validityMinutes), years.contains(request.createdAt),
            years.contains(request.notBefore), years.contains(request.notAfter)
        else {
            throw RenewalError(
                .issueTermsRejected,
                "no certificate can be issued with C = \(request.createdAt.secondsSince1970) s since 1970 and "
                    + "V = \(request.validityMinutes) minutes: its dates must lie in the years 1950 to 9999",
                details: [
                    "createdAt": "\(request.createdAt.secondsSince1970)", "validity": "\(request.validityMinutes)",
                ])
        }
    }
}

extension Certificate.SerialNumber {
    /// 128 random bits, not all of them 0.
    fileprivate static func random128() -> Certificate.SerialNumber {
        var generator = SystemRandomNumberGenerator()
        var words: [UInt64] = [0, 0]
        while words == [0, 0] { words = [generator.next(), generator.next()] }
        return Certificate.SerialNumber(bytes: words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } })
    }
}

extension Date {
    /// The instant as a date.
    fileprivate init(_ instant: Instant) {
        self.init(timeIntervalSince1970: Double(instant.secondsSince1970))
    }
}
