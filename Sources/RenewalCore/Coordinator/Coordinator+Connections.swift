extension RenewalCoordinator {
    /// What to seal credentials to (Rule C1), with certificates and links after the generation that the sealer trusts,
    /// and from the oldest usable one on.
    ///
    /// - Throws: ``RenewalError``: `XrmMachineGroupNotFound`, `groupKeyExpired`, `groupImported`, `groupHasNoCertificate`.
    public func sealingOffer(for id: GroupID, after trusted: Generation?) async throws -> SealingOffer {
        let moment = try await moment()
        // In an overlap a sealer that trusts the current generation needs the previous certificate too.
        let rows = try await storage.read([.group(id), .certificates(id, after: trusted?.previous?.previous)])
        guard let group = rows.group(id)?.settled(at: moment.now) else { throw RenewalError.groupNotFound(id) }
        let oldest = try group.phase.usable.first?.generation ?? group.requireCurrent().generation
        let chain = rows.certificates.filter { row in
            row.generation >= oldest || trusted.map { row.generation > $0 } ?? true
        }
        return SealingOffer(group: id, usable: group.phase.usable.map(\.generation), chain: chain)
    }

    /// Gives a run of a connection to a machine of its target (Rules C2, C5).
    ///
    /// Where no candidates are named, the choice among the machines that can run it starts at a random id, so that runs
    /// spread over the group; it costs a few index look-ups, however large the group is.
    ///
    /// - Throws: ``RenewalError``, the first of these that holds (Rule C5): `connectionNotFound`;
    ///   `XrmMachineGroupNotFound`; `groupKeyExpired`; `GroupIsEmpty`; `ExpiredDesktopFlowConnection`;
    ///   `NoCandidateMachine`.
    public func assignRun(
        of id: ConnectionID, among candidates: [MachineID]?, by principal: Principal
    ) async throws -> RunAssignment {
        while true {
            do {
                return try await assign(id, among: candidates, by: principal)
            } catch Work.Need.verification {
                // The connection was moved, or other generations serve, since the rows to read were chosen.
                continue
            }
        }
    }

    private func assign(
        _ id: ConnectionID, among candidates: [MachineID]?, by principal: Principal
    ) async throws -> RunAssignment {
        let connection = try await connection(id)
        let target = connection.group
        let moment = try await moment()
        let group = try await storage.read([.group(target)]).group(target)?.settled(at: moment.now)
        let usable = group?.phase.usable.map(\.generation) ?? []
        var reads: [RowQuery] = [.connection(id)]
        if let candidates {
            reads += candidates.map(RowQuery.machine)
        } else if let group {
            reads += RunCandidates.queries(for: group, startingAt: MachineID(makeID()))
        }
        // Last, so that it is chosen last: it tells an empty group from one without a candidate (Rule C5).
        reads += [.machines(target, after: nil, limit: 1), .certificates(target, after: nil)]
        return try await transact(on: target, reading: reads) { work in
            let isMoved = work.rows.connection(id).map { $0.group != target } ?? false
            guard !isMoved, work.group.phase.usable.map(\.generation) == usable else { throw Work.Need.verification }
            return try work.assign(id, among: candidates, by: principal)
        }
    }

    /// Which connections depend on which generations of a group (Rule C6), all of one instant.
    ///
    /// - Complexity: linear in the group's connections and machines, read in pages.
    /// - Throws: ``RenewalError``: `XrmMachineGroupNotFound`.
    public func census(of id: GroupID) async throws -> Census {
        let now = try await moment().now
        let pageSize = 1_000
        return try await storage.withSnapshot { snapshot in
            guard let group = try await snapshot.read([.group(id)]).group(id)?.settled(at: now),
                group.phase.kind != .deleted
            else { throw RenewalError.groupNotFound(id) }
            var census = CensusTaker(group: group, now: now)
            var lastConnection: ConnectionID?
            repeat {
                try Task.checkCancellation()
                let page = try await snapshot.read([.connections(id, after: lastConnection, limit: pageSize)])
                    .connections
                for connection in page { census.count(connection) }
                lastConnection = page.count == pageSize ? page.last?.id : nil
            } while lastConnection != nil
            var lastMachine: MachineID?
            repeat {
                try Task.checkCancellation()
                let page = try await snapshot.read([.machines(id, after: lastMachine, limit: pageSize)]).machines
                census.machines += page.map(\.id)
                lastMachine = page.count == pageSize ? page.last?.id : nil
            } while lastMachine != nil
            return census.result
        }
    }
}

/// Where a run's machine is looked for (Rule C2).
enum RunCandidates {
    /// One machine of each usable generation and age of agent, from a place in the order of ids on and, in case none
    /// follows, from its beginning.
    static func queries(for group: MachineGroup, startingAt start: MachineID) -> [RowQuery] {
        group.phase.usable.flatMap { usable in
            [true, false].flatMap { canRenew in
                [MachineID?.some(start), nil].map { after in
                    .machinesHolding(group.id, usable.generation, canRenew: canRenew, after: after, limit: 1)
                }
            }
        }
    }
}

extension Work {
    /// Chooses the machine of a run (Rules C2, C5) and notes the use.
    fileprivate mutating func assign(
        _ id: ConnectionID, among candidates: [MachineID]?, by principal: Principal
    ) throws -> RunAssignment {
        try group.requireLiving()
        guard let stored = rows.connection(id), stored.group == group.id else {
            throw RenewalError.connectionNotFound(id)
        }
        let machines = rows.machines.filter { $0.group == group.id }
        guard !machines.isEmpty else {
            throw RenewalError(
                .groupIsEmpty, "group \(group.id) has no machine to run connection \(id) on; join one",
                details: ["status": "400"])
        }
        var connection = stored
        while connection.followNext(of: group) != nil {}
        try connection.requireServable(in: group)
        let able = machines.filter { machine in
            (candidates?.contains(machine.id) ?? true) && !connection.copies(for: machine, in: group).isEmpty
        }
        let lacksCurrent = connection.effectiveState(in: group) == .stale
        let renewing = lacksCurrent ? able.first { $0.agentVersion?.canRenew == true } : nil
        guard let machine = renewing ?? able.first, let generation = machine.membership?.generation else {
            throw RenewalError(
                .noCandidateMachine,
                "no machine of group \(group.id) that can be asked holds a certificate that "
                    + "connection \(id) is sealed to; bring one online or run the connection later",
                details: ["status": "400"])
        }
        let now = now
        let row = change(stored) { $0.lastUsed = max($0.lastUsed ?? now, now) }
        try record(
            .runAssigned, rule: "C2", by: principal,
            "to machine \(machine.name.description.quotedForMessage)", subject: "\(id)")
        let usable = group.phase.usable.map(\.generation)
        return RunAssignment(
            connection: id, group: group.id, machine: machine.id, revision: row.revision,
            copies: row.copies(for: machine, in: group),
            lacking: usable.filter { generation in !row.copies.contains { $0.generation == generation } },
            chain: rows.certificates.filter { $0.generation > generation })
    }
}
