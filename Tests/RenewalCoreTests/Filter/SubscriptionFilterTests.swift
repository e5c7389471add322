import FoundationEssentials
import RenewalCore
import Testing

/// Rule N2: subscriptions with a row filter.
struct SubscriptionFilterTests {
    @Test func `a filter names the id and the published columns of its table (Rules N1, N2)`() throws {
        let rows: [(RenewalTable, [ColumnEntry])] = [
            (.group, try Sample.group(Sample.overlap()).columns), (.machine, try Sample.machine().columns),
            (.connection, try Sample.connection(copies: [1]).columns),
        ]
        for (table, columns) in rows {
            #expect(table.filterColumns.dropFirst().map(\.name) == columns.map(\.column), "\(table)")
            for (column, entry) in zip(table.filterColumns.dropFirst(), columns) {
                let fits =
                    switch (entry.value, column.kind) {
                    case (.null, _), (.integer, .integer), (.instant, .instant), (.text, .text), (.text, .guid),
                        (.text, .version):
                        true
                    default: false
                    }
                #expect(fits, "\(table.rawValue).\(column.name) is \(column.kind) and holds \(entry.value)")
            }
        }
    }

    @Test func `the filter looks at all columns of the row after the change (Rule N2)`() async throws {
        let pending = InMemoryNotifier()
        let subscription = Subscription(
            id: "pending", changes: .modified, table: .machine,
            filter: try RowFilter("keydeliverystatus eq 2 and endswith(name,'2')", for: .machine), notifier: pending)
        let world = try World(others: [subscription])
        let (group, _) = try await world.group(of: 2)
        let chosen = try world.machine(named: "PC-2")
        try await chosen.join(group)
        world.advance(days: 155)
        try await world.coordinator.sweep()
        _ = try await NotificationDelivery(
            storage: world.storage, clock: world.clock, subscriptions: [subscription]
        ).deliverDue()
        // Each machine's status changed to 2; the name, which did not change, decides.
        let told = pending.events.compactMap { event in
            if case .change(let change) = event.content { change } else { nil }
        }
        #expect(told.map(\.row) == [try chosen.id.description])
        #expect(
            told.map(\.columns)
                == [[ColumnChange(column: "keydeliverystatus", old: .integer(1), new: .integer(2))]])
    }

    @Test func `a deleted row is looked at as it was, by its id too (Rule N2)`() throws {
        let id = UUID()
        let row = [ColumnEntry("name", .text("PC-1")), ColumnEntry("agentversion", .text("2.9"))]
        let change = ChangeEvent(
            table: .machine, change: .deleted, row: id.uuidString.lowercased(), group: .random(), columns: [])
        for (filter, isTold) in [
            ("name eq 'PC-1'", true), ("name eq 'PC-2'", false), ("agentversion lt '2.23'", true),
            ("flowmachineid eq \(id.uuidString)", true), ("flowmachineid eq \(UUID().uuidString)", false),
            ("lastheartbeatdate eq null", true),
        ] {
            let subscription = Subscription(
                id: "s", filter: try RowFilter(filter, for: .machine), notifier: .inMemory)
            #expect(subscription.matches(change, row: row) == isTold, "\(filter)")
        }
    }

    @Test func `rows of another table than the filter's do not match; a suspect clock is always told (Rules N2, T3)`()
        throws
    {
        let subscription = Subscription(
            id: "s", filter: try RowFilter("name ne null", for: .machine), notifier: .inMemory)
        let change = ChangeEvent(table: .group, change: .added, row: UUID().uuidString, group: .random(), columns: [])
        #expect(!subscription.matches(change, row: [ColumnEntry("name", .text("Finance"))]))
        let suspicion = ClockSuspicion(cause: .behindKeptInstant, clock: .distantPast, kept: .distantPast)
        let event = RenewalEvent(id: UUID(), at: .distantPast, content: .clockSuspect(suspicion))
        #expect(subscription.isTold(of: PublishedEvent(event)))
    }
}
