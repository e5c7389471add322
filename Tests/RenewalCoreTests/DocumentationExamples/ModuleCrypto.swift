import RenewalCore
import Synchronization

/// A crypto whose group keys and machine keys stay in a security module. What the core keeps as a key's secret is the
/// module's handle on it; public work and password keys are left to another crypto.
struct ModuleCrypto: GroupCrypto {
    let module: KeyModule
    let software: any GroupCrypto

    func makeKey(_ source: KeySource) throws -> PrivateKey {
        switch source {
        case .new:
            return module.take(in: try software.makeKey(.new))
        case .restored(let secret):
            // What `open` gave for a key package or a delivery is the handle of a key that is in the module by now.
            guard let key = module.key(of: secret) else {
                throw RenewalError(.malformed, "the security module has no key of that handle; rejoin the group")
            }
            return PrivateKey(publicKey: key.publicKey, secret: secret)
        }
    }

    func issueCertificate(_ request: CertificateRequest) throws -> IssuedKey {
        let issued = try software.issueCertificate(request)
        return IssuedKey(privateKey: module.take(in: issued.privateKey), certificate: issued.certificate)
    }

    func sign(_ bytes: [UInt8], with key: PrivateKey) throws -> Signature {
        try software.sign(bytes, with: module.key(of: key.secret) ?? key)
    }

    /// A handle is sealed as the key that it stands for, so that another machine can use it. The module does that inside.
    func seal(_ secret: SecretBytes, to key: PublicKey, context: SealContext) throws -> SealedValue {
        try software.seal(module.key(of: secret)?.secret ?? secret, to: key, context: context)
    }

    /// A credential comes out as it is; a group key goes into the module, and its handle comes out.
    func open(_ sealed: SealedValue, with key: PrivateKey, context: SealContext) throws -> SecretBytes {
        let secret = try software.open(sealed, with: module.key(of: key.secret) ?? key, context: context)
        switch context {
        case .credential: return secret
        case .keyPackage, .delivery: return module.take(in: try software.makeKey(.restored(secret))).secret
        }
    }

    func deriveKeys(from password: Password, parameters: KDFParameters?) async throws -> PasswordKeys {
        try await software.deriveKeys(from: password, parameters: parameters)
    }

    func digest(_ bytes: [UInt8]) -> Fingerprint { software.digest(bytes) }

    func isValid(_ signature: Signature, over bytes: [UInt8], by key: PublicKey) -> Bool {
        software.isValid(signature, over: bytes, by: key)
    }

    func readCertificate(_ der: [UInt8]) throws -> CertificateFacts { try software.readCertificate(der) }

    func readHeader(_ sealed: SealedValue) throws -> SealContext { try software.readHeader(sealed) }
}

/// Stands for the module. A real one keeps the keys in hardware and does the work there; this one hands them to the
/// software for each operation.
final class KeyModule: Sendable {
    private let keys = Mutex<[[UInt8]: PrivateKey]>([:])

    /// Keeps a key and gives it back with a handle for its secret.
    func take(in key: PrivateKey) -> PrivateKey {
        let handle = Array("handle".utf8) + key.publicKey.bytes.suffix(16)
        keys.withLock { $0[handle] = key }
        return PrivateKey(publicKey: key.publicKey, secret: SecretBytes(handle))
    }

    /// The key of a handle; `nil` where the secret is none.
    func key(of secret: SecretBytes) -> PrivateKey? { keys.withLock { $0[secret.bytes] } }
}
