import RenewalCore

extension FaultyStorage {
    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        switch fault {
        case .lostUpdates:
            let decision = try decide(try await base.read(request.reads))
            await Task.yield()
            return try await base.transact(request) { _ in decision }
        case .tornTransactions:
            let decision = try decide(try await base.read(request.reads))
            for change in decision.changes {
                try await base.transact(request) { _ in TransactionDecision(changes: [change], outcome: ()) }
            }
            return try await base.transact(request) { _ in
                TransactionDecision(deliveries: decision.deliveries, outcome: decision.outcome)
            }
        case .deliveriesSurviveRollback:
            let decision = try decide(try await base.read(request.reads))
            try await base.transact(request) { _ in TransactionDecision(deliveries: decision.deliveries, outcome: ()) }
            return try await base.transact(request) { _ in
                TransactionDecision(changes: decision.changes, outcome: decision.outcome)
            }
        case .errorsWrapped:
            do { return try await base.transact(request, decide) } catch let error as RenewalError {
                throw RenewalError(error.code, "the transaction failed", cause: error)
            }
        case .historyGapsTaken, .missingRowsIgnored, .secondGenerationIgnored, .deletedIDsReused, .namedGroupsIgnored,
            .movesMachines:
            return try await transactLeniently(request, decide)
        default:
            return try await base.transact(request) { rows in
                var decision = try decide(rows)
                decision.changes = fault.corrupted(decision.changes)
                return decision
            }
        }
    }

    /// Leaves out, or puts right, the changes that a sound store refuses.
    private func transactLeniently<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        var decision = try decide(try await base.read(request.reads))
        var request = request
        var changes: [RowChange] = []
        for change in decision.changes {
            switch (fault, change) {
            case (.historyGapsTaken, .appendHistory(let entry)):
                let last = try await base.read([.lastHistory(entry.group)]).history.first?.number ?? 0
                if entry.number == last + 1 { changes.append(change) }
            case (.missingRowsIgnored, .removeMachine(let id)):
                if try await !base.read([.machine(id)]).machines.isEmpty { changes.append(change) }
            case (.secondGenerationIgnored, .insertCertificate(let row)):
                let rows = try await base.read([.certificates(row.group, after: row.generation.previous)])
                if rows.certificates.first?.generation != row.generation { changes.append(change) }
            case (.deletedIDsReused, .insertGroup(let row)):
                let old = try await base.read([.group(row.id)]).groups.first
                changes.append(old?.phase.kind == .deleted ? .updateGroup(row) : change)
            case (.namedGroupsIgnored, .updateMachine(let row)):
                request.groups.append(row.group)
                changes.append(change)
            case (.movesMachines, .updateMachine(let row)):
                let old = try await base.read([.machine(row.id)]).machines.first
                changes += old?.group == row.group ? [change] : [.removeMachine(row.id), .insertMachine(row)]
            default: changes.append(change)
            }
        }
        decision.changes = changes
        let final = decision
        return try await base.transact(request) { _ in final }
    }
}

extension StorageFault {
    fileprivate func corrupted(_ changes: [RowChange]) -> [RowChange] {
        switch self {
        case .lastChangeLost: Array(changes.dropLast(changes.count > 2 ? 1 : 0))
        case .historyLost:
            changes.filter { if case .appendHistory(let entry) = $0 { entry.number != 23 } else { true } }
        default: changes.map(corrupted)
        }
    }

    private func corrupted(_ change: RowChange) -> RowChange {
        switch (self, change) {
        case (.heartbeatsDropped, .insertMachine(var row)):
            row.lastHeartbeat = nil
            return .insertMachine(row)
        case (.updatesMerge, .updateMachine(var row)):
            row.keyReceivedAt = row.keyReceivedAt ?? Instant(secondsSince1970: 0)
            return .updateMachine(row)
        case (.namesTrimmed, .insertMachine(var row)):
            let words = row.name.description.split(separator: " ").joined(separator: " ")
            row.name = (try? Name(words)) ?? row.name
            return .insertMachine(row)
        case (.versionsShortened, .insertMachine(var row)) where row.agentVersion?.description == "2.23.0":
            row.agentVersion = try? AgentVersion("2.23")
            return .insertMachine(row)
        default: return change
        }
    }
}
