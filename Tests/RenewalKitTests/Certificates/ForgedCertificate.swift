import Crypto
import Foundation
import RenewalKit

/// A certificate put together from parts, each of which can be replaced by a wrong one, and then signed properly: what
/// someone would write who holds the key and not this library.
struct ForgedCertificate {
    let key: P256.Signing.PrivateKey
    var version: [UInt8] = [0xA0, 0x03, 0x02, 0x01, 0x02]
    var serial: [UInt8] = Array(1...16)
    var innerAlgorithm = Self.ecdsaWithSHA256
    var outerAlgorithm = Self.ecdsaWithSHA256
    var issuer = Self.name(Samples.group.description)
    var subject = Self.name(Samples.group.description)
    var notBefore = Self.node(0x17, "270115070000Z")
    var notAfter = Self.node(0x17, "270415080000Z")
    var publicKey: [UInt8]
    var extensions: [[UInt8]]
    var unusedBits: UInt8 = 0
    var trailing: [UInt8] = []
    /// Changes the bytes that the signature is over after it was made.
    var afterSigning: ([UInt8]) -> [UInt8] = { $0 }

    init(key: P256.Signing.PrivateKey = P256.Signing.PrivateKey()) {
        self.key = key
        let point = [UInt8](key.publicKey.x963Representation)
        publicKey = [UInt8](key.publicKey.derRepresentation)
        let identifier = Array(SHA256.hash(data: point).prefix(20))
        extensions = [
            Self.extended([0x55, 0x1D, 0x13], critical: true, [0x30, 0x00]),
            Self.extended([0x55, 0x1D, 0x0F], critical: true, [0x03, 0x02, 0x03, 0x88]),
            Self.extended([0x55, 0x1D, 0x0E], critical: false, Self.node(0x04, identifier)),
            Self.extended([0x55, 0x1D, 0x23], critical: false, Self.node(0x30, Self.node(0x80, identifier))),
            Self.alternativeName("urn:uuid:\(Samples.group)"),
        ]
    }

    /// The certificate, signed by its own key.
    func der() throws -> [UInt8] {
        let validity = Self.node(0x30, notBefore + notAfter)
        let dates = version + Self.node(0x02, serial) + innerAlgorithm + issuer + validity
        let signed = Self.node(
            0x30,
            dates + subject + publicKey
                + (extensions.isEmpty ? [] : Self.node(0xA3, Self.node(0x30, extensions.flatMap { $0 }))))
        // The last bit is 0, so that it may be called unused.
        var signature = try key.signature(for: signed).derRepresentation
        while signature.last.map({ $0 & 1 == 1 }) == true {
            signature = try key.signature(for: signed).derRepresentation
        }
        return Self.node(0x30, afterSigning(signed) + outerAlgorithm + Self.node(0x03, [unusedBits] + signature))
            + trailing
    }

    static let ecdsaWithSHA256 = node(0x30, node(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]))
    static let ecdsaWithSHA384 = node(0x30, node(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03]))
    /// RFC 9925's algorithm of certificates without a signature, 1.3.6.1.5.5.7.6.36.
    static let unsigned = node(0x30, node(0x06, [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x06, 0x24]))

    static func node(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
        if content.count < 0x100 { return [tag, 0x81, UInt8(content.count)] + content }
        return [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
    }

    static func node(_ tag: UInt8, _ text: String) -> [UInt8] { node(tag, Array(text.utf8)) }

    static func name(_ commonName: String, tag: UInt8 = 0x0C) -> [UInt8] {
        node(0x30, node(0x31, attribute(commonName, tag: tag)))
    }

    static func attribute(_ text: String, tag: UInt8 = 0x0C) -> [UInt8] {
        node(0x30, node(0x06, [0x55, 0x04, 0x03]) + node(tag, text))
    }

    static func extended(_ identifier: [UInt8], critical: Bool, _ value: [UInt8]) -> [UInt8] {
        node(0x30, node(0x06, identifier) + (critical ? [0x01, 0x01, 0xFF] : []) + node(0x04, value))
    }

    static func alternativeName(_ uris: String...) -> [UInt8] {
        extended([0x55, 0x1D, 0x11], critical: false, node(0x30, uris.flatMap { node(0x86, $0) }))
    }
}
