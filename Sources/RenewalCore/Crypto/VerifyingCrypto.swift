/// What a coordinator does with cryptography: it reads and verifies, and can not hold a private key by type.
///
/// Called from any task, often for many machines at once; implementations keep no state between calls. A throw means
/// that the input is not acceptable, never that the call may be repeated.
public protocol VerifyingCrypto: Sendable {
    /// The SHA-256 digest of the bytes.
    func digest(_ bytes: [UInt8]) -> Fingerprint

    /// Whether the signature over the bytes was made with the private half of the key. `false` also for a key or
    /// signature that is not well formed, and for an algorithm that the implementation does not know.
    func isValid(_ signature: Signature, over bytes: [UInt8], by key: PublicKey) -> Bool

    /// Reads a certificate and checks its profile and its own signature.
    ///
    /// - Throws: ``RenewalError`` with `certificateRejected` and the reason.
    func readCertificate(_ der: [UInt8]) throws -> CertificateFacts

    /// Reads the header of a sealed value without opening it.
    ///
    /// - Throws: ``RenewalError`` with `envelopeRejected` and, in `details["reason"]`, the reason.
    func readHeader(_ sealed: SealedValue) throws -> SealContext
}
