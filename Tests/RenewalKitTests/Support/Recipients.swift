import Crypto
import Foundation
import RenewalKit

/// Fixed keys that values are sealed to in tests. Their secrets are digests of a known text and protect nothing.
enum Recipients {
    /// Recipient key number `number` for this kind of value.
    static func key(for context: SealContext, _ number: Int = 1) throws -> PrivateKey {
        let scalar = StandardCrypto().digest(Array("renewalkit vector key \(number)".utf8)).bytes
        guard case .keyPackage = context else {
            return try StandardCrypto().makeKey(.restored(SecretBytes(scalar)))
        }
        let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: scalar)
        return PrivateKey(
            publicKey: PublicKey(.x25519, [UInt8](key.publicKey.rawRepresentation)), secret: SecretBytes(scalar))
    }
}
