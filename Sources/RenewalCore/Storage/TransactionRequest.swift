/// What a transaction touches, said before it runs, so that a store can fetch it in one go.
public struct TransactionRequest: Hashable, Sendable {
    /// The groups whose rows may change: one; two where a connection moves (Rule G1); none for deliveries alone.
    public var groups: [GroupID]
    /// What the decision needs to see.
    public var reads: [RowQuery]

    /// A value of these parts.
    public init(groups: [GroupID], reads: [RowQuery]) {
        self.groups = groups
        self.reads = reads
    }
}

/// What a transaction writes, all or nothing, and what it gives back.
public struct TransactionDecision<Outcome: Sendable>: Sendable {
    /// The rows to write, in this order.
    public var changes: [RowChange]
    /// The notifications to keep for delivery (Rule N3).
    public var deliveries: [Delivery]
    /// What the caller gets after the commit.
    public var outcome: Outcome

    /// A value of these parts.
    public init(changes: [RowChange] = [], deliveries: [Delivery] = [], outcome: Outcome) {
        self.changes = changes
        self.deliveries = deliveries
        self.outcome = outcome
    }
}
