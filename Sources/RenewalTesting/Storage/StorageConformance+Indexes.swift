import RenewalCore

extension StorageConformance {
    static let indexChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "machinesHolding",
            "Machines by generation held: exactly that generation, by agent where asked, in pages, as updated."
        ) { subject in
            var any = subject.rows
            let group = try any.group(.overlap)
            var machines = try (0..<40).map { try any.machine(in: group.id, holding: $0) }
            try await subject.store.write([group.id], [.insertGroup(group)] + machines.map(RowChange.insertMachine))
            try await requireHoldings(machines, in: group.id, try await subject.peer(), "after inserting")
            machines = try machines.enumerated().map { try any.machine(in: group.id, id: $1.id, holding: $0 + 1) }
            try await subject.store.write([group.id], machines.map(RowChange.updateMachine))
            try await requireHoldings(machines, in: group.id, try await subject.peer(), "after updating")
        },
        ConformanceCheck(
            "machinesBehind", "Machines below a transition, the lowest first, at most as many as asked for, as updated."
        ) { subject in
            var any = subject.rows
            let (group, other) = (try any.group(.stable), try any.group(.stable))
            var machines = try (0..<30).map { _ in try any.machine(in: group.id) }
            for index in machines.indices { machines[index].appliedTransition = any.number(0...6) }
            let stranger = try any.machine(in: other.id)
            try await subject.store.write([group.id], [.insertGroup(group)] + machines.map(RowChange.insertMachine))
            try await subject.store.write([other.id], [.insertGroup(other), .insertMachine(stranger)])
            for index in machines.indices { machines[index].appliedTransition += any.number(0...1) * 3 }
            try await subject.store.write([group.id], machines.map(RowChange.updateMachine))
            let expected = machines.map { Behind(transition: $0.appliedTransition, id: $0.id) }
            let store = try await subject.peer()
            try await requireBehind(expected, "machines") { transition, limit in
                try await store.read([.machinesBehind(group.id, transition: transition, limit: limit)]).machines
                    .map { Behind(transition: $0.appliedTransition, id: $0.id) }
            }
        },
        ConformanceCheck(
            "connectionsBehind",
            "Connections below a transition, the lowest first, at most as many as asked for, as updated."
        ) { subject in
            var any = subject.rows
            let (group, other) = (try any.group(.stable), try any.group(.stable))
            var connections = try (0..<30).map { _ in try any.connection(in: group.id) }
            for index in connections.indices { connections[index].appliedTransition = any.number(0...6) }
            let stranger = try any.connection(in: other.id)
            try await subject.store.write(
                [group.id], [.insertGroup(group)] + connections.map(RowChange.insertConnection))
            try await subject.store.write([other.id], [.insertGroup(other), .insertConnection(stranger)])
            for index in connections.indices { connections[index].appliedTransition += any.number(0...1) * 3 }
            try await subject.store.write([group.id], connections.map(RowChange.updateConnection))
            let expected = connections.map { Behind(transition: $0.appliedTransition, id: $0.id) }
            let store = try await subject.peer()
            try await requireBehind(expected, "connections") { transition, limit in
                try await store.read([.connectionsBehind(group.id, transition: transition, limit: limit)]).connections
                    .map { Behind(transition: $0.appliedTransition, id: $0.id) }
            }
        },
        ConformanceCheck(
            "dueGroups", "Groups that wake at or before the instant, the earliest first, at most as many as asked for."
        ) { subject in
            var any = subject.rows
            let start = Instant(secondsSince1970: 1_800_000_000)
            var groups = try (0..<12).map { try any.group(waking: start.adding(days: Int($0))) }
            for group in groups.shuffled(using: &any.generator) {
                try await subject.store.write([group.id], [.insertGroup(group)])
            }
            let asleep = try any.group(.deleted).withoutTransitions
            try await subject.store.write([asleep.id], [.insertGroup(asleep)])
            try await requireDue(groups, by: try await subject.peer(), from: start, "after inserting")
            for index in groups.indices {
                groups[index] = try any.group(id: groups[index].id, waking: start.adding(days: 20 - index))
            }
            for group in groups { try await subject.store.write([group.id], [.updateGroup(group)]) }
            try await requireDue(groups, by: try await subject.peer(), from: start, "after updating")
            for group in groups {
                var deleted = group
                deleted.phase = .deleted(at: start)
                try await subject.store.write([group.id], [.updateGroup(deleted)])
            }
            let none = try await subject.store.dueGroups(at: .distantFuture, limit: 100)
            try requireEqual(none, [], "the due groups where none ever wakes")
        },
        ConformanceCheck("dueAtOnce", "A group that has transitions to follow is due whatever the time.") { subject in
            var any = subject.rows
            var group = try any.group(.deleted)
            group.transitions = [try any.transition()]
            try await subject.store.write([group.id], [.insertGroup(group)])
            try requireEqual(
                try await subject.peer().dueGroups(at: .distantPast, limit: 10), [group.id], "the due groups")
        },
    ]

    private static func requireHoldings(
        _ machines: [Machine], in group: GroupID, _ store: any Storage, _ place: String
    ) async throws {
        for number in UInt64(1)...4 {
            guard let generation = Generation(number) else { continue }
            for canRenew in [nil, true, false] {
                let ids = machines.filter { machine in
                    guard let membership = machine.membership, membership.generation == generation else { return false }
                    return canRenew == nil || (machine.agentVersion?.canRenew ?? false) == canRenew
                }.map(\.id)
                let what = "machines of generation \(number), canRenew \(canRenew.map { "\($0)" } ?? "any"), \(place)"
                try await requirePages(of: ids, what) { after, limit in
                    try await store.read([
                        .machinesHolding(group, generation, canRenew: canRenew, after: after, limit: limit)
                    ]).machines.map(\.id)
                }
            }
        }
    }

    private static func requireBehind<ID: UUIDIdentifier>(
        _ all: [Behind<ID>], _ what: String, page: (UInt64, Int) async throws -> [Behind<ID>]
    ) async throws {
        for transition in UInt64(0)...11 {
            let below = all.filter { $0.transition < transition }
            let found = try await page(transition, all.count + 1)
            try requireEqual(Set(found), Set(below), "the \(what) below transition \(transition)")
            try requireEqual(found.count, below.count, "the number of \(what) below transition \(transition)")
            try requireEqual(
                found.map(\.transition), below.map(\.transition).sorted(), "the order of \(what), lowest first")
            let few = try await page(transition, 4).map(\.transition)
            try requireEqual(
                few, Array(below.map(\.transition).sorted().prefix(4)), "the first four \(what) below \(transition)")
        }
    }

    private static func requireDue(
        _ groups: [MachineGroup], by store: any Storage, from start: Instant, _ place: String
    ) async throws {
        let sorted = groups.sorted { ($0.wakesAt ?? .distantFuture) < ($1.wakesAt ?? .distantFuture) }
        for (index, group) in sorted.enumerated() {
            guard let wake = group.wakesAt else { continue }
            let before = try await store.dueGroups(at: wake.adding(seconds: -1), limit: 100)
            try requireEqual(before, sorted[..<index].map(\.id), "\(place), the groups due one second before \(wake)")
            let at = try await store.dueGroups(at: wake, limit: 100)
            try requireEqual(at, sorted[...index].map(\.id), "\(place), the groups due at \(wake) exactly")
        }
        let few = try await store.dueGroups(at: .distantFuture, limit: 3)
        try requireEqual(few, sorted.prefix(3).map(\.id), "\(place), the first three due groups")
        let first = try await store.dueGroups(at: start.adding(days: -1), limit: 100)
        try requireEqual(first, [], "\(place), the groups due before any wakes")
    }
}

private struct Behind<ID: UUIDIdentifier>: Hashable, Sendable {
    var transition: UInt64
    var id: ID
}

extension MachineGroup {
    fileprivate var withoutTransitions: MachineGroup {
        var group = self
        group.transitions = []
        return group
    }
}

extension ArbitraryRows {
    /// A group whose only reason to wake is the expiry of its certificate, at that instant.
    fileprivate mutating func group(id: GroupID? = nil, waking instant: Instant) throws -> MachineGroup {
        var group = try self.group(id: id, .renewing)
        var current = try usableGeneration()
        current.createdAt = instant.adding(minutes: -current.validityMinutes)
        group.phase = .renewing(current: current, opening())
        group.transitions = []
        return group
    }

    /// A machine that holds generation 1, 2 or 3 or none, with an agent that is recent enough, too old or unknown.
    fileprivate mutating func machine(in group: GroupID, id: MachineID? = nil, holding index: Int) throws -> Machine {
        var machine = try self.machine(in: group, id: id)
        machine.agentVersion = try [AgentVersion("2.23"), AgentVersion("2.22.999"), nil][index % 3]
        machine.membership = try Generation(UInt64(index / 3 % 4)).map {
            Machine.Membership(
                machineKey: publicKey(), fingerprint: try fingerprint(), generation: $0, sequence: counter())
        }
        return machine
    }
}
