import RenewalCore

/// The smallest store that keeps the contract. It answers by looking through everything, so it is for a few rows only.
actor SmallStorage: Storage {
    private var tables = SmallTables()
    private var outbox = SmallOutbox()
    private var kept: Instant?

    func read(_ queries: [RowQuery]) async throws -> Rows { tables.rows(queries) }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result {
        try await body(Snapshot(tables: tables))
    }

    /// An actor runs one transaction at a time, and this one waits for nothing: nobody sees it half done.
    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        let decision = try decide(tables.rows(request.reads))
        var changed = tables
        for change in decision.changes { try changed.apply(change, to: request.groups) }
        tables = changed
        outbox.append(decision.deliveries)
        return decision.outcome
    }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        let due = tables.groups.values.filter { $0.wakesAt.map { $0 <= now } ?? false }
        return due.sorted { ($0.wakesAt ?? now, $0.id) < ($1.wakesAt ?? now, $1.id) }.prefix(limit).map(\.id)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? {
        switch change {
        case .read: break
        case .raise(let instant): kept = max(kept ?? instant, instant)
        case .set(let instant): kept = instant
        }
        return kept
    }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { outbox.step(step) }

    private struct Snapshot: StorageSnapshot {
        let tables: SmallTables

        func read(_ queries: [RowQuery]) async throws -> Rows { tables.rows(queries) }
    }
}

/// The rows, as a value: a copy is a snapshot, and a transaction works on a copy.
struct SmallTables: Sendable {
    var groups: [GroupID: MachineGroup] = [:]
    var machines: [MachineID: Machine] = [:]
    var connections: [ConnectionID: DesktopFlowConnection] = [:]
    var certificates: [GroupID: [IssuedCertificate]] = [:]
    var history: [GroupID: [HistoryEntry]] = [:]

    func rows(_ queries: [RowQuery]) -> Rows {
        var rows = Rows()
        for query in queries { append(query, to: &rows) }
        return rows
    }

    private func append(_ query: RowQuery, to rows: inout Rows) {
        switch query {
        case .group(let id):
            rows.groups += [groups[id]].compactMap { $0 }
        case .machine(let id):
            rows.machines += [machines[id]].compactMap { $0 }
        case .connection(let id):
            rows.connections += [connections[id]].compactMap { $0 }
        case .groups(let after, let limit):
            rows.groups += page(groups, after, limit) { _ in true }
        case .machines(let group, let after, let limit):
            rows.machines += page(machines, after, limit) { $0.group == group }
        case .machinesHolding(let group, let generation, let canRenew, let after, let limit):
            rows.machines += page(machines, after, limit) { machine in
                machine.group == group && machine.membership?.generation == generation
                    && (canRenew == nil || canRenew == (machine.agentVersion?.canRenew ?? false))
            }
        case .machinesBehind(let group, let transition, let limit):
            let behind = machines.values.filter { $0.group == group && $0.appliedTransition < transition }
            rows.machines += behind.sorted { ($0.appliedTransition, $0.id) < ($1.appliedTransition, $1.id) }.prefix(
                limit)
        case .connections(let group, let after, let limit):
            rows.connections += page(connections, after, limit) { $0.group == group }
        case .connectionsHolding(let group, let held, let lacking, let after, let limit):
            rows.connections += page(connections, after, limit) { connection in
                let copies = connection.copies.map(\.generation)
                return connection.group == group && copies.contains(held) && !copies.contains(lacking)
            }
        case .connectionsBehind(let group, let transition, let limit):
            let behind = connections.values.filter { $0.group == group && $0.appliedTransition < transition }
            rows.connections += behind.sorted { ($0.appliedTransition, $0.id) < ($1.appliedTransition, $1.id) }
                .prefix(limit)
        case .certificates(let group, let after):
            rows.certificates += (certificates[group] ?? []).filter { $0.generation.number > after?.number ?? 0 }
                .sorted { $0.generation < $1.generation }
        case .history(let group, let after, let limit):
            rows.history += (history[group] ?? []).filter { $0.number > after }.prefix(limit)
        case .lastHistory(let group):
            rows.history += (history[group] ?? []).suffix(1)
        }
    }

    private func page<ID: UUIDIdentifier, Row>(
        _ table: [ID: Row], _ after: ID?, _ limit: Int, where isWanted: (Row) -> Bool
    ) -> [Row] {
        let rest = table.filter { id, row in isWanted(row) && (after.map { $0 < id } ?? true) }
        return rest.sorted { $0.key < $1.key }.prefix(limit).map(\.value)
    }
}

extension SmallTables {
    /// Makes one change, or throws what ``RowChange`` says. Whoever calls throws the copy away then.
    mutating func apply(_ change: RowChange, to named: [GroupID]) throws {
        func check(_ group: GroupID) throws {
            guard named.contains(group) else { throw StorageErrors.unnamed(group) }
        }
        switch change {
        case .insertGroup(let row):
            try check(row.id)
            guard groups[row.id] == nil else { throw StorageErrors.duplicate(group: row.id) }
            groups[row.id] = row
        case .updateGroup(let row):
            try check(row.id)
            guard groups[row.id] != nil else { throw StorageErrors.missing("group", row.id) }
            groups[row.id] = row
        case .insertMachine(let row):
            try check(row.group)
            if let old = machines[row.id] { throw StorageErrors.duplicate(machine: row.id, group: old.group) }
            machines[row.id] = row
        case .updateMachine(let row):
            guard let old = machines[row.id] else { throw StorageErrors.missing("machine", row.id) }
            try check(row.group)
            guard old.group == row.group else {
                throw StorageErrors.movedMachine(row.id, from: old.group, to: row.group)
            }
            machines[row.id] = row
        case .removeMachine(let id):
            guard let old = machines[id] else { throw StorageErrors.missing("machine", id) }
            try check(old.group)
            machines[id] = nil
        case .insertConnection(let row):
            try check(row.group)
            guard connections[row.id] == nil else { throw StorageErrors.duplicate(connection: row.id) }
            connections[row.id] = row
        case .updateConnection(let row):
            guard let old = connections[row.id] else { throw StorageErrors.missing("connection", row.id) }
            try check(old.group)
            try check(row.group)
            connections[row.id] = row
        case .removeConnection(let id):
            guard let old = connections[id] else { throw StorageErrors.missing("connection", id) }
            try check(old.group)
            connections[id] = nil
        case .insertCertificate(let row):
            try check(row.group)
            guard certificates[row.group]?.contains(where: { $0.generation == row.generation }) != true else {
                throw StorageErrors.duplicate(generation: row.generation, group: row.group)
            }
            certificates[row.group, default: []].append(row)
        case .appendHistory(let entry):
            try check(entry.group)
            let last = history[entry.group]?.last?.number ?? 0
            guard entry.number == last + 1 else {
                throw StorageErrors.historyGap(entry.number, after: last, group: entry.group)
            }
            history[entry.group, default: []].append(entry)
        }
    }
}

/// The notifications that wait, oldest first.
struct SmallOutbox: Sendable {
    private var waiting: [(delivery: Delivery, leaseUntil: Instant?)] = []
    private var lastSequence: UInt64 = 0

    mutating func append(_ deliveries: [Delivery]) {
        for var delivery in deliveries {
            lastSequence += 1
            delivery.sequence = lastSequence
            waiting.append((delivery, nil))
        }
    }

    mutating func step(_ step: DeliveryStep) -> [Delivery] {
        for settlement in step.settled {
            switch settlement {
            case .delivered(let sequence):
                waiting.removeAll { $0.delivery.sequence == sequence }
            case .retry(let sequence, let instant):
                guard let index = waiting.firstIndex(where: { $0.delivery.sequence == sequence }) else { continue }
                waiting[index].delivery.notBefore = instant
                waiting[index].delivery.attempts += 1
                waiting[index].leaseUntil = nil
            }
        }
        return step.claim.map { claim($0) } ?? []
    }

    private mutating func claim(_ claim: Claim) -> [Delivery] {
        var heads: Set<[String]> = []
        var due: [(since: Instant, index: Int)] = []
        for (index, entry) in waiting.enumerated() {
            let isHead = heads.insert([entry.delivery.subscriber, entry.delivery.orderKey]).inserted
            let since = max(entry.delivery.notBefore, entry.leaseUntil ?? entry.delivery.notBefore)
            if isHead, since <= claim.now, claim.subscribers.contains(entry.delivery.subscriber) {
                due.append((since, index))
            }
        }
        let chosen = due.sorted { $0 < $1 }.prefix(claim.limit).map(\.index).sorted()
        for index in chosen { waiting[index].leaseUntil = claim.leaseUntil }
        return chosen.map { waiting[$0].delivery }
    }
}
