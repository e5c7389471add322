internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension StandardCrypto {
    /// Makes a new P-256 key, or restores one from the 32 bytes of its scalar.
    ///
    /// - Throws: ``/RenewalCore/RenewalError`` with `malformed` where the bytes are not a scalar of P-256: 32 bytes,
    ///   big endian, not 0 and below the group's order.
    public func makeKey(_ source: KeySource) throws -> PrivateKey {
        switch source {
        case .new: PrivateKey(P256.Signing.PrivateKey())
        case .restored(let secret): PrivateKey(try P256.Signing.PrivateKey(scalar: secret))
        }
    }

    /// Signs with ECDSA over SHA-256 (P-256 keys) or with Ed25519.
    ///
    /// - Throws: ``/RenewalCore/RenewalError``: `malformed` where the key can not sign or its bytes are no key;
    ///   `keyMismatch` where its halves do not belong together.
    public func sign(_ bytes: [UInt8], with key: PrivateKey) throws -> Signature {
        switch key.publicKey.algorithm {
        case .p256:
            let signer = try P256.Signing.PrivateKey(pair: key)
            return Signature([UInt8](try signer.signature(for: bytes).rawRepresentation))
        case .ed25519:
            let signer = try Curve25519.Signing.PrivateKey(seed: key.secret)
            try key.checkHalves(signer.publicKey.rawRepresentation)
            return Signature([UInt8](try signer.signature(for: bytes)))
        default:
            throw RenewalError(
                .malformed, "a key of algorithm \(key.publicKey.algorithm.rawValue) can not sign; use a P-256 key",
                details: ["algorithm": "\(key.publicKey.algorithm.rawValue)"])
        }
    }

    /// Whether the signature holds: ECDSA over SHA-256 as the 64 bytes r ‖ s, or Ed25519.
    public func isValid(_ signature: Signature, over bytes: [UInt8], by key: PublicKey) -> Bool {
        switch key.algorithm {
        case .p256:
            guard let verifier = try? P256.Signing.PublicKey(x963Representation: key.bytes),
                let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature.bytes)
            else { return false }
            return verifier.isValidSignature(parsed, for: bytes)
        case .ed25519:
            guard let verifier = try? Curve25519.Signing.PublicKey(rawRepresentation: key.bytes) else { return false }
            return verifier.isValidSignature(signature.bytes, for: bytes)
        default:
            return false
        }
    }

    /// The SHA-256 digest of the bytes.
    public func digest(_ bytes: [UInt8]) -> Fingerprint {
        Fingerprint(SHA256.hash(data: bytes))
    }
}

extension Fingerprint {
    /// The digest as a fingerprint.
    init(_ digest: SHA256Digest) {
        guard let fingerprint = digest.withUnsafeBytes({ Fingerprint(copying: $0) }) else {
            preconditionFailure("a SHA-256 digest has 32 bytes")
        }
        self = fingerprint
    }
}
