/// The notifications that wait, of an ``InMemoryStorage`` (Rule N3).
///
/// Of each subscriber's deliveries with one order key only the oldest, the *head*, can be handed out. Heads are indexed by
/// the instant from which they can be: the later of `notBefore` and the end of their lease.
struct DeliveryQueue: Sendable {
    private var waiting = SortedChunks<UInt64, Waiting>()
    private var queues = SortedChunks<QueueKey, Void>()
    private var heads = SortedChunks<HeadKey, Void>()
    private var lastSequence: UInt64 = 0

    private struct Waiting: Sendable {
        var delivery: Delivery
        var orderKey: String
        var leaseUntil: Instant?

        var availableAt: Instant { max(delivery.notBefore, leaseUntil ?? delivery.notBefore) }
        var queueKey: QueueKey {
            QueueKey(subscriber: delivery.subscriber, orderKey: orderKey, sequence: delivery.sequence)
        }
        var headKey: HeadKey {
            HeadKey(subscriber: delivery.subscriber, availableAt: availableAt, sequence: delivery.sequence)
        }
    }

    /// Adds deliveries at the end, numbered in their order.
    mutating func append(_ deliveries: [Delivery]) {
        for var delivery in deliveries {
            lastSequence += 1
            delivery.sequence = lastSequence
            let new = Waiting(delivery: delivery, orderKey: delivery.orderKey)
            if head(of: new.queueKey) == nil { heads.insert(new.headKey) }
            waiting.set(new, for: lastSequence)
            queues.insert(new.queueKey)
        }
    }

    /// Settles, then hands out.
    mutating func step(_ step: DeliveryStep) -> [Delivery] {
        for settlement in step.settled { settle(settlement) }
        return step.claim.map { claim($0) } ?? []
    }

    // What is not there was settled before: by whoever had it when a lease ended.
    private mutating func settle(_ settlement: DeliveryStep.Settlement) {
        switch settlement {
        case .delivered(let sequence):
            guard let old = waiting[sequence] else { return }
            heads.remove(old.headKey)
            waiting.remove(sequence)
            queues.remove(old.queueKey)
            if let next = head(of: old.queueKey).flatMap({ waiting[$0] }) { heads.insert(next.headKey) }
        case .retry(let sequence, let instant):
            change(sequence) {
                $0.delivery.notBefore = instant
                $0.delivery.attempts = min($0.delivery.attempts, .max - 1) + 1
                $0.leaseUntil = nil
            }
        }
    }

    private mutating func claim(_ claim: Claim) -> [Delivery] {
        var due: [HeadKey] = []
        for subscriber in Set(claim.subscribers).sorted() {
            due += heads.entries(from: HeadKey(subscriber: subscriber, availableAt: .earliest, sequence: 0))
                .keys(limit: claim.limit) { $0.subscriber == subscriber && $0.availableAt <= claim.now }
        }
        due.sort { ($0.availableAt, $0.sequence) < ($1.availableAt, $1.sequence) }
        let chosen = due.prefix(max(0, claim.limit)).map(\.sequence).sorted()
        for sequence in chosen { change(sequence) { $0.leaseUntil = claim.leaseUntil } }
        return chosen.compactMap { waiting[$0]?.delivery }
    }

    private mutating func change(_ sequence: UInt64, _ body: (inout Waiting) -> Void) {
        guard let position = waiting.position(of: sequence) else { return }
        let old = waiting.value(at: position)
        var new = old
        body(&new)
        waiting.replace(at: position, with: new)
        guard head(of: old.queueKey) == sequence else { return }
        heads.remove(old.headKey)
        heads.insert(new.headKey)
    }

    private func head(of key: QueueKey) -> UInt64? {
        var start = key
        start.sequence = 0
        var entries = queues.entries(from: start)
        guard let first = entries.next()?.key else { return nil }
        return first.subscriber == key.subscriber && first.orderKey == key.orderKey ? first.sequence : nil
    }
}

private struct QueueKey: Comparable, Sendable {
    var subscriber: String
    var orderKey: String
    var sequence: UInt64

    static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.subscriber, lhs.orderKey, lhs.sequence) < (rhs.subscriber, rhs.orderKey, rhs.sequence)
    }
}

private struct HeadKey: Comparable, Sendable {
    var subscriber: String
    var availableAt: Instant
    var sequence: UInt64

    static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.subscriber, lhs.availableAt, lhs.sequence) < (rhs.subscriber, rhs.availableAt, rhs.sequence)
    }
}

extension Instant {
    /// No instant is before this one.
    fileprivate static var earliest: Instant { Instant(secondsSince1970: .min) }
}
