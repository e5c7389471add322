internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension P256.Signing.PrivateKey {
    /// The key of a stored scalar.
    init(scalar: SecretBytes) throws {
        do {
            try self.init(rawRepresentation: scalar.bytes)
        } catch {
            throw PrivateKey.malformed("P-256", scalar)
        }
    }

    /// The key of a pair whose halves belong together.
    init(pair: PrivateKey) throws {
        if let bytes = pair.bytesThatAreChecked, let key = try? Self(x963Representation: bytes) {
            self = key
        } else {
            try self.init(scalar: pair.secret)
            try pair.checkHalves(publicKey.x963Representation)
        }
    }
}

extension P256.KeyAgreement.PrivateKey {
    /// The key of a pair whose halves belong together.
    init(pair: PrivateKey) throws {
        if let bytes = pair.bytesThatAreChecked, let key = try? Self(x963Representation: bytes) {
            self = key
        } else {
            do {
                try self.init(rawRepresentation: pair.secret.bytes)
            } catch {
                throw PrivateKey.malformed("P-256", pair.secret)
            }
            try pair.checkHalves(publicKey.x963Representation)
        }
    }
}

extension Curve25519.Signing.PrivateKey {
    /// The key of a stored seed.
    init(seed: SecretBytes) throws {
        do {
            try self.init(rawRepresentation: seed.bytes)
        } catch {
            throw PrivateKey.malformed("Ed25519", seed)
        }
    }
}

extension Curve25519.KeyAgreement.PrivateKey {
    /// The key of a stored scalar.
    init(scalar: SecretBytes) throws {
        do {
            try self.init(rawRepresentation: scalar.bytes)
        } catch {
            throw PrivateKey.malformed("X25519", scalar)
        }
    }
}

extension PrivateKey {
    /// A P-256 key: the public half as the uncompressed point, the private half as the 32 bytes of the scalar.
    init(_ key: P256.Signing.PrivateKey) {
        self.init(
            publicKey: PublicKey(.p256, [UInt8](key.publicKey.x963Representation)),
            secret: SecretBytes([UInt8](key.rawRepresentation)))
    }

    /// Both halves of a P-256 pair as one encoding, public half first, where reading that checks that they belong together.
    ///
    /// swift-crypto's own implementation does, for less than it costs to derive the public half and write it out.
    /// CryptoKit does not say whether it does: there, and for any pair that is refused, the halves are compared.
    fileprivate var bytesThatAreChecked: [UInt8]? {
        #if canImport(CryptoKit)
        nil
        #else
        publicKey.bytes.count == 65 ? publicKey.bytes + secret.bytes : nil
        #endif
    }

    /// Checks that the public half is the one that the private half gives.
    func checkHalves(_ derived: Data) throws {
        guard derived.elementsEqual(publicKey.bytes) else {
            throw RenewalError(
                .keyMismatch, "the public half of a key pair does not belong to its private half; restore the pair")
        }
    }

    /// The error for bytes that are no key. It names the length and nothing of the content.
    static func malformed(_ algorithm: String, _ secret: SecretBytes) -> RenewalError {
        RenewalError(
            .malformed, "\(secret.bytes.count) secret bytes are not a private key of \(algorithm)",
            details: ["algorithm": algorithm, "length": "\(secret.bytes.count)"])
    }
}
