import GRDB
import GRDBSQLite
import RenewalCore

extension Writer {
    nonisolated func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        try await write { database, row in
            let rows = try database.rows(request.reads)
            let decision = try decide(rows)
            var known = KnownRows(rows, places: database.statements.places)
            try database.make(decision.changes, decision.deliveries, in: request.groups, &known, row: &row)
            return decision.outcome
        }
    }

    nonisolated func keptInstant(_ change: KeptInstantChange) async throws -> Instant? {
        try await write { _, row in
            switch change {
            case .read: break
            case .raise(let instant): row.keptInstant = row.keptInstant.map { max($0, instant) } ?? instant
            case .set(let instant): row.keptInstant = instant
            }
            try row.checkRange()
            return row.keptInstant
        }
    }

    nonisolated func spilledPages() async throws -> Int {
        try await write { database, _ in
            var (now, highest): (Int32, Int32) = (0, 0)
            let code = sqlite3_db_status(database.base.sqliteConnection, SQLITE_DBSTATUS_CACHE_SPILL, &now, &highest, 0)
            guard code == SQLITE_OK else { throw database.base.failure(code) }
            return Int(now)
        }
    }

    nonisolated func deliveries(_ step: DeliveryStep) async throws -> [Delivery] {
        try await write { database, _ in try database.undoneOnFailure { try database.step(step) } }
    }
}

extension StoreDatabase {
    /// Makes all the changes and keeps the deliveries, or throws as ``undoneOnFailure(_:)`` does.
    fileprivate func make(
        _ changes: [RowChange], _ deliveries: [Delivery], in groups: [GroupID], _ known: inout KnownRows,
        row: inout StoreRow
    ) throws {
        // One change is one statement, which is all or nothing by itself.
        if changes.count == 1, deliveries.isEmpty { return try apply(changes[0], in: groups, &known) }
        if changes.isEmpty, deliveries.isEmpty { return }
        var last = row.lastDelivery
        try undoneOnFailure {
            for change in changes { try apply(change, in: groups, &known) }
            try append(deliveries, after: &last)
        }
        row.lastDelivery = last
    }
}
