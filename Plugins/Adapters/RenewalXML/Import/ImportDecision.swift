import RenewalCore
import RenewalDataverse

/// What one transaction does with the rows of one group.
struct ImportDecision {
    let work: GroupWork
    private let rows: Rows
    let environment: PackageImport
    private(set) var outcome = GroupOutcome()
    private var changes: [RowChange] = []
    private var events: [PublishedEvent] = []
    private var isRefused = false

    init(_ work: GroupWork, _ rows: Rows, environment: PackageImport) {
        self.work = work
        self.rows = rows
        self.environment = environment
    }

    /// Compares the rows with the store's.
    mutating func decide() throws {
        let stored = rows.group(work.id)
        guard stored != nil || work.group != nil else {
            return refuseAll("expected a group of the package or of the store")
        }
        switch stored?.phase.kind {
        case .deleted: return refuseAll("the group was deleted, and a group id is never used again (G1)")
        case .stable, .renewing, .overlap, .keyExpired:
            return ignoreAll("the group has its certificate in the store, where a coordinator keeps its rows")
        case .new, .imported, nil: break
        }
        let group = try mergedGroup(stored)
        for row in work.machines { try merge(machine: row, group) }
        for row in work.connections { try merge(connection: row, group) }
    }

    /// What to write, or nothing where a row was refused.
    func result(_ timestamp: PackageTimestamp?) throws -> TransactionDecision<GroupOutcome> {
        if isRefused { return TransactionDecision(outcome: refusedOutcome) }
        guard !changes.isEmpty else { return TransactionDecision(outcome: outcome) }
        var changes = changes
        if !events.isEmpty { changes.append(.appendHistory(entry(timestamp))) }
        return TransactionDecision(
            changes: changes, deliveries: environment.subscriptions.deliveries(for: events), outcome: outcome)
    }

    /// All rows as refused: those that are, and the others because of them.
    private var refusedOutcome: GroupOutcome {
        var refused = GroupOutcome()
        refused.entries = outcome.entries.filter { $0.outcome == .refused }
        refused.counts[.refused] = refused.entries.count
        let known = Set(refused.entries.map(\.rowID))
        for row in work.rows where !known.contains(row.idText) {
            refused.add(.refused, row.table.logicalName, row.idText, "other rows of its group are refused")
        }
        return refused
    }

    /// Refuses all rows for the group that they are about.
    private mutating func refuseAll(_ reason: String) {
        for row in work.rows { refuse(row, column: row.table.groupColumn, found: work.id.description, reason) }
    }

    private mutating func ignoreAll(_ reason: String) {
        for row in work.rows { outcome.add(.ignored, row.table.logicalName, row.idText, reason) }
    }

    mutating func refuse(_ row: Row, column: String?, found: String?, _ reason: String) {
        isRefused = true
        outcome.add(.refused, row.table.logicalName, row.idText, column: column, found: found, reason)
    }

    /// Tells of a column that stays as the store has it.
    mutating func keep(_ row: Row, column: String, found: String, _ reason: String) {
        outcome.note(.ignored, row.table.logicalName, row.idText, column: column, found: found, reason)
    }

    /// Writes a row that is new.
    mutating func insert(_ change: RowChange, _ table: RenewalTable, _ id: String, _ columns: [ColumnEntry]) {
        changes.append(change)
        outcome.add(.new, table.rawValue, id, "added")
        publish(
            .added, table, id, columns.compactMap { $0.value == .null ? nil : ($0.column, .null, $0.value) },
            of: columns)
    }

    /// Writes a row where columns of it changed.
    mutating func update(
        _ change: RowChange, _ table: RenewalTable, _ id: String, from old: [ColumnEntry], to new: [ColumnEntry]
    ) {
        let differences = zip(old, new).filter { $0.value != $1.value }.map { ($0.column, $0.value, $1.value) }
        changes.append(change)
        outcome.counts[.changed] += 1
        for (column, before, after) in differences {
            outcome.note(
                .changed, table.rawValue, id, column: column, found: after.shown, "was \(before.shown)")
        }
        // A heartbeat alone is no news (Rule N1).
        if differences.contains(where: { $0.0 != "lastheartbeatdate" }) {
            publish(.modified, table, id, differences, of: new)
        }
    }

    mutating func unchanged(_ row: Row) {
        outcome.add(.unchanged, row.table.logicalName, row.idText, "")
    }

    private mutating func publish(
        _ change: ChangeEvent.Change, _ table: RenewalTable, _ id: String,
        _ columns: [(String, ColumnValue, ColumnValue)], of row: [ColumnEntry]
    ) {
        let event = ChangeEvent(
            table: table, change: change, row: id, group: work.id,
            columns: columns.map { ColumnChange(column: $0.0, old: $0.1, new: $0.2) })
        events.append(
            PublishedEvent(
                RenewalEvent(id: environment.makeID(), at: environment.instant, content: .change(event)), row: row))
    }

    /// One history entry for all rows of the group.
    private func entry(_ timestamp: PackageTimestamp?) -> HistoryEntry {
        let last = rows.history.last
        var entry = HistoryEntry(
            group: work.id, number: (last?.number ?? 0) + 1, at: environment.instant, by: environment.principal,
            action: PackageImport.historyAction, rule: "I1",
            reason: "\(outcome.counts[.new]) rows added and \(outcome.counts[.changed]) changed from a package of "
                + "\(timestamp?.description ?? "an unknown time"); its machines have to rejoin",
            subject: work.id.description, previousHash: last?.hash ?? HistoryChain.start, hash: .zero)
        entry.hash = environment.crypto.digest(HistoryChain.hashedBytes(of: entry))
        return entry
    }

    func storedMachine(_ row: Row) -> Machine? { rows.machine(MachineID(row.id)) }

    func storedConnection(_ row: Row) -> DesktopFlowConnection? { rows.connection(ConnectionID(row.id)) }
}

extension PackageImport {
    /// The action that an import writes into the history of a group.
    public static let historyAction = "packageImported"
}

extension ColumnValue {
    /// The value for a report.
    var shown: String {
        switch self {
        case .null: "nothing"
        case .integer(let number): "\(number)"
        case .text(let text): text.quotedForMessage
        case .instant(let instant): "\(instant)"
        case .withheld: "a value that is not told"
        }
    }
}
