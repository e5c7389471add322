import RenewalSimulation
import RenewalTestSupport

@testable import RenewalCore

// What holds after every step.
extension Life {
    /// - Parameter indexes: whether the store's indexes are compared with its rows too, which costs as much as all else.
    func check(after step: Step, indexes: Bool) async throws {
        var rows: [GroupID: Rows] = [:]
        for id in groups {
            let read = try await world.storage.read([
                .group(id), .machines(id, after: nil, limit: 100), .connections(id, after: nil, limit: 100),
                .certificates(id, after: nil), .history(id, after: verified[id]?.number ?? 0, limit: 1_000),
            ])
            rows[id] = read
            guard let row = read.group(id) else { throw Violation(description: "group \(id) is gone") }
            let group = row.settled(at: world.now)
            try checkGenerations(group, read)
            try checkWake(row)
            try checkStatuses(row, group, read)
            try checkLogins(group, read)
            if indexes { try await checkIndexes(row, read) }
            try checkHistory(read, of: id)
            try checkIssuer(row, read)
        }
        try checkKeys(rows, after: step)
        if step.kind == .sweep {
            let due = try await world.storage.dueGroups(at: world.now, limit: 10)
            try require(due.isEmpty, "a sweep left \(due.count) groups due")
        }
    }

    private func require(_ isSo: Bool, _ what: @autoclosure () -> String) throws {
        if !isSo { throw Violation(description: what()) }
    }

    /// At most two usable generations, exactly one of them current, and that the newest issued.
    private func checkGenerations(_ group: MachineGroup, _ rows: Rows) throws {
        let usable = group.phase.usable.map(\.generation.number)
        try require(usable.count <= 2, "usable are \(usable)")
        let living: [GroupPhase.Kind] = [.stable, .renewing, .overlap]
        try require(living.contains(group.phase.kind) == !usable.isEmpty, "\(group.phase.kind) with \(usable)")
        guard let current = usable.last else { return }
        try require(usable == Array((current - UInt64(usable.count - 1))...current), "usable are \(usable)")
        let issued = rows.certificates.map(\.generation.number)
        try require(issued == Array(1...current), "issued are \(issued), current is \(current)")
        if let overlap = group.phase.overlap {
            try require(overlap.deadline <= overlap.previous.expiry, "D is after E (Rule S5)")
            try require(overlap.deadline > world.now, "an overlap after its deadline")
        }
    }

    /// The group wakes no later than the next thing that holds.
    private func checkWake(_ row: MachineGroup) throws {
        let now = world.now
        var instants = [now] + row.phase.usable.map(\.expiry) + [row.deadline].compactMap { $0 }
        if let current = row.phase.current { instants.append(RenewalSchedule.start(of: current, under: row.policy)) }
        for instant in instants.filter({ $0 >= now }).sorted() {
            let settled = row.settled(at: instant)
            let holds =
                settled != row || RenewalSchedule.dueReason(of: settled, at: instant) != nil || !row.transitions.isEmpty
            guard holds else { continue }
            try require(
                (row.wakesAt ?? .distantFuture) <= instant, "wakes at \(row.wakesAt, default: "never"), not \(instant)")
            return
        }
    }

    /// Statuses as Rule K1 has them, worked out here from generations alone; stored ones where the row caught up.
    private func checkStatuses(_ row: MachineGroup, _ group: MachineGroup, _ rows: Rows) throws {
        let usable = group.phase.usable.map(\.generation)
        for machine in rows.machines {
            let holds = machine.membership?.generation
            let isCurrent = holds == usable.last
            let expected: KeyDeliveryStatus =
                if !usable.contains(where: { $0 == holds }) {
                    .keyExpired
                } else if isCurrent, group.phase.kind != .renewing {
                    .default
                } else {
                    .pendingNewKey
                }
            let found = machine.effectiveStatus(in: group)
            try require(found == expected, "\(machine.name) is \(found), should be \(expected)")
            if group == row, machine.appliedTransition >= row.lastMachineTransition {
                try require(machine.storedStatus == expected, "\(machine.name) is stored as \(machine.storedStatus)")
            }
        }
        for connection in rows.connections where group == row {
            guard connection.appliedTransition >= row.lastConnectionTransition else { continue }
            let expected = connection.effectiveState(in: group)
            try require(connection.storedState == expected, "stored \(connection.storedState), is \(expected)")
        }
    }

    /// A connection that was edited, or used with its new copy stored, since the new certificate was issued can be served
    /// by every machine that is not KeyExpired, during the overlap and after it.
    private func checkLogins(_ group: MachineGroup, _ rows: Rows) throws {
        guard let current = group.phase.current?.generation else { return }
        for login in logins where login.updated == current {
            guard let connection = rows.connection(login.id) else { continue }
            try require(connection.effectiveState(in: group) == .current, "an updated connection is not current")
            for machine in rows.machines where machine.effectiveStatus(in: group) != .keyExpired {
                let copies = connection.copies(for: machine, in: group)
                try require(!copies.isEmpty, "\(machine.name) can not serve an updated connection")
                let computer = computers.first { (try? $0.member.id) == machine.id }
                guard let computer, !computer.isRestored else { continue }
                let candidates = computer.member.vault.copy()?.membership?.candidates.map(\.fingerprint) ?? []
                let opens = copies.contains {
                    computer.member.held.contains($0.generation.number) || candidates.contains($0.certificate)
                }
                try require(opens, "\(machine.name) has no key for an updated connection: \(computer.member.held)")
            }
        }
    }

    private func checkIndexes(_ row: MachineGroup, _ rows: Rows) async throws {
        let (store, id) = (world.storage, row.id)
        for generation in Set(rows.machines.compactMap { $0.membership?.generation }) {
            for canRenew in [true, false] {
                let found = try await store.read([
                    .machinesHolding(id, generation, canRenew: canRenew, after: nil, limit: 100)
                ]).machines
                let expected = rows.machines.filter {
                    $0.membership?.generation == generation && ($0.agentVersion?.canRenew ?? false) == canRenew
                }
                try require(found == expected, "the index of holders differs from the rows")
            }
        }
        let behind = try await store.read([
            .machinesBehind(id, transition: row.lastMachineTransition, limit: 100),
            .connectionsBehind(id, transition: row.lastConnectionTransition, limit: 100),
        ])
        let machines = rows.machines.filter { $0.appliedTransition < row.lastMachineTransition }.map(\.id)
        let connections = rows.connections.filter { $0.appliedTransition < row.lastConnectionTransition }.map(\.id)
        try require(Set(behind.machines.map(\.id)) == Set(machines), "the index of machines behind is wrong")
        try require(Set(behind.connections.map(\.id)) == Set(connections), "the index of connections behind is wrong")
        try require(
            !row.transitions.isEmpty || (machines.isEmpty && connections.isEmpty), "rows are behind nothing")
        let isDue = try await store.dueGroups(at: world.now, limit: 100).contains(id)
        try require(isDue == row.wakesAt.map { $0 <= world.now } ?? false, "the index of due groups is wrong")
    }

    private func checkHistory(_ rows: Rows, of id: GroupID) throws {
        let fault = HistoryChain.firstFault(in: rows.history, group: id, after: verified[id], crypto: world.crypto)
        try require(fault == nil, "history: \(fault, default: "")")
        if let last = rows.history.last { verified[id] = last }
    }

    /// A renewal that nobody can issue, because only one machine may and it can not, is never silent (Rule P5).
    private func checkIssuer(_ row: MachineGroup, _ rows: Rows) throws {
        for entry in rows.history {
            switch HistoryAction(rawValue: entry.action) {
            case .renewalOpened, .renewalRequested: unable[row.id] = nil
            case .issuerUnable: unable[row.id] = entry.subject
            default: break
            }
        }
        guard let issuer = row.namedIssuer, let fault = row.issuerFault(rows.machine(issuer)) else { return }
        try require(unable[row.id] == issuer.description, "silence about \(issuer): \(fault)")
    }

    /// No usable key is ever destroyed, but by leaving or by putting a vault back.
    private func checkKeys(_ rows: [GroupID: Rows], after step: Step) throws {
        for index in computers.indices {
            let held = computers[index].member.held
            let group = rows[computers[index].group]?.groups.first?.settled(at: world.now)
            let usable = group?.phase.usable.map(\.generation.number) ?? []
            let lost = computers[index].held.filter { usable.contains($0) && !held.contains($0) }
            try require(lost.isEmpty || step.kind == .restore, "a machine lost the usable keys \(lost)")
            let keepsSome = computers[index].held.isEmpty || !held.isEmpty
            try require(keepsSome || step.kind == .restore, "a machine destroyed its last key")
            computers[index].held = held
        }
    }
}
