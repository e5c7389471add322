/// What a pass of ``NotificationDelivery`` did.
public struct DeliveryPass: Sendable {
    /// How many events were taken by their notifiers.
    public var delivered = 0
    /// What did not succeed; each is tried again.
    public var failures: [Failure] = []

    /// A pass that did nothing.
    public init() {}

    /// Something that did not succeed.
    public struct Failure: Sendable {
        /// The subscription.
        public var subscriber: String
        /// The delivery that its notifier did not take; `nil` where the store failed.
        public var delivery: Delivery?
        /// When it is tried again; `nil` for a store that failed: at the next pass.
        public var retryAt: Instant?
        /// What was thrown.
        public var error: any Error

        /// A failure of these values.
        public init(subscriber: String, delivery: Delivery?, retryAt: Instant?, error: any Error) {
            self.subscriber = subscriber
            self.delivery = delivery
            self.retryAt = retryAt
            self.error = error
        }
    }

    mutating func add(_ other: DeliveryPass) {
        delivered += other.delivered
        failures += other.failures
    }
}
