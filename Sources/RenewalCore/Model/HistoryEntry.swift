/// One entry of a group's history: who did what, when and why. Append-only; each entry carries the hash of the one
/// before, so that a changed, dropped or inserted entry shows.
public struct HistoryEntry: Hashable, Sendable {
    /// The group.
    public var group: GroupID
    /// 1, 2, 3 … within the group.
    public var number: UInt64
    /// When.
    public var at: Instant
    /// Who.
    public var by: Principal
    /// What, by a stable name such as `renewalOpened`.
    public var action: String
    /// The rule that was applied, such as `S4`.
    public var rule: String
    /// Why and to what end, in words; never a secret.
    public var reason: String
    /// The row that it is about: a machine's, connection's or group's id.
    public var subject: String
    /// The hash of the entry before; 32 zero bytes for the first.
    public var previousHash: Fingerprint
    /// The hash of this entry: the digest of its canonical bytes.
    public var hash: Fingerprint

    /// An entry of these values.
    public init(
        group: GroupID, number: UInt64, at: Instant, by: Principal, action: String, rule: String, reason: String,
        subject: String, previousHash: Fingerprint, hash: Fingerprint
    ) {
        self.group = group
        self.number = number
        self.at = at
        self.by = by
        self.action = action
        self.rule = rule
        self.reason = reason
        self.subject = subject
        self.previousHash = previousHash
        self.hash = hash
    }
}
