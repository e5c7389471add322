extension RenewalCoordinator: RenewalAdministration {
    /// Does the command, as one transaction (Rule Z7).
    ///
    /// - Throws: ``RenewalError`` with the codes that the command's rules name; nothing is stored then.
    public func perform(
        _ command: AdministrativeCommand, by principal: Principal
    ) async throws -> CommandResult {
        switch command {
        case .createGroup(let new):
            return try await create(new, by: principal)
        case .confirmTime:
            try await recordConfirmation(by: principal)
            return CommandResult(group: nil, now: try await time.confirm())
        case .moveConnection(let connection, let target):
            return try await move(connection, to: target, by: principal)
        default:
            let group = try await group(of: command)
            let result: CommandResult
            do {
                result = try await apply(command, to: group, by: principal)
            } catch var error as RenewalError where error.code == .copiesDoNotCover {
                // Rule C1: with the present certificates.
                error.remedy = .sealTo(try await sealingOffer(for: group, after: nil))
                throw error
            }
            // What the rows follow is bounded work that any later sweep would do; a caller who goes away loses nothing.
            if case .deleteGroup = command { _ = try? await catchUp(group) }
            return result
        }
    }

    /// Applies a command to one group. What it reads follows from the generations that serve; where these change before
    /// the transaction, it reads again.
    private func apply(
        _ command: AdministrativeCommand, to id: GroupID, by principal: Principal
    ) async throws -> CommandResult {
        while true {
            let now = try await moment().now
            let seen = try await storage.read([.group(id)]).group(id)?.settled(at: now)
            do {
                return try await transact(on: id, reading: command.reads(seen)) { work in
                    let usable = work.group.phase.usable.map(\.generation)
                    guard usable == seen?.phase.usable.map(\.generation) else { throw Work.Need.verification }
                    return try work.apply(command, by: principal)
                }
            } catch Work.Need.verification {
                continue
            }
        }
    }

    /// The group that a command is about.
    func group(of command: AdministrativeCommand) async throws -> GroupID {
        switch command {
        case .deleteGroup(let id), .setPolicy(let id, _), .renewNow(let id, _), .retireEarly(let id, _):
            return id
        case .createConnection(let new):
            return new.group
        case .createGroup(let new):
            return new.id
        case .removeMachine(let id):
            guard let machine = try await storage.read([.machine(id)]).machine(id) else {
                throw RenewalError(.machineNotFound, "there is no machine \(id), or it was removed")
            }
            return machine.group
        case .editConnection(let edit):
            return try await connection(edit.id).group
        case .deleteConnection(let id), .moveConnection(let id, _):
            return try await connection(id).group
        case .confirmTime:
            throw RenewalError(.malformed, "confirming the time is about no one group")
        }
    }

    func connection(_ id: ConnectionID) async throws -> DesktopFlowConnection {
        guard let connection = try await storage.read([.connection(id)]).connection(id) else {
            throw RenewalError.connectionNotFound(id)
        }
        return connection
    }

    /// Notes who confirmed the time, in the history of every group that the confirmed time makes due (Rules T3, Z7).
    private func recordConfirmation(by principal: Principal) async throws {
        let (clock, acting) = (time.unchecked(), try await moment().now)
        for group in try await storage.dueGroups(at: max(clock, acting), limit: .max) {
            try await transact(on: group) { work in
                try work.record(
                    .timeConfirmed, rule: "T3", by: principal, "the time is \(clock); so far it was \(acting)")
            }
        }
    }

    private func create(_ new: NewGroup, by principal: Principal) async throws -> CommandResult {
        let environment = environment(try await moment())
        return try await storage.transact(TransactionRequest(groups: [new.id], reads: [.group(new.id)])) { rows in
            guard rows.group(new.id) == nil else { throw RenewalError.duplicate("group", "\(new.id)") }
            let work = try Work.creating(new, by: principal, environment: environment)
            return try work.decision(CommandResult(group: new.id, now: environment.now))
        }
    }

    /// Moves a connection in one transaction over both groups, so that it is never in none (Rule G1).
    private func move(
        _ id: ConnectionID, to target: GroupID, by principal: Principal
    ) async throws -> CommandResult {
        while true {
            let source = try await connection(id).group
            do {
                return try await transact(
                    on: target, reading: AdministrativeCommand.readsOfMove(of: id, from: source), also: [source]
                ) { work in
                    try work.move(id, from: source, by: principal)
                }
            } catch Work.Need.verification {
                continue
            }
        }
    }
}

extension AdministrativeCommand {
    /// What the command's decision reads besides the group's row.
    ///
    /// - Parameter group: settled as of now.
    func reads(_ group: MachineGroup?) -> [RowQuery] {
        switch self {
        case .createGroup, .deleteGroup, .setPolicy, .confirmTime, .renewNow(_, .toMembers):
            []
        case .renewNow(_, .withoutDelivery(let machine)), .removeMachine(let machine):
            [.machine(machine)]
        case .retireEarly(let id, _):
            dependants(of: group?.phase.overlap?.previous.generation, in: id, current: group?.phase.current?.generation)
        case .createConnection(let new):
            [.connection(new.id)]
        case .editConnection(let edit):
            [.connection(edit.id)]
        case .deleteConnection(let id), .moveConnection(let id, _):
            [.connection(id)]
        }
    }

    /// What moving a connection reads besides the target's row.
    static func readsOfMove(of id: ConnectionID, from source: GroupID) -> [RowQuery] {
        [.connection(id), .group(source), .lastHistory(source)]
    }

    /// A few of those who still need a generation: one is enough to refuse, a few make a better message (Rule K6).
    private func dependants(of previous: Generation?, in group: GroupID, current: Generation?) -> [RowQuery] {
        guard let previous, let current else { return [] }
        return [
            .machinesHolding(group, previous, canRenew: nil, after: nil, limit: 5),
            .connectionsHolding(group, previous, lacking: current, after: nil, limit: 5),
        ]
    }
}
