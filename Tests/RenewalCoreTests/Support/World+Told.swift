import RenewalCore
import RenewalTestSupport
import Testing

/// What a subscriber was told, short enough to compare.
struct Told: Hashable, Sendable, CustomStringConvertible {
    var row: String
    var change: ChangeEvent.Change
    var columns: [String: ColumnValue]
    var at: Instant

    var description: String { "\(change) \(row) \(columns) at \(at)" }
}

extension World {
    /// Everything that was stored for the subscriber since the last call, in order (Rule N1).
    func told(of table: RenewalTable? = nil) async throws -> [Told] {
        let seen = notifier.events.count
        _ = try await NotificationDelivery(
            storage: storage, clock: clock, subscriptions: [Subscription(id: "all", notifier: notifier)]
        ).deliverDue()
        return notifier.events.dropFirst(seen).compactMap { event in
            guard case .change(let change) = event.content, table == nil || change.table == table else { return nil }
            let columns = Dictionary(uniqueKeysWithValues: change.columns.map { ($0.column, $0.new) })
            return Told(row: change.row, change: change.change, columns: columns, at: event.at)
        }
    }

    /// The whole history of a group.
    func history(of group: GroupID) async throws -> [HistoryEntry] {
        try await storage.read([.history(group, after: 0, limit: .max)]).history
    }

    /// Everything in the store that a plan must not touch.
    func everything() async throws -> Rows {
        let groups = try await storage.read([.groups(after: nil, limit: 1_000)]).groups
        var rows = Rows(groups: groups)
        for group in groups {
            let more = try await storage.read([
                .machines(group.id, after: nil, limit: 10_000), .connections(group.id, after: nil, limit: 10_000),
                .certificates(group.id, after: nil), .history(group.id, after: 0, limit: .max),
            ])
            rows.machines += more.machines
            rows.connections += more.connections
            rows.certificates += more.certificates
            rows.history += more.history
        }
        return rows
    }
}

/// The error that a call throws; a test fails where it throws none or another kind.
func refusal<Result>(
    _ code: RenewalError.Code? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    isolation: isolated (any Actor)? = #isolation, _ call: () async throws -> Result
) async throws -> RenewalError {
    let error = try await #require(throws: RenewalError.self, sourceLocation: sourceLocation) { _ = try await call() }
    if let code {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    }
    return error
}
