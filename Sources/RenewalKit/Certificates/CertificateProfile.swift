internal import Crypto

/// The one form of a group certificate, as DER: what varies is the serial number, the group, the dates and the key.
///
/// Issuing goes through swift-certificates; reading rebuilds the part that is signed from what was read and compares, so
/// that a certificate with anything more, less or written otherwise is refused. The article Formats describes the form.
struct CertificateProfile {
    /// The serial number's content octets, as in DER.
    let serial: [UInt8]
    let group: GroupID
    let notBefore: Instant
    let notAfter: Instant
    /// The uncompressed point, 65 bytes.
    let publicKey: [UInt8]

    /// What the signature is over: the DER of `TBSCertificate`.
    var signedPart: [UInt8] {
        let name = Self.name(group)
        let key = DERBytes.sequence(
            DERBytes.sequence(DERBytes.objectIdentifier(Self.ecPublicKey), DERBytes.objectIdentifier(Self.prime256v1)),
            DERBytes.node(0x03, [0] + publicKey))
        return DERBytes.sequence(
            [0xA0, 0x03, 0x02, 0x01, 0x02],
            DERBytes.node(0x02, serial),
            Self.signatureAlgorithm,
            name,
            DERBytes.sequence(DERBytes.time(notBefore), DERBytes.time(notAfter)),
            name,
            key,
            DERBytes.node(0xA3, DERBytes.sequence(extensions.flatMap { $0.encoded })))
    }

    /// The extensions in their order.
    var extensions: [Extension] {
        let identifier = Self.keyIdentifier(publicKey)
        return [
            Extension(objectIdentifier: [0x55, 0x1D, 0x13], isCritical: true, value: [0x30, 0x00]),
            Extension(objectIdentifier: [0x55, 0x1D, 0x0F], isCritical: true, value: [0x03, 0x02, 0x03, 0x88]),
            Extension(objectIdentifier: [0x55, 0x1D, 0x0E], isCritical: false, value: DERBytes.node(0x04, identifier)),
            Extension(
                objectIdentifier: [0x55, 0x1D, 0x23], isCritical: false,
                value: DERBytes.sequence(DERBytes.node(0x80, identifier))),
            Extension(
                objectIdentifier: [0x55, 0x1D, 0x11], isCritical: false,
                value: DERBytes.sequence(DERBytes.node(0x86, Array(Self.alternativeName(group).utf8)))),
        ]
    }

    /// One extension.
    struct Extension {
        let objectIdentifier: [UInt8]
        let isCritical: Bool
        let value: [UInt8]

        var encoded: [UInt8] {
            DERBytes.sequence(
                DERBytes.objectIdentifier(objectIdentifier), isCritical ? [0x01, 0x01, 0xFF] : [],
                DERBytes.node(0x04, value))
        }
    }

    /// ecdsa-with-SHA256 without parameters (RFC 5758, section 3.2): the allow-list's only entry.
    static let signatureAlgorithm = DERBytes.sequence(
        DERBytes.objectIdentifier([0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]))
    private static let ecPublicKey: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
    private static let prime256v1: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]

    /// The URI in the subject's alternative name (RFC 9562, section 4).
    static func alternativeName(_ group: GroupID) -> String { "urn:uuid:\(group)" }

    /// The leftmost 160 bits of the key's SHA-256 (RFC 7093, section 2, method 1).
    static func keyIdentifier(_ publicKey: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: publicKey).prefix(20))
    }

    private static func name(_ group: GroupID) -> [UInt8] {
        let commonName = DERBytes.sequence(
            DERBytes.objectIdentifier([0x55, 0x04, 0x03]), DERBytes.node(0x0C, Array(group.description.utf8)))
        return DERBytes.sequence(DERBytes.node(0x31, commonName))
    }
}
