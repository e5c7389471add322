internal import Synchronization

/// A fast double of the group's cryptography that **protects nothing**: whoever reads a public key can sign with it and
/// open what is sealed to it.
///
/// It refuses what the real one refuses: changed bytes, a wrong key, a value moved to another context, a certificate of
/// another group, a damaged envelope. So whole fleets and every rule can be run on it a thousand times faster, and
/// byte for byte again from the same seed. No composition uses it unless an app writes its name.
public final class InsecureCrypto: GroupCrypto {
    private let verifying = InsecureVerifyingCrypto()
    private let counter = Mutex<UInt64>(0)
    private let seed: [UInt8]

    /// A double whose keys and salts follow from the seed, in the order of the calls.
    public init(seed: UInt64 = 0) {
        self.seed = withUnsafeBytes(of: seed.bigEndian) { Array($0) }
    }

    /// A new key, or one restored from its 32 secret bytes.
    public func makeKey(_ source: KeySource) throws -> PrivateKey {
        switch source {
        case .new:
            return Self.key(SecretBytes(nextRandom()), InsecureAlgorithm.key)
        case .restored(let secret):
            guard secret.bytes.count == 32 else {
                throw RenewalError(.malformed, "a key has 32 secret bytes; these are \(secret.bytes.count)")
            }
            return Self.key(secret, InsecureAlgorithm.key)
        }
    }

    /// A new key and its certificate, which is no X.509.
    public func issueCertificate(_ request: CertificateRequest) throws -> IssuedKey {
        let key = try makeKey(.new)
        let der = InsecureCertificate.encode(request, key: key.publicKey)
        return IssuedKey(privateKey: key, certificate: try verifying.readCertificate(der))
    }

    /// A hash over the public key and the bytes.
    public func sign(_ bytes: [UInt8], with key: PrivateKey) throws -> Signature {
        try Self.check(key)
        return Signature(InsecureVerifyingCrypto.signature(over: bytes, by: key.publicKey))
    }

    /// Header, recipient, masked secret and checksum.
    public func seal(_ secret: SecretBytes, to key: PublicKey, context: SealContext) throws -> SealedValue {
        guard InsecureAlgorithm.all.contains(key.algorithm), key.bytes.count == 32 else {
            throw RenewalError(.malformed, "the public key is none of the insecure double's")
        }
        return InsecureEnvelope(sealing: secret, to: key, context: context).sealed
    }

    /// Opens what ``seal(_:to:context:)`` made for this key and this context.
    public func open(_ sealed: SealedValue, with key: PrivateKey, context: SealContext) throws -> SecretBytes {
        let envelope = try InsecureEnvelope(sealed)
        try Self.check(key)
        guard envelope.context == context else {
            throw RenewalError(.sealBroken, "the sealed value was made for another place")
        }
        guard envelope.recipient == key.publicKey else {
            throw RenewalError(.sealBroken, "the sealed value was made for another key")
        }
        return try envelope.open()
    }

    /// Quick on purpose: two hashes over the password, the salt and the costs.
    public func deriveKeys(from password: Password, parameters: KDFParameters?) async throws -> PasswordKeys {
        let parameters = parameters ?? newParameters()
        guard parameters.function == Self.function, (1...1 << 20).contains(parameters.cost),
            parameters.blockSize == 8, parameters.parallelism == 1, parameters.salt.count == 16
        else {
            throw RenewalError(
                .kdfParametersRejected,
                "the parameters of the password's keys are under the floor or over the cap of \(Self.function)")
        }
        let cost = withUnsafeBytes(of: parameters.cost.bigEndian) { Array($0) }
        let derive = { (use: UInt64) in
            SecretBytes(InsecureDigest.of(use: use, password.secret.bytes, parameters.salt, cost))
        }
        return PasswordKeys(
            parameters: parameters,
            passwordKey: Self.key(derive(7), InsecureAlgorithm.passwordKey),
            joinKey: Self.key(derive(8), InsecureAlgorithm.joinKey))
    }

    private static let function = "insecure"

    private func newParameters() -> KDFParameters {
        KDFParameters(
            function: Self.function, cost: 2, blockSize: 8, parallelism: 1, salt: Array(nextRandom().prefix(16)))
    }

    private func nextRandom() -> [UInt8] {
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        return InsecureDigest.of(use: 9, seed, withUnsafeBytes(of: number.bigEndian) { Array($0) })
    }

    private static func key(_ secret: SecretBytes, _ algorithm: KeyAlgorithm) -> PrivateKey {
        let use = 0x100 + UInt64(algorithm.rawValue)
        return PrivateKey(
            publicKey: PublicKey(algorithm, InsecureDigest.of(use: use, secret.bytes)), secret: secret)
    }

    /// A key whose halves do not belong together is refused, as the real one would find out by using it.
    private static func check(_ key: PrivateKey) throws {
        guard Self.key(key.secret, key.publicKey.algorithm).publicKey == key.publicKey else {
            throw RenewalError(.malformed, "the private key does not belong to its public half")
        }
    }
}

extension InsecureCrypto {
    /// See ``InsecureVerifyingCrypto/digest(_:)``.
    public func digest(_ bytes: [UInt8]) -> Fingerprint { verifying.digest(bytes) }

    /// See ``InsecureVerifyingCrypto/isValid(_:over:by:)``.
    public func isValid(_ signature: Signature, over bytes: [UInt8], by key: PublicKey) -> Bool {
        verifying.isValid(signature, over: bytes, by: key)
    }

    /// See ``InsecureVerifyingCrypto/readCertificate(_:)``.
    public func readCertificate(_ der: [UInt8]) throws -> CertificateFacts { try verifying.readCertificate(der) }

    /// See ``InsecureVerifyingCrypto/readHeader(_:)``.
    public func readHeader(_ sealed: SealedValue) throws -> SealContext { try verifying.readHeader(sealed) }
}
