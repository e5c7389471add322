internal import Crypto
internal import CryptoExtras

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

extension StandardCrypto {
    /// Derives the keys of a password with scrypt: the first 32 bytes are the X25519 password key, the second 32 the
    /// seed of the Ed25519 join key.
    ///
    /// Takes about half a second and 128 MiB with the parameters made here, away from the caller's executor.
    ///
    /// - Parameters:
    ///   - password: the group's password.
    ///   - parameters: how to derive; `nil` makes new ones: N = 2^17, r = 8, p = 1, 16 random bytes of salt.
    /// - Throws: ``/RenewalCore/RenewalError`` with `kdfParametersRejected`, before deriving, where they are under the
    ///   floor or over the cap; `CancellationError` where the task was cancelled before.
    @concurrent
    public func deriveKeys(from password: Password, parameters: KDFParameters?) async throws -> PasswordKeys {
        let parameters = parameters ?? .fresh()
        let costs = try ScryptCosts(parameters)
        try Task.checkCancellation()
        let derived = try KDF.Scrypt.deriveKey(
            from: password.secret.bytes, salt: parameters.salt, outputByteCount: 64, rounds: costs.rounds,
            blockSize: costs.blockSize, parallelism: costs.parallelism
        ).withUnsafeBytes { Array($0) }
        let passwordKey = SecretBytes(Array(derived[..<32]))
        let joinKey = SecretBytes(Array(derived[32...]))
        let agreement = try Curve25519.KeyAgreement.PrivateKey(scalar: passwordKey)
        let signing = try Curve25519.Signing.PrivateKey(seed: joinKey)
        return PasswordKeys(
            parameters: parameters,
            passwordKey: PrivateKey(
                publicKey: PublicKey(.x25519, [UInt8](agreement.publicKey.rawRepresentation)), secret: passwordKey),
            joinKey: PrivateKey(
                publicKey: PublicKey(.ed25519, [UInt8](signing.publicKey.rawRepresentation)), secret: joinKey))
    }
}

extension KDFParameters {
    /// New parameters: the floor's costs and a random salt.
    static func fresh() -> KDFParameters {
        var generator = SystemRandomNumberGenerator()
        return KDFParameters(
            function: "scrypt", cost: ScryptCosts.leastCost, blockSize: ScryptCosts.leastBlockSize, parallelism: 1,
            salt: (0..<ScryptCosts.saltLengths.lowerBound).map { _ in generator.next() })
    }
}
