import Crypto
import Foundation
import RenewalKit

/// Join keys without a password behind them, so that a test need not wait for scrypt.
enum JoinKeys {
    static func key(seed: [UInt8]) throws -> PrivateKey {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        return PrivateKey(
            publicKey: PublicKey(.ed25519, [UInt8](key.publicKey.rawRepresentation)), secret: SecretBytes(seed))
    }
}
