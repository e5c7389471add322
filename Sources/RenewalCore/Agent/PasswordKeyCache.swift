internal import Synchronization

/// Keys derived from passwords in this process, so that many joins of one group pay for the slow derivation once.
/// Never printed (Rule Z1); it holds the keys and not the passwords, and ends with the process.
public final class PasswordKeyCache: Sendable, Redacted {
    private let keys = Mutex<[Fingerprint: PasswordKeys]>([:])

    /// An empty cache.
    public init() {}

    /// The keys of the password under the parameters, where they were derived before.
    func keys(of password: Password, _ parameters: KDFParameters, crypto: some VerifyingCrypto) -> PasswordKeys? {
        let name = Self.name(password, parameters, crypto)
        return keys.withLock { $0[name] }
    }

    /// Keeps keys that were just derived.
    func keep(_ derived: PasswordKeys, of password: Password, crypto: some VerifyingCrypto) {
        let name = Self.name(password, derived.parameters, crypto)
        keys.withLock { $0[name] = derived }
    }

    private static func name(
        _ password: Password, _ parameters: KDFParameters, _ crypto: some VerifyingCrypto
    ) -> Fingerprint {
        var canonical = CanonicalBytes(use: "password-cache")
        canonical.append(password.secret.bytes)
        canonical.append(parameters.function)
        canonical.append(parameters.cost)
        canonical.append(parameters.blockSize)
        canonical.append(parameters.parallelism)
        canonical.append(parameters.salt)
        return crypto.digest(canonical.bytes)
    }
}
