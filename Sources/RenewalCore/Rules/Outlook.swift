/// What would become of a group after a decision that is not stored (Rule P6).
struct Outlook {
    private let work: Work
    private let group: MachineGroup
    private let now: Instant
    private(set) var plan: GroupPlan

    /// The part that follows from the group's row.
    init(before: GroupPhase.Kind, work: Work, configuration: RenewalCoordinator.Configuration) {
        self.work = work
        group = work.group
        now = work.now
        plan = GroupPlan(
            group: group.id, name: group.name, steps: work.plannedSteps, before: before, after: group.phase.kind,
            opensAt: nil, reason: nil, deadline: group.deadline, misses: [], connectionsToUse: [])
        plan.opensAt = group.phase.opening?.at
        plan.reason = group.phase.opening?.reason
        guard case .stable(let current) = group.phase else { return }
        let due = RenewalSchedule.dueReason(of: group, at: now)
        let opening = due == nil ? RenewalSchedule.start(of: current, under: group.policy) : now
        plan.reason = due ?? .schedule
        plan.opensAt = opening.adding(seconds: due == nil ? 0 : configuration.pickUpInterval)
        plan.deadline = RenewalSchedule.deadline(
            previous: current, issuedAt: opening, graceMinutes: group.policy.graceMinutes)
    }

    /// The part that follows from the rows of machines and connections, read in pages.
    mutating func look(at snapshot: any StorageSnapshot) async throws {
        if let id = group.namedIssuer {
            let row = try await snapshot.read([.machine(id)]).machine(id).flatMap(work.planned)
            plan.unableIssuer = group.issuerFault(row).map {
                UnableIssuer(group: group.id, machine: id, fault: $0)
            }
        }
        let pageSize = 1_000
        var lastMachine: MachineID?
        repeat {
            try Task.checkCancellation()
            let page = try await snapshot.read([.machines(group.id, after: lastMachine, limit: pageSize)]).machines
            for stored in page {
                guard let machine = work.planned(stored), let reason = miss(of: machine) else { continue }
                plan.misses.append(PlannedMiss(machine: machine.id, name: machine.name, reason: reason))
            }
            lastMachine = page.count == pageSize ? page.last?.id : nil
        } while lastMachine != nil
        var lastConnection: ConnectionID?
        repeat {
            try Task.checkCancellation()
            let page = try await snapshot.read([.connections(group.id, after: lastConnection, limit: pageSize)])
                .connections
            plan.connectionsToUse += page.compactMap(work.planned).filter(mustBeUsed).map(\.id)
            lastConnection = page.count == pageSize ? page.last?.id : nil
        } while lastConnection != nil
        plan.connectionsToUse += work.plannedArrivals.filter(mustBeUsed).map(\.id)
        plan.connectionsToUse.sort()
    }

    /// Why a machine would miss the renewal as it is now; `nil` where it would not (Rules I5, I7, K2, P5).
    func miss(of machine: Machine) -> PlannedMiss.Reason? {
        switch group.phase {
        case .keyExpired, .deleted:
            return .groupEnds
        case .new, .imported:
            return nil
        case .overlap(let current, let overlap):
            if machine.membership?.generation == current.generation { return nil }
            if overlap.delivery == nil { return .mustRejoin }
        case .renewing(_, let opening):
            if let issuer = opening.delivery.issuer, issuer != machine.id { return .mustRejoin }
        case .stable(let current):
            if machine.membership?.generation != current.generation { return .windowCloses }
            if let issuer = group.namedIssuer, issuer != machine.id { return .mustRejoin }
        }
        guard machine.agentVersion?.canRenew == true else { return .agentTooOld }
        guard let deadline = plan.deadline, let opens = plan.opensAt else { return nil }
        let window = deadline.seconds(since: opens)
        guard let seen = machine.lastHeartbeat, now.seconds(since: seen) <= window else { return .notSeen }
        return nil
    }

    /// Whether a connection would have to be used or edited before the deadline (Rule C4).
    private func mustBeUsed(_ connection: DesktopFlowConnection) -> Bool {
        var row = connection
        while row.followNext(of: group) != nil {}
        switch row.effectiveState(in: group) {
        case .stale, .expired, .broken: return true
        case .current: return group.phase.kind != .overlap
        }
    }
}
