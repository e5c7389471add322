extension RenewalCoordinator {
    /// Says what the command would do (Rule P6): the same decision on the same rows, of which nothing is stored, and then
    /// a look at every machine and connection of the group.
    ///
    /// - Complexity: linear in the group's machines and connections, read in pages from a snapshot.
    /// - Throws: what ``perform(_:by:)`` would throw.
    public func plan(_ command: AdministrativeCommand, by principal: Principal) async throws -> Plan {
        let moment = try await moment()
        let environment = environment(moment)
        switch command {
        case .createGroup(let new):
            if try await storage.read([.group(new.id)]).group(new.id) != nil {
                throw RenewalError.duplicate("group", "\(new.id)")
            }
            let work = try Work.creating(new, by: principal, environment: environment)
            let outlook = Outlook(before: .new, work: work, configuration: configuration)
            return Plan(now: moment.now, groups: [outlook.plan])
        case .confirmTime:
            return try await planOfConfirming()
        default:
            return try await planOfCommand(command, by: principal, environment: environment)
        }
    }

    private func planOfCommand(
        _ command: AdministrativeCommand, by principal: Principal, environment: Work.Environment
    ) async throws -> Plan {
        let source = try await group(of: command)
        do {
            // A move is decided on the target (Rule G1), everything else on the group it is about.
            let id = if case .moveConnection(_, let target) = command { target } else { source }
            return try await storage.withSnapshot { snapshot in
                guard let stored = try await snapshot.read([.group(id)]).group(id) else {
                    throw RenewalError.groupNotFound(id)
                }
                var reads = command.reads(stored.settled(at: environment.now))
                if case .moveConnection(let connection, _) = command {
                    reads = AdministrativeCommand.readsOfMove(of: connection, from: source)
                }
                let rows = try await snapshot.read([.group(id), .lastHistory(id)] + reads)
                var work = try Work(on: id, rows: rows, historyIsLoaded: true, environment: environment)
                let before = work.group.phase.kind
                if case .moveConnection(let connection, _) = command {
                    _ = try work.move(connection, from: source, by: principal)
                } else {
                    _ = try work.apply(command, by: principal)
                }
                var outlook = Outlook(before: before, work: work, configuration: self.configuration)
                try await outlook.look(at: snapshot)
                return Plan(now: environment.now, groups: [outlook.plan])
            }
        } catch Work.Need.verification {
            // The connection was moved since its group was looked up.
            return try await planOfCommand(command, by: principal, environment: environment)
        }
    }

    /// What the clock's own time would do, were it believed: to every group that it makes due (Rule T3).
    private func planOfConfirming() async throws -> Plan {
        let now = time.unchecked()
        var environment = environment(try await moment())
        environment.now = now
        environment.clockIsSuspect = false
        let believed = environment
        let due = try await storage.dueGroups(at: now, limit: .max)
        return try await storage.withSnapshot { snapshot in
            var plan = Plan(now: now, groups: [])
            for id in due {
                try Task.checkCancellation()
                let issuer = try await snapshot.read([.group(id)]).group(id)?.namedIssuer
                let rows = try await snapshot.read(
                    [.group(id), .lastHistory(id)] + (issuer.map { [.machine($0)] } ?? []))
                guard let stored = rows.group(id) else { continue }
                var work = try Work(
                    on: id, rows: rows, historyIsLoaded: true, soughtMachine: issuer, environment: believed)
                try work.openIfDue(foundBy: .coordinator)
                guard work.group.transitionCount != stored.transitionCount else { continue }
                var outlook = Outlook(before: stored.phase.kind, work: work, configuration: self.configuration)
                try await outlook.look(at: snapshot)
                plan.groups.append(outlook.plan)
            }
            return plan
        }
    }
}
