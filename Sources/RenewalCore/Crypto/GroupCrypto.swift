/// Everything that an agent or a sealer does with keys. The default implementation is in the module RenewalKit; a
/// hardware module or a platform's key store is another.
///
/// The core composes these primitives into links, records, anchors, packages and requests over canonical bytes that it
/// makes itself, so an implementation knows keys and envelopes, not rules. Called from an agent's own executor or, for
/// ``deriveKeys(from:parameters:)``, from a task of its own.
public protocol GroupCrypto: VerifyingCrypto {
    /// Makes a new P-256 machine key, or restores a key from the secret bytes that ``open(_:with:context:)`` gave.
    ///
    /// - Throws: ``RenewalError`` with `malformed` where the bytes are no key of the algorithm.
    func makeKey(_ source: KeySource) throws -> PrivateKey

    /// Makes a new key pair and its self-signed certificate.
    func issueCertificate(_ request: CertificateRequest) throws -> IssuedKey

    /// Signs the bytes.
    func sign(_ bytes: [UInt8], with key: PrivateKey) throws -> Signature

    /// Seals a secret to a public key; the context becomes the header. Credentials and deliveries are sealed to group
    /// keys, key packages to password keys; a delivery is of generation 2 or later and to another certificate than its
    /// own. An implementation may refuse anything else.
    func seal(_ secret: SecretBytes, to key: PublicKey, context: SealContext) throws -> SealedValue

    /// Opens a sealed value.
    ///
    /// - Throws: ``RenewalError``: `envelopeRejected` where it is not well formed; `sealBroken` where its header is not
    ///   `context` or it does not open, which means that it was changed, moved or made for another key.
    func open(_ sealed: SealedValue, with key: PrivateKey, context: SealContext) throws -> SecretBytes

    /// Derives the keys of a password. Slow on purpose; never call it from an actor that others wait for.
    ///
    /// - Parameters:
    ///   - password: the group's password.
    ///   - parameters: how to derive; `nil` makes new parameters with a fresh salt.
    /// - Throws: ``RenewalError`` with `kdfParametersRejected`, before deriving, where they are under the floor or over
    ///   the cap.
    func deriveKeys(from password: Password, parameters: KDFParameters?) async throws -> PasswordKeys
}

/// Where a key comes from.
public enum KeySource: Sendable {
    /// A new random P-256 key.
    case new
    /// A P-256 key from its secret bytes.
    case restored(SecretBytes)
}
