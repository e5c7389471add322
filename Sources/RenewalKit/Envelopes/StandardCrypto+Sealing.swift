internal import Crypto

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension StandardCrypto {
    /// Reads the header of a sealed value. Nothing in it is authenticated before the value is opened.
    ///
    /// - Throws: ``/RenewalCore/RenewalError`` with `envelopeRejected` and, in `details["reason"]`, a reason that
    ///   <doc:Formats> lists.
    public func readHeader(_ sealed: SealedValue) throws -> SealContext {
        try Envelope(decoding: sealed).context
    }

    /// Seals a secret of 1 to 65,520 bytes: credentials and deliveries to a P-256 key, key packages to an X25519 key.
    ///
    /// - Throws: ``/RenewalCore/RenewalError`` with `malformed` where the key or the secret is not of that form.
    public func seal(_ secret: SecretBytes, to key: PublicKey, context: SealContext) throws -> SealedValue {
        let suite = context.suite
        try suite.check(key.algorithm)
        guard (1...Envelope.mostCiphertextBytes - 16).contains(secret.bytes.count) else {
            throw RenewalError(
                .malformed, "a secret of \(secret.bytes.count) bytes can not be sealed; it has 1 to 65520")
        }
        var sender = try suite.sender(to: key, info: Data(context.info))
        let ciphertext = try sender.seal(secret.bytes)
        return Envelope(
            context: context, suite: suite, encapsulatedKey: [UInt8](sender.encapsulatedKey),
            ciphertext: [UInt8](ciphertext)
        ).encoded()
    }

    /// Opens a sealed value whose header is exactly the context; there is no trial decryption (Rule Z3).
    ///
    /// - Throws: ``/RenewalCore/RenewalError``: `envelopeRejected` where it is not well formed; `sealBroken` where its
    ///   header is not `context` or it does not open; `malformed` and `keyMismatch` for a key that can not open this
    ///   kind of value.
    public func open(_ sealed: SealedValue, with key: PrivateKey, context: SealContext) throws -> SecretBytes {
        let envelope = try Envelope(decoding: sealed)
        if let field = envelope.context.firstDifference(from: context) {
            throw RenewalError(
                .sealBroken,
                "a sealed value is for another \(field) than the place it was found at; it was moved or replaced",
                details: ["field": field])
        }
        try envelope.suite.check(key.publicKey.algorithm)
        return SecretBytes([UInt8](try envelope.opened(with: key)))
    }
}

extension Envelope {
    fileprivate func opened(with key: PrivateKey) throws -> Data {
        switch suite {
        case .p256:
            return try opened(with: P256.KeyAgreement.PrivateKey(pair: key))
        case .x25519:
            let recipient = try Curve25519.KeyAgreement.PrivateKey(scalar: key.secret)
            try key.checkHalves(recipient.publicKey.rawRepresentation)
            return try opened(with: recipient)
        }
    }

    private func opened(with key: some HPKEDiffieHellmanPrivateKey) throws -> Data {
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key, ciphersuite: suite.ciphersuite, info: Data(context.info),
                encapsulatedKey: Data(encapsulatedKey))
            return try recipient.open(ciphertext)
        } catch {
            throw RenewalError(
                .sealBroken, "a sealed value does not open: it was changed, or made for another key", cause: error)
        }
    }
}

extension Suite {
    fileprivate func check(_ algorithm: KeyAlgorithm) throws {
        guard algorithm == keyAlgorithm else {
            throw RenewalError(
                .malformed,
                "this kind of value is sealed to a \(self == .p256 ? "P-256" : "X25519") key; "
                    + "the key given is of algorithm \(algorithm.rawValue)",
                details: ["found": "\(algorithm.rawValue)", "needed": "\(keyAlgorithm.rawValue)"])
        }
    }

    fileprivate func sender(to key: PublicKey, info: Data) throws -> HPKE.Sender {
        do {
            switch self {
            case .p256:
                let recipient = try P256.KeyAgreement.PublicKey(x963Representation: key.bytes)
                return try HPKE.Sender(recipientKey: recipient, ciphersuite: ciphersuite, info: info)
            case .x25519:
                let recipient = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: key.bytes)
                return try HPKE.Sender(recipientKey: recipient, ciphersuite: ciphersuite, info: info)
            }
        } catch {
            throw RenewalError(
                .malformed, "\(key.bytes.count) bytes are not a public key to seal to", cause: error)
        }
    }
}
