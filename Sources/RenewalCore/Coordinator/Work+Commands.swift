// What each command does to the rows. The same code makes plans (Rule P6).
extension Work {
    /// Work that creates a group (Rules G4, I1).
    static func creating(_ new: NewGroup, by principal: Principal, environment: Environment) throws -> Work {
        var work = Work(
            creating: MachineGroup(id: new.id, name: new.name, policy: new.policy), environment: environment)
        try work.record(
            .groupCreated, rule: "G4", by: principal,
            "group \(new.name.description.quotedForMessage), validity \(new.policy.validityMinutes) minutes, grace "
                + "\(new.policy.graceMinutes) minutes")
        return work
    }

    /// Applies a command about a group that is there.
    mutating func apply(_ command: AdministrativeCommand, by principal: Principal) throws -> CommandResult {
        var result = CommandResult(group: group.id, now: now)
        switch command {
        case .deleteGroup:
            try deleteGroup(by: principal)
        case .setPolicy(_, let policy):
            try set(policy, by: principal)
        case .renewNow(_, let delivery):
            result.renewal = try renewNow(delivery, by: principal)
        case .retireEarly(_, let evenIfNeeded):
            try retireEarly(evenIfNeeded: evenIfNeeded, by: principal)
        case .removeMachine(let id):
            try removeMachine(id, by: principal)
        case .createConnection(let new):
            try create(new, by: principal)
        case .editConnection(let edit):
            try self.edit(edit, by: principal)
        case .deleteConnection(let id):
            let connection = try connection(id)
            remove(connection)
            try record(.connectionDeleted, rule: "C1", by: principal, "connection deleted", subject: "\(id)")
        case .createGroup, .moveConnection, .confirmTime:
            throw RenewalError(.malformed, "this command is not about one group's rows")
        }
        return result
    }

    /// Rule G1.
    private mutating func deleteGroup(by principal: Principal) throws {
        guard group.phase.kind != .deleted else { throw RenewalError.groupNotFound(group.id) }
        let now = now
        try changeGroup { try $0.delete(at: now) }
        try record(.groupDeleted, rule: "G1", by: principal, "its certificates are no longer valid")
    }

    /// Rules P1 to P4 and K3.
    private mutating func set(_ policy: RenewalPolicy, by principal: Principal) throws {
        try group.requireLiving()
        guard policy != group.policy else { return }
        let old = group.policy
        changeGroup { $0.policy = policy }
        let reason = RenewalSchedule.dueReason(of: group, at: now)
        try record(
            .policyChanged, rule: "P1", by: principal,
            "validity \(old.validityMinutes) to \(policy.validityMinutes) minutes, grace \(old.graceMinutes) to "
                + "\(policy.graceMinutes) minutes"
                + (reason.map { "; a renewal is due because of \($0.rawValue)" } ?? ""))
    }

    /// Rule P5.
    private mutating func renewNow(
        _ delivery: DeliveryMode, by principal: Principal
    ) throws -> MachineGroup.RenewNowResult {
        if environment.clockIsSuspect { throw RenewalError.clockSuspect("starting a renewal") }
        _ = try group.requireCurrent()
        if case .withoutDelivery(let issuer) = delivery {
            try group.requireEligible(rows.machine(issuer), named: issuer)
        }
        let request = OperatorRequest(at: now, by: principal, delivery: delivery)
        var result = MachineGroup.RenewNowResult.remembered
        let countBefore = group.transitionCount
        try changeGroup { result = try $0.renewNow(request) }
        let isOpened = group.transitionCount != countBefore
        try record(
            isOpened ? .renewalOpened : .renewalRequested, rule: isOpened ? "S4" : "P5", by: principal,
            isOpened ? "due because of operator" : "renew now: \(result.rawValue)")
        return result
    }

    /// Rule K6.
    private mutating func retireEarly(evenIfNeeded: Bool, by principal: Principal) throws {
        if environment.clockIsSuspect { throw RenewalError.clockSuspect("retiring a generation") }
        try group.requireLiving()
        guard case .overlap(let current, let overlap) = group.phase else {
            throw RenewalError(
                .noOpenRenewal, "group \(group.id) is \(group.phase.kind); a generation is retired early in an overlap",
                details: ["found": group.phase.kind.rawValue, "needed": "overlap"])
        }
        let machines = rows.machines.filter { $0.membership?.generation == overlap.previous.generation }
        let connections = rows.connections.filter { connection in
            !connection.copies.contains { $0.generation == current.generation }
                && connection.copies.contains { $0.generation == overlap.previous.generation }
        }
        guard evenIfNeeded || (machines.isEmpty && connections.isEmpty) else {
            let names = machines.prefix(5).map(\.name.description) + connections.prefix(5).map(\.name.description)
            throw RenewalError(
                .generationStillNeeded,
                "generation \(overlap.previous.generation) is still needed by "
                    + "\(names.map(\.quotedForMessage).joined(separator: ", ")) and perhaps others; let the machines "
                    + "check in and run the connections, or say that it is to be retired even so",
                details: ["machines": "\(machines.count)", "connections": "\(connections.count)"])
        }
        let now = now
        try record(
            .retiredEarly, rule: "K6", by: principal,
            "the deadline was \(overlap.deadline)\(evenIfNeeded ? "; dependants were accepted" : "")")
        try changeGroup { try $0.retireEarly(at: now) }
        try settle()
    }

    /// Rule G2.
    private mutating func removeMachine(_ id: MachineID, by principal: Principal) throws {
        guard group.phase.kind != .deleted else { throw RenewalError.groupNotFound(group.id) }
        guard let machine = rows.machine(id), machine.group == group.id else {
            throw RenewalError.machineNotFound(id, in: group.id)
        }
        remove(machine)
        try record(
            .machineRemoved, rule: "G2", by: principal,
            "machine \(machine.name.description.quotedForMessage) removed; it still knows the group key",
            subject: "\(id)")
        try noteIssuer(id, before: machine, after: nil)
    }

    /// Rule C1.
    private mutating func create(_ new: NewConnection, by principal: Principal) throws {
        guard rows.connection(new.id) == nil else { throw RenewalError.duplicate("connection", "\(new.id)") }
        try group.requireCover(new.copies, of: new.id, revision: 1, crypto: crypto)
        insert(
            DesktopFlowConnection(
                id: new.id, group: group.id, name: new.name, revision: 1, copies: new.copies,
                appliedTransition: group.transitionCount))
        try record(
            .connectionCreated, rule: "C1", by: principal, "connection \(new.name.description.quotedForMessage)",
            subject: "\(new.id)")
    }

    /// Rule C1.
    private mutating func edit(_ edit: ConnectionEdit, by principal: Principal) throws {
        try group.requireLiving()
        let connection = try connection(edit.id)
        var what = "renamed"
        if let copies = edit.copies {
            let next = try connection.revision.following("the credential revision of connection \(edit.id)")
            try group.requireCover(copies, of: edit.id, revision: next, crypto: crypto)
            what = "credentials entered, revision \(next)"
        }
        _ = try change(connection) { row in
            if let name = edit.name { row.name = name }
            if let copies = edit.copies {
                row.copies = copies
                row.revision = try row.revision.following("the credential revision of connection \(edit.id)")
                row.storedState = try StateMachine.connection.next(row.storedState, .sealed)
            }
        }
        try record(.connectionEdited, rule: "C1", by: principal, what, subject: "\(edit.id)")
    }

    private func connection(_ id: ConnectionID) throws -> DesktopFlowConnection {
        guard let connection = rows.connection(id), connection.group == group.id else {
            throw RenewalError.connectionNotFound(id)
        }
        return connection
    }

    /// Points a connection at this group (Rules C1, G1).
    mutating func move(_ id: ConnectionID, from source: GroupID, by principal: Principal) throws -> CommandResult {
        try group.requireLiving()
        guard let connection = rows.connection(id) else { throw RenewalError.connectionNotFound(id) }
        // Where somebody moved it meanwhile, read where it is now.
        guard connection.group == source else { throw Need.verification }
        guard let left = rows.group(source)?.settled(at: now) else {
            throw RenewalError(
                .storeInconsistent, "connection \(id) targets group \(source), which has no row; verify the store")
        }
        guard source != group.id else { return CommandResult(group: group.id, now: now) }
        try relocate(connection, from: left)
        try record(.connectionMoved, rule: "G1", by: principal, "from group \(source)", subject: "\(id)")
        try record(
            .connectionMoved, rule: "G1", by: principal, "to group \(group.id)", subject: "\(id)", in: source)
        return CommandResult(group: group.id, now: now)
    }
}
