/// The default ``/RenewalCore/GroupCrypto``: P-256, HPKE, X.509 and scrypt in software, with swift-crypto and
/// swift-certificates.
///
/// Group and machine keys are P-256 and sign with ECDSA over SHA-256. Values are sealed with HPKE (RFC 9180, base mode)
/// in one of two suites: credentials and deliveries to P-256 keys, key packages to the X25519 password key. Passwords
/// go through scrypt. The article <doc:Formats> describes every encoding.
///
/// A value of this type has no state: copies are equal, and any number of tasks may use one. Keys, salts, serial
/// numbers and signatures take their randomness from the system; that is not a parameter, as swift-crypto offers none,
/// and a seed that someone may pass to real keys is a way to lose them. For replays from a seed there is the insecure
/// double of the module RenewalSimulation.
///
/// ```swift
/// let crypto = StandardCrypto()
/// let key = try crypto.makeKey(.new)
/// let signature = try crypto.sign(bytes, with: key)
/// ```
public struct StandardCrypto: GroupCrypto {
    /// The default crypto.
    public init() {}
}

extension GroupCrypto where Self == StandardCrypto {
    /// The default crypto, ``StandardCrypto``.
    public static var standard: StandardCrypto { StandardCrypto() }
}
