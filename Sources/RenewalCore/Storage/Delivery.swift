/// A notification on its way to one subscriber, stored in the transaction of its change (Rule N3).
public struct Delivery: Hashable, Sendable {
    /// The store's number, increasing in the order of commits; 0 until it is stored.
    public var sequence: UInt64
    /// Which subscription it is for.
    public var subscriber: String
    /// What happened.
    public var event: RenewalEvent
    /// Not to be delivered before this instant (Rule N2, delay-until; Rule N3, back-off).
    public var notBefore: Instant
    /// How many deliveries were tried and failed.
    public var attempts: Int

    /// A value of these parts.
    public init(sequence: UInt64 = 0, subscriber: String, event: RenewalEvent, notBefore: Instant, attempts: Int = 0) {
        self.sequence = sequence
        self.subscriber = subscriber
        self.event = event
        self.notBefore = notBefore
        self.attempts = attempts
    }

    /// Deliveries with the same subscriber and order key are delivered one after the other; the key is the row's.
    public var orderKey: String { event.orderKey }
}

/// One exchange with the store: outcomes of deliveries made, and a claim on the next ones.
public struct DeliveryStep: Hashable, Sendable {
    /// What became of deliveries claimed before.
    public var settled: [Settlement]
    /// Which to hand out next; `nil` for none.
    public var claim: Claim?

    /// A value of these parts.
    public init(settled: [Settlement] = [], claim: Claim? = nil) {
        self.settled = settled
        self.claim = claim
    }

    /// What became of a delivery. One that is not there any more is passed over: another coordinator settled it after a
    /// lease had ended.
    public enum Settlement: Hashable, Sendable {
        /// It was taken: forget it.
        case delivered(sequence: UInt64)
        /// It failed: try again at that instant, which also holds back those behind it in its order. Raises
        /// ``Delivery/attempts`` and ends the lease.
        case retry(sequence: UInt64, at: Instant)
    }
}

/// A request for deliveries that are due.
public struct Claim: Hashable, Sendable {
    /// For these subscribers only.
    public var subscribers: [String]
    /// Those with `notBefore` at or before this instant.
    public var now: Instant
    /// Hand them to nobody else before this instant.
    public var leaseUntil: Instant
    /// At most so many; where more could be handed out, those that could be for longest.
    public var limit: Int

    /// A value of these parts.
    public init(subscribers: [String], now: Instant, leaseUntil: Instant, limit: Int) {
        self.subscribers = subscribers
        self.now = now
        self.leaseUntil = leaseUntil
        self.limit = limit
    }
}
