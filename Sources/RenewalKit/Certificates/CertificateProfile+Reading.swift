internal import Crypto
internal import SwiftASN1
internal import X509

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension CertificateProfile {
    /// Takes the profile's variables from a parsed certificate.
    ///
    /// The checks here name what is wrong; that nothing else is in the certificate shows when ``signedPart`` is compared
    /// with its bytes.
    ///
    /// - Throws: ``/RenewalCore/RenewalError`` with `certificateRejected`.
    init(reading certificate: Certificate) throws(RenewalError) {
        guard certificate.version == .v3 else { throw CertificateReason.version.error() }
        guard certificate.signatureAlgorithm == .ecdsaWithSHA256 else { throw CertificateReason.algorithm.error() }
        let group = try Self.group(certificate)
        guard let key = P256.Signing.PublicKey(certificate.publicKey) else { throw CertificateReason.publicKey.error() }
        let notBefore = Instant(certificate.notValidBefore)
        let notAfter = Instant(certificate.notValidAfter)
        guard notBefore < notAfter else { throw CertificateReason.validity.error() }
        self.init(
            serial: try Self.serial(certificate), group: group, notBefore: notBefore, notAfter: notAfter,
            publicKey: [UInt8](key.x963Representation))
        try checkExtensions(certificate)
    }

    /// The group, where subject, issuer and alternative name agree on it.
    private static func group(_ certificate: Certificate) throws(RenewalError) -> GroupID {
        guard let subject = commonName(certificate.subject), let group = GroupID(subject), group.description == subject
        else {
            throw CertificateReason.subject.error()
        }
        guard certificate.issuer == certificate.subject else { throw CertificateReason.issuer.error() }
        let names = try? certificate.extensions.subjectAlternativeNames
        guard let names, names.count == 1, case .uniformResourceIdentifier(let uri)? = names.first,
            uri.hasPrefix("urn:uuid:"), let named = GroupID(String(uri.dropFirst(9))),
            alternativeName(named) == uri
        else {
            throw CertificateReason.alternativeName.error()
        }
        guard named == group else { throw CertificateReason.otherGroup.error() }
        return group
    }

    /// The text of a name that has one part, a common name.
    private static func commonName(_ name: DistinguishedName) -> String? {
        guard name.count == 1, let part = name.first, part.count == 1, let attribute = part.first,
            attribute.type == .RDNAttributeType.commonName
        else { return nil }
        return String(attribute.value)
    }

    /// The serial number's content octets: positive, at most 20 octets (RFC 5280, section 4.1.2.2).
    private static func serial(_ certificate: Certificate) throws(RenewalError) -> [UInt8] {
        var octets = Array(certificate.serialNumber.bytes.drop { $0 == 0 })
        guard let first = octets.first else { throw CertificateReason.serial.error() }
        if first & 0x80 != 0 { octets.insert(0, at: 0) }
        guard octets.count <= 20 else { throw CertificateReason.serial.error() }
        return octets
    }

    private func checkExtensions(_ certificate: Certificate) throws(RenewalError) {
        let reasons: [CertificateReason] = [
            .basicConstraints, .keyUsage, .keyIdentifiers, .keyIdentifiers, .alternativeName,
        ]
        guard certificate.extensions.count == reasons.count else { throw CertificateReason.extensions.error() }
        for (index, (found, needed)) in zip(certificate.extensions, extensions).enumerated() {
            guard found.critical == needed.isCritical, found.value.elementsEqual(needed.value) else {
                throw reasons[index].error()
            }
        }
    }
}

extension Instant {
    /// The date's instant. X.509 has whole seconds; a fraction would show as a difference in the encoding.
    fileprivate init(_ date: Date) {
        self.init(secondsSince1970: Int64(date.timeIntervalSince1970))
    }
}
