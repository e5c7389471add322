/// What the coordinator stores about a group's password: enough to protect things for whoever knows it, not enough to
/// learn it other than by guessing against a slow KDF (Rule I10).
public struct PasswordRecord: Hashable, Sendable {
    /// 1 for the first password; each regeneration raises it (Rule K5).
    public var version: UInt64
    /// How the keys are derived from the password.
    public var parameters: KDFParameters
    /// Public half of the password key: key packages are sealed to it.
    public var passwordKey: PublicKey
    /// Public half of the join key: verifies joins (Rule Z6).
    public var joinKey: PublicKey
    /// The join key's word on which certificate was current when the password was set.
    public var anchor: Anchor
    /// The current group key's signature over all fields above.
    public var signature: Signature

    /// A record of these values.
    public init(
        version: UInt64, parameters: KDFParameters, passwordKey: PublicKey, joinKey: PublicKey, anchor: Anchor,
        signature: Signature
    ) {
        self.version = version
        self.parameters = parameters
        self.passwordKey = passwordKey
        self.joinKey = joinKey
        self.anchor = anchor
        self.signature = signature
    }

    /// From which certificate a joiner starts to trust: signed with the join key, so that only someone who knew the
    /// password can have named it.
    public struct Anchor: Hashable, Sendable {
        /// The generation that was current when the password was set.
        public var generation: Generation
        /// The fingerprint of its certificate.
        public var certificate: Fingerprint
        /// The join key's signature over group, generation, certificate and the record's other fields.
        public var signature: Signature

        /// An anchor of these values.
        public init(generation: Generation, certificate: Fingerprint, signature: Signature) {
            self.generation = generation
            self.certificate = certificate
            self.signature = signature
        }
    }
}
