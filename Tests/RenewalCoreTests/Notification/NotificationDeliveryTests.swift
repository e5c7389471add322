import FoundationEssentials
import RenewalCore
import Testing

/// Rule N3: at least once, in order for each row, retried with back-off, and nobody held up by another.
struct NotificationDeliveryTests {
    private let storage = InMemoryStorage()
    private let clock = ManualClock(at: NotificationRulesTests.at)
    private let notifier = InMemoryNotifier()

    private func delivery(
        to subscriptions: [Subscription]? = nil, batch: Int = 20
    ) -> NotificationDelivery {
        var options = NotificationDelivery.Options()
        options.batch = batch
        return NotificationDelivery(
            storage: storage, clock: clock,
            subscriptions: subscriptions ?? [Subscription(id: "one", notifier: notifier)], options: options)
    }

    /// Stores one event of each row for each subscriber, in one transaction.
    @discardableResult
    private func store(rows: [String], for subscribers: [String] = ["one"]) async throws -> [RenewalEvent] {
        let events = rows.map {
            NotificationRulesTests.event(
                .change(NotificationRulesTests.change(.modified, row: $0, columns: ["name"])), at: clock.now())
        }
        let deliveries = events.flatMap { event in
            subscribers.map { Delivery(subscriber: $0, event: event, notBefore: event.at) }
        }
        try await storage.transact(TransactionRequest(groups: [], reads: [])) { _ in
            TransactionDecision(deliveries: deliveries, outcome: ())
        }
        return events
    }

    @Test(arguments: [1, 2, 20])
    func `what is due is delivered in order, and once where nothing fails`(batch: Int) async throws {
        let events = try await store(rows: ["a", "b", "a", "a", "c", "b"])
        let pass = try await delivery(batch: batch).deliverDue()
        #expect(pass.delivered == 6 && pass.failures.isEmpty)
        for row in ["a", "b", "c"] {
            #expect(notifier.events.filter { $0.row == row } == events.filter { $0.row == row }, "row \(row)")
        }
        let again = try await delivery(batch: batch).deliverDue()
        #expect(again.delivered == 0 && again.failures.isEmpty && notifier.calls == 6)
    }

    @Test func `a failing event waits 1 minute, then 2, up to 6 hours, its row behind it, and others go on`()
        async throws
    {
        let events = try await store(rows: ["a", "b", "a"])
        notifier.fail(times: 1)
        let first = try await delivery().deliverDue()
        #expect(first.delivered == 1 && first.failures.map(\.delivery?.event) == [events[0]])
        #expect(notifier.events == [events[1]], "row b goes on")
        let waits: [Int64] = [60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 21_600, 21_600]
        var expected = waits[0]
        for (failures, next) in zip(1..., waits.dropFirst()) {
            notifier.fail(times: 1)
            clock.advance(by: .seconds(expected - 1))
            let early = try await delivery().deliverDue()
            #expect(early.delivered == 0 && early.failures.isEmpty, "one second early after \(failures) failures")
            clock.advance(by: .seconds(1))
            let pass = try await delivery().deliverDue()
            #expect(pass.failures.map(\.delivery?.attempts) == [failures])
            #expect(pass.failures.map(\.retryAt) == [clock.now().adding(seconds: next)])
            expected = next
        }
        notifier.fail(times: 0)
        clock.advance(by: .seconds(expected))
        let last = try await delivery().deliverDue()
        #expect(last.delivered == 2 && notifier.events == [events[1], events[0], events[2]])
    }

    @Test func `what a process claimed before it ended is delivered again when its lease ends`() async throws {
        let events = try await store(rows: ["a", "b"])
        let claim = Claim(
            subscribers: ["one"], now: clock.now(), leaseUntil: clock.now().adding(seconds: 600), limit: 20)
        let claimed = try await storage.deliveries(DeliveryStep(claim: claim))
        #expect(claimed.count == 2)
        clock.advance(by: .seconds(599))
        let before = try await delivery().deliverDue()
        #expect(before.delivered == 0)
        clock.advance(by: .seconds(1))
        let after = try await delivery().deliverDue()
        #expect(after.delivered == 2 && notifier.events == events)
    }

    @Test func `two coordinators over one store deliver each event once`() async throws {
        let events = try await store(rows: (0..<60).map { "\($0 % 7)" })
        let (one, other) = (delivery(batch: 2), delivery(batch: 3))
        async let first = one.deliverDue()
        async let second = other.deliverDue()
        let delivered = try await [first.delivered, second.delivered]
        // A row whose event one of them holds is passed over by the other, which may have come to its end before.
        let rest = try await delivery().deliverDue().delivered
        #expect(delivered[0] + delivered[1] + rest == 60 && notifier.calls == 60)
        for row in 0..<7 {
            #expect(notifier.events.filter { $0.row == "\(row)" } == events.filter { $0.row == "\(row)" }, "row \(row)")
        }
    }

    @Test func `a subscriber that fails or hangs holds up no other`() async throws {
        let events = try await store(rows: ["a", "b"], for: ["failing", "hanging", "sound"])
        let sound = InMemoryNotifier()
        let hanging = HangingNotifier()
        let delivery = delivery(to: [
            Subscription(id: "failing", notifier: InMemoryNotifier(failing: .max)),
            Subscription(id: "hanging", notifier: hanging), Subscription(id: "sound", notifier: sound),
        ])
        let running = Task { try await delivery.run() }
        try await clock.waitForSleepers(2)
        #expect(sound.events == events)
        let more = try await store(rows: ["a", "c"], for: ["sound"])
        clock.advance(by: .seconds(5))
        while sound.events.count < 4 { await Task.yield() }
        #expect(sound.events == events + more)
        #expect(await hanging.calls == 1)
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
    }

    @Test func `the loop ends at once when it is cancelled, and what it held comes again`() async throws {
        let events = try await store(rows: ["a", "b"])
        let hanging = HangingNotifier()
        let running = Task { [self] in
            try await delivery(to: [Subscription(id: "one", notifier: hanging)]).run()
        }
        while await hanging.calls == 0 { await Task.yield() }
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        clock.advance(by: .seconds(600))
        let pass = try await delivery().deliverDue()
        #expect(pass.delivered == 2 && notifier.events == events)
        let attempts = try await storage.deliveries(DeliveryStep())
        #expect(attempts.isEmpty)
    }

    @Test func `what was delivered before a cancellation is settled`() async throws {
        let events = try await store(rows: ["a", "b"])
        let hanging = HangingNotifier(after: 1)
        let running = Task { [self] in
            try await delivery(to: [Subscription(id: "one", notifier: hanging)]).deliverDue()
        }
        while await hanging.calls < 2 { await Task.yield() }
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        clock.advance(by: .seconds(600))
        _ = try await delivery().deliverDue()
        #expect(notifier.events == [events[1]], "the first was taken and settled; the second comes again")
    }

    @Test func `a cancelled pass throws and delivers nothing`() async throws {
        try await store(rows: ["a"])
        let task = Task { [self] in
            withUnsafeCurrentTask { $0?.cancel() }
            return try await delivery().deliverDue()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(notifier.calls == 0)
    }

    @Test func `a store that fails is reported and asked again`() async throws {
        let events = try await store(rows: ["a"])
        let broken = OutageStorage(base: storage, failures: 2)
        let reports = ReportLog()
        let delivery = NotificationDelivery(
            storage: broken, clock: clock, subscriptions: [Subscription(id: "one", notifier: notifier)])
        let running = Task { try await delivery.run { reports.add($0) } }
        for _ in 0..<3 {
            try await clock.waitForSleepers()
            clock.advance(by: .seconds(5))
        }
        while notifier.events.isEmpty { await Task.yield() }
        running.cancel()
        _ = await running.result
        #expect(notifier.events == events)
        #expect(reports.all.map(\.delivered) == [0, 0, 1])
        #expect(reports.all.map { $0.failures.first?.error is OutageStorage.Outage } == [true, true, false])
    }

    @Test func `a retry comes due although the believed instant stands still (Rule T3)`() async throws {
        let events = try await store(rows: ["a"])
        let kept = clock.now()
        // As a coordinator with a suspect clock has it: the present instant is the kept one, whatever passes.
        let delivery = NotificationDelivery(
            storage: storage, clock: clock, subscriptions: [Subscription(id: "one", notifier: notifier)], now: { kept })
        clock.set(to: kept.adding(days: -400))
        notifier.fail(times: 1)
        #expect(try await delivery.deliverDue().failures.map(\.retryAt) == [kept.adding(seconds: 60)])
        clock.advance(by: .seconds(59))
        #expect(try await delivery.deliverDue().delivered == 0)
        clock.advance(by: .seconds(1))
        #expect(try await delivery.deliverDue().delivered == 1)
        #expect(notifier.events == events)
    }

    @Test func `a clock behind the kept instant delivers by the kept one (Rule T3)`() async throws {
        try await store(rows: ["a"])
        _ = try await storage.keptInstant(.raise(to: clock.now()))
        clock.set(to: clock.now().adding(days: -3))
        #expect(try await delivery().deliverDue().delivered == 1)
    }
}

extension RenewalEvent {
    fileprivate var row: String {
        if case .change(let change) = content { change.row } else { "" }
    }
}
