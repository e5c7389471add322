/// Delivers the stored notifications to their subscribers: at least once, in order for each row (Rule N3).
///
/// Each subscription is served by a task of its own, so that one whose notifier fails or hangs holds up no other. An event
/// that fails waits as Rule N3 says, and those of the same row behind it; other rows go on. Several coordinators may
/// deliver from one store: a lease keeps them from doing the same work. What was claimed and not settled, because the
/// process ended or the task was cancelled, is delivered again when its lease ends.
///
/// ```swift
/// let delivery = NotificationDelivery(storage: storage, clock: .system, subscriptions: subscriptions)
/// try await delivery.run()
/// ```
public struct NotificationDelivery: Sendable {
    private let storage: any Storage
    private let clock: any WallClock
    private let subscriptions: [Subscription]
    private let options: Options
    private let time: DeliveryTime

    /// How a delivery works, in seconds and counts.
    public struct Options: Hashable, Sendable {
        /// How many events are claimed at once for one subscription: 20.
        public var batch = 20
        /// How long nobody else is given them: 600 seconds, decided here. A notifier answers within `lease / batch`,
        /// or its events come twice where several coordinators deliver.
        public var leaseSeconds: Int64 = 600
        /// How long ``NotificationDelivery/run(report:)`` waits where nothing is due: 5 seconds.
        public var pauseSeconds: Int64 = 5

        /// The defaults.
        public init() {}
    }

    /// A delivery from that store to these subscriptions.
    ///
    /// - Parameters:
    ///   - storage: the store whose outbox it empties.
    ///   - clock: measures pauses and leases.
    ///   - subscriptions: who gets what.
    ///   - options: sizes and pauses.
    ///   - now: the present instant as the coordinator believes it (Rule T3). Where nothing is given, the later of the
    ///     clock and the kept instant, which is right for a clock that is behind and trusts one that is ahead.
    public init(
        storage: some Storage, clock: some WallClock, subscriptions: [Subscription], options: Options = Options(),
        now: (@Sendable () async throws -> Instant)? = nil
    ) {
        self.storage = storage
        self.clock = clock
        self.subscriptions = subscriptions
        self.options = options
        time = DeliveryTime(
            clock: clock,
            believed: now ?? { max(clock.now(), try await storage.keptInstant(.read) ?? .distantPast) })
    }

    /// Delivers what is due, until nothing is.
    ///
    /// - Throws: `CancellationError` alone, at once, where the task is cancelled.
    public func deliverDue() async throws -> DeliveryPass {
        let pass = await withTaskGroup(of: DeliveryPass.self) { group in
            for subscription in subscriptions { group.addTask { await deliverDue(to: subscription) } }
            return await group.reduce(into: DeliveryPass()) { $0.add($1) }
        }
        try Task.checkCancellation()
        return pass
    }

    /// Delivers what is due, waits and goes on, until the task is cancelled. A store that fails is asked again.
    ///
    /// - Parameter report: told of each pass that delivered something or failed, for logs and metrics; called from
    ///   several tasks.
    /// - Throws: `CancellationError` alone, at once, where the task is cancelled.
    public func run(report: @escaping @Sendable (DeliveryPass) -> Void = { _ in }) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for subscription in subscriptions {
                group.addTask { try await run(for: subscription, report: report) }
            }
            try await group.waitForAll()
        }
    }
}

extension NotificationDelivery {
    private func run(for subscription: Subscription, report: @Sendable (DeliveryPass) -> Void) async throws {
        while true {
            let pass = await deliverDue(to: subscription)
            if pass.delivered > 0 || !pass.failures.isEmpty { report(pass) }
            try Task.checkCancellation()
            try await clock.sleep(until: clock.now().adding(seconds: options.pauseSeconds))
        }
    }

    private func deliverDue(to subscription: Subscription) async -> DeliveryPass {
        var pass = DeliveryPass()
        var settled: [DeliveryStep.Settlement] = []
        do {
            while true {
                try Task.checkCancellation()
                let now = try await time.now()
                let claim = Claim(
                    subscribers: [subscription.id], now: now, leaseUntil: now.adding(seconds: options.leaseSeconds),
                    limit: options.batch)
                let claimed = try await storage.deliveries(DeliveryStep(settled: settled, claim: claim))
                settled = []
                if claimed.isEmpty { return pass }
                for delivery in claimed {
                    try Task.checkCancellation()
                    settled.append(try await deliver(delivery, to: subscription, into: &pass))
                }
            }
        } catch {
            // Cancelled, or the store failed: what was delivered is settled where the store still takes it, and comes
            // again where it does not. What was claimed and not tried waits for its lease.
            if !settled.isEmpty { _ = try? await storage.deliveries(DeliveryStep(settled: settled)) }
            if !Task.isCancelled {
                pass.failures.append(.init(subscriber: subscription.id, delivery: nil, retryAt: nil, error: error))
            }
            return pass
        }
    }

    private func deliver(
        _ delivery: Delivery, to subscription: Subscription, into pass: inout DeliveryPass
    ) async throws -> DeliveryStep.Settlement {
        do {
            try await subscription.notifier.notify(delivery.event)
            pass.delivered += 1
            return .delivered(sequence: delivery.sequence)
        } catch {
            // A notifier that was cancelled with this task did not fail.
            try Task.checkCancellation()
            let wait = NotificationRules.retrySeconds(afterFailures: min(delivery.attempts, .max - 1) + 1)
            let retryAt = try await time.now().adding(seconds: wait)
            pass.failures.append(
                .init(subscriber: subscription.id, delivery: delivery, retryAt: retryAt, error: error))
            return .retry(sequence: delivery.sequence, at: retryAt)
        }
    }
}
