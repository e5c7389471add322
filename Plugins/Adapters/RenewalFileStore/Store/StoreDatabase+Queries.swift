import GRDB
import GRDBSQLite
import RenewalCore

extension StoreDatabase {
    /// Answers the queries, in their order.
    func rows(_ queries: [RowQuery]) throws -> Rows {
        var rows = Rows()
        statements.places.removeAll(keepingCapacity: true)
        for query in queries { try append(query, to: &rows) }
        return rows
    }

    /// The one row about the store itself.
    func storeRow() throws -> StoreRow {
        let found = try fetch(.readStore, .store, [], StoreRow.read)
        guard let row = found.first else {
            throw FileStoreError.damagedRow(.store, key: "1", "it is missing")
        }
        return row
    }

    /// SQLite's number for the commits of other connections: it stays as it is while only this one writes.
    func dataVersion() throws -> Int64 {
        try Int64.fetchOne(base.cachedStatement(sql: "PRAGMA data_version")) ?? 0
    }

    /// Groups that wake at or before the instant, earliest first.
    func dueGroups(at now: Instant, limit: Int) throws -> [GroupID] {
        // The rows are read, not the index alone, so that their checksums are compared. What lies beyond the last
        // instant that a column holds is told apart by the row.
        let groups = try fetch(
            .groupsDue, .group, [.text(InstantText.text(now)), .integer(Int64(max(0, limit)))], GroupRow.read)
        let due = groups.compactMap { group in group.wakesAt.map { (wake: $0, id: group.id) } }
        return due.filter { $0.wake <= now }.sorted { $0 < $1 }.map(\.id)
    }

    private func append(_ query: RowQuery, to rows: inout Rows) throws {
        switch query {
        case .group(let id):
            if let known = cache.group(id) { return rows.groups.append(known) }
            guard let row = try fetch(.groupByID, .group, [.id(id)], GroupRow.read).first else { return }
            cache.keep(row)
            rows.groups.append(row)
        case .groups(let after, let limit):
            rows.groups += try fetch(.groupsAfter, .group, [.id(orLowest: after), .limit(limit)], GroupRow.read)
        case .machine(let id):
            if let known = try machine(id) { rows.machines.append(known) }
        case .machines, .machinesHolding, .machinesBehind:
            let found = try machines(query)
            // Not appended to nothing, which would copy each of them.
            if rows.machines.isEmpty { rows.machines = found } else { rows.machines += found }
        case .connection, .connections, .connectionsHolding, .connectionsBehind:
            rows.connections += try connections(query)
        case .certificates(let group, let after):
            guard let number = Int64(exactly: after?.number ?? 0) else { return }
            rows.certificates += try fetch(
                .certificatesAfter, .certificate, [.id(group), .integer(number)], CertificateRow.read)
        case .history(let group, let after, let limit):
            guard let number = Int64(exactly: after) else { return }
            rows.history += try fetch(
                .historyAfter, .history, [.id(group), .integer(number), .limit(limit)], HistoryRow.read)
        case .lastHistory(let group):
            rows.history += try fetch(.lastHistory, .history, [.id(group)], HistoryRow.read)
        }
    }

    private func machine(_ id: MachineID) throws -> Machine? {
        if let known = cache.machine(id) {
            statements.places.append(known.place)
            return known.row
        }
        guard let row = try fetch(.machineByID, .machine, [.id(id)], readMachine).first else { return nil }
        if let place = statements.places.last { cache.keep(row, at: place) }
        return row
    }

    private func readMachine(_ reader: inout RowReader) throws -> Machine {
        statements.places.append(reader.place)
        return try MachineRow.read(&reader)
    }

    private func machines(_ query: RowQuery) throws -> [Machine] {
        switch query {
        case .machines(let group, let after, let limit):
            return try fetch(
                .machinesAfter, .machine, [.id(group), .id(orLowest: after), .limit(limit)], readMachine)
        case .machinesHolding(let group, let generation, let canRenew, let after, let limit):
            guard let generation = Int64(exactly: generation.number) else { return [] }
            let values: [BoundValue] = [.id(group), .id(orLowest: after), .limit(limit), .integer(generation)]
            guard let canRenew else { return try fetch(.machinesHolding, .machine, values, readMachine) }
            return try fetch(
                .machinesHoldingByAge, .machine, values + [.integer(canRenew ? 1 : 0)], readMachine)
        case .machinesBehind(let group, let transition, let limit):
            guard transition > 0 else { return [] }
            return try fetch(
                .machinesBehind, .machine, [.id(group), .integer(Int64(clamping: transition - 1)), .limit(limit)],
                readMachine)
        default:
            return []
        }
    }

    private func connections(_ query: RowQuery) throws -> [DesktopFlowConnection] {
        switch query {
        case .connection(let id):
            return try fetch(.connectionByID, .connection, [.id(id)], ConnectionRow.read)
        case .connections(let group, let after, let limit):
            return try fetch(
                .connectionsAfter, .connection, [.id(group), .id(orLowest: after), .limit(limit)], ConnectionRow.read)
        case .connectionsHolding(let group, let held, let lacking, let after, let limit):
            return try connections(of: group, holding: held, lacking: lacking, after: after, limit: limit)
        case .connectionsBehind(let group, let transition, let limit):
            guard transition > 0 else { return [] }
            return try fetch(
                .connectionsBehind, .connection,
                [.id(group), .integer(Int64(clamping: transition - 1)), .limit(limit)], ConnectionRow.read)
        default:
            return []
        }
    }

    // A group's connections have copies for about four different sets of generations, as no more than two are ever
    // usable: each set that holds the one and lacks the other gives its first rows, and the first of those are the page.
    private func connections(
        of group: GroupID, holding held: Generation, lacking: Generation, after: ConnectionID?, limit: Int
    ) throws -> [DesktopFlowConnection] {
        var found: [DesktopFlowConnection] = []
        var set = ""
        while let next = try texts(.connectionGenerationsAfter, [.id(group), .text(set)]).first {
            set = next
            let generations = set.split(separator: ",").compactMap { UInt64($0) }
            guard generations.contains(held.number), !generations.contains(lacking.number) else { continue }
            found += try fetch(
                .connectionsHolding, .connection, [.id(group), .id(orLowest: after), .limit(limit), .text(set)],
                ConnectionRow.read)
        }
        return Array(found.sorted { $0.id < $1.id }.prefix(max(0, limit)))
    }
}
