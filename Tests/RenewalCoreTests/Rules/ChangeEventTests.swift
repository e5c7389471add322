import FoundationEssentials
import RenewalCore
import RenewalTestSupport
import Testing

/// Rules N2 and N3: who is told of a change, and when a failed delivery is tried again.
struct ChangeEventTests {
    static let changeTypes: [(Subscription.ChangeType, Set<ChangeEvent.Change>)] = [
        (.added, [.added]), (.deleted, [.deleted]), (.modified, [.modified]), (.addedOrModified, [.added, .modified]),
        (.addedOrDeleted, [.added, .deleted]), (.modifiedOrDeleted, [.modified, .deleted]),
        (.any, [.added, .modified, .deleted]),
    ]

    @Test func `the seven kinds of change have the numbers 1 to 7 (Rule N2)`() {
        #expect(Self.changeTypes.map(\.0.rawValue) == Array(1...7))
        for (choice, included) in Self.changeTypes {
            for change in ChangeEvent.Change.allCases {
                #expect(choice.includes(change) == included.contains(change), "\(choice) \(change)")
            }
        }
    }

    private func event(
        _ change: ChangeEvent.Change, _ table: RenewalTable, _ columns: [String], at instant: Instant = Sample.start
    ) -> RenewalEvent {
        let changes = columns.map { ColumnChange(column: $0, old: .null, new: .integer(1)) }
        let content = ChangeEvent(
            table: table, change: change, row: "r", group: GroupID(Counter.id(2, 1)), columns: changes)
        return RenewalEvent(id: Counter.id(3, 1), at: instant, content: .change(content))
    }

    static let choices: [(table: RenewalTable?, columns: [String], isTold: Bool)] = [
        (nil, [], true), (.machine, [], true), (.group, [], false), (.machine, ["keydeliverystatus"], true),
        (nil, ["name", "keydeliverystatus"], true), (nil, ["name"], false),
    ]

    @Test(
        "table and changed columns choose; columns are looked at for modified rows only (Rule N2)",
        arguments: choices)
    func filters(table: RenewalTable?, columns: [String], isTold: Bool) {
        let subscription = Subscription(id: "s", table: table, columns: columns, notifier: InMemoryNotifier())
        #expect(subscription.isTold(of: PublishedEvent(event(.modified, .machine, ["keydeliverystatus"]))) == isTold)
        let ofAdded = subscription.isTold(of: PublishedEvent(event(.added, .machine, ["name"])))
        #expect(ofAdded == (table == nil || table == .machine), "columns do not filter added rows")
        let suspicion = ClockSuspicion(cause: .aheadAtStart, clock: Sample.start, kept: Sample.start)
        let clock = RenewalEvent(id: Counter.id(3, 2), at: Sample.start, content: .clockSuspect(suspicion))
        #expect(subscription.isTold(of: PublishedEvent(clock)), "Rule T3: a notification says so at once")
    }

    @Test(
        "a delivery waits until the subscriber's delay is over (Rule N2)",
        arguments: [(Int64?.none, Int64(0)), (-10, 0), (0, 0), (10, 10)])
    func delay(until offset: Int64?, expected: Int64) throws {
        let subscriptions = [
            Subscription(
                id: "s", delayUntil: offset.map { Sample.start.adding(seconds: $0) }, notifier: InMemoryNotifier())
        ]
        let deliveries = subscriptions.deliveries(for: [PublishedEvent(event(.added, .machine, []))])
        #expect(deliveries.map(\.notBefore) == [Sample.start.adding(seconds: expected)])
    }

    static let waits: [(failures: Int, seconds: Int64)] = [
        (-1, 60), (0, 60), (1, 60), (2, 120), (3, 240), (9, 15_360), (10, 21_600), (11, 21_600), (1_000_000, 21_600),
        (.max, 21_600),
    ]

    @Test("a failed delivery waits 1 minute, doubling to 6 hours (Rule N3)", arguments: waits)
    func retries(failures: Int, seconds: Int64) {
        #expect(NotificationRules.retrySeconds(afterFailures: failures) == seconds)
    }
}
