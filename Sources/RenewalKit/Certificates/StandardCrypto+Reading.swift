internal import Crypto
internal import SwiftASN1
internal import X509

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension StandardCrypto {
    /// Reads a certificate and accepts exactly the profile that ``issueCertificate(_:)`` writes, with a signature of its
    /// own key.
    ///
    /// - Throws: ``/RenewalCore/RenewalError`` with `certificateRejected` and, in `details["reason"]`, a name that
    ///   <doc:Formats> lists.
    public func readCertificate(_ der: [UInt8]) throws -> CertificateFacts {
        guard der.count <= CertificateReason.mostBytes else { throw CertificateReason.tooLong.error() }
        let certificate: Certificate
        do {
            certificate = try Certificate(derEncoded: der)
        } catch {
            throw CertificateReason.notX509.error(cause: error)
        }
        let profile = try CertificateProfile(reading: certificate)
        let signed = profile.signedPart
        guard certificate.tbsCertificateBytes.elementsEqual(signed) else { throw CertificateReason.profile.error() }
        // The rest is the algorithm again and the signature; rebuilt likewise, so that no byte of the DER is unchecked.
        let whole = DERBytes.sequence(
            signed, CertificateProfile.signatureAlgorithm,
            DERBytes.node(0x03, [0] + certificate.signature.rawRepresentation))
        guard whole == der else { throw CertificateReason.encoding.error() }
        guard certificate.publicKey.isValidSignature(certificate.signature, for: certificate) else {
            throw CertificateReason.signature.error()
        }
        return CertificateFacts(
            der: der, fingerprint: digest(der), group: profile.group, publicKey: PublicKey(.p256, profile.publicKey),
            notBefore: profile.notBefore, notAfter: profile.notAfter)
    }
}
