import FoundationEssentials
import RenewalCore
import Testing

/// Rules N2 and N3: who is told of a change, and when a failed delivery is tried again.
struct NotificationRulesTests {
    static let at = Instant(secondsSince1970: 1_800_000_000)

    @Test(
        "each change type of the trigger includes these changes (Rule N2)",
        arguments: [
            (1, [.added]), (2, [.deleted]), (3, [.modified]), (4, [.added, .modified]), (5, [.added, .deleted]),
            (6, [.modified, .deleted]), (7, [.added, .modified, .deleted]),
        ] as [(Int, Set<ChangeEvent.Change>)])
    func changeTypes(number: Int, included: Set<ChangeEvent.Change>) throws {
        let type = try #require(Subscription.ChangeType(rawValue: number))
        #expect(Set(ChangeEvent.Change.allCases.filter(type.includes)) == included)
        for change in ChangeEvent.Change.allCases {
            let subscription = Subscription(id: "s", changes: type, notifier: .inMemory)
            #expect(subscription.matches(Self.change(change, columns: ["name"]), row: []) == included.contains(change))
        }
    }

    @Test(arguments: [nil] + RenewalTable.allCases.map(Optional.some))
    func `a subscription is told of its table, or of all (Rule N2)`(table: RenewalTable?) {
        let subscription = Subscription(id: "s", table: table, notifier: .inMemory)
        for other in RenewalTable.allCases {
            let matches = subscription.matches(Self.change(.added, table: other, columns: []), row: [])
            #expect(matches == (table == nil || table == other), "\(other)")
        }
    }

    @Test(
        "for modified rows one of the chosen columns must have changed; for others none is asked for (Rule N2)",
        arguments: [
            (.modified, ["a"], ["a"], true), (.modified, ["a", "b"], ["b", "c"], true),
            (.modified, ["a", "b"], ["c", "d"], false), (.modified, ["a"], [], false), (.modified, [], ["c"], true),
            (.modified, [], [], true), (.added, ["a"], ["c"], true), (.deleted, ["a"], ["c"], true),
            (.modified, ["A"], ["a"], false),
        ] as [(ChangeEvent.Change, [String], [String], Bool)])
    func columns(change: ChangeEvent.Change, chosen: [String], changed: [String], isTold: Bool) {
        let subscription = Subscription(id: "s", columns: chosen, notifier: .inMemory)
        #expect(subscription.matches(Self.change(change, columns: changed), row: []) == isTold)
    }

    @Test(
        "a delivery is tried again after 1 minute, doubling to 6 hours (Rule N3)",
        arguments: [
            (1, 60), (2, 120), (3, 240), (4, 480), (5, 960), (6, 1_920), (7, 3_840), (8, 7_680), (9, 15_360),
            (10, 21_600), (11, 21_600), (64, 21_600), (Int.max, 21_600), (0, 60), (-1, 60), (Int.min, 60),
        ] as [(Int, Int64)])
    func backOff(failures: Int, seconds: Int64) {
        #expect(NotificationRules.retrySeconds(afterFailures: failures) == seconds)
    }

    @Test
    func `an event is stored for each subscription that chose it, in order, due when its delay ends (Rules N2, N3)`() {
        let later = Self.at.adding(days: 2)
        let subscriptions = [
            Subscription(id: "all", notifier: .inMemory),
            Subscription(id: "machines", table: .machine, delayUntil: later, notifier: .inMemory),
            Subscription(id: "past", changes: .deleted, delayUntil: Self.at.adding(days: -2), notifier: .inMemory),
        ]
        let events = [
            Self.event(.change(Self.change(.deleted, table: .group, columns: []))),
            Self.event(.change(Self.change(.added, table: .machine, columns: []))),
            Self.event(
                .clockSuspect(ClockSuspicion(cause: .behindKeptInstant, clock: .distantPast, kept: Self.at))),
        ]
        let deliveries = subscriptions.deliveries(for: events.map { PublishedEvent($0) })
        #expect(deliveries.map(\.subscriber) == ["all", "past", "all", "machines", "all", "machines", "past"])
        #expect(deliveries.map(\.event) == [0, 0, 1, 1, 2, 2, 2].map { events[$0] })
        #expect(deliveries.map(\.notBefore) == [Self.at, Self.at, Self.at, later, Self.at, later, Self.at])
        #expect(deliveries.allSatisfy { $0.attempts == 0 && $0.sequence == 0 })
        #expect(subscriptions.deliveries(for: []) == [])
    }

    static func change(
        _ change: ChangeEvent.Change, table: RenewalTable = .machine, row: String = "r", columns: [String]
    ) -> ChangeEvent {
        ChangeEvent(
            table: table, change: change, row: row, group: GroupID(UUID()),
            columns: columns.map { ColumnChange(column: $0, old: .null, new: .integer(1)) })
    }

    static func event(_ content: RenewalEvent.Content, at: Instant = at) -> RenewalEvent {
        RenewalEvent(id: UUID(), at: at, content: content)
    }
}
