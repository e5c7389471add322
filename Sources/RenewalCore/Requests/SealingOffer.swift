/// What a sealer needs to seal credentials for a group (Rule C1).
public struct SealingOffer: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// The generations to seal to, oldest first; all of them and no other.
    public var usable: [Generation]
    /// Certificates and links after the generation that the sealer trusts and from the oldest usable one on, or all;
    /// oldest first.
    public var chain: [IssuedCertificate]

    /// A value of these parts.
    public init(group: GroupID, usable: [Generation], chain: [IssuedCertificate]) {
        self.group = group
        self.usable = usable
        self.chain = chain
    }
}
