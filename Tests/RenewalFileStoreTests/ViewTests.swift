import GRDB
import RenewalCore
import RenewalTesting
import Testing

@testable import RenewalFileStore

/// The views say what the core says (Rules K1, C4, C5).
struct ViewTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `the views' status is the effective one, at and around every boundary`(seed: UInt64) throws {
        var any = ArbitraryRows(seed: seed)
        let queue = try DatabaseQueue()
        try queue.write { try Schema.migrate($0) }
        var wholes: [(group: MachineGroup, machines: [Machine], connections: [DesktopFlowConnection])] = []
        for kind in GroupPhase.Kind.allCases {
            for _ in 0..<6 {
                let group = try any.settlingGroup(kind)
                wholes.append((group, try any.followers(of: group), try any.connections(of: group)))
            }
        }
        try queue.write { database in
            for whole in wholes {
                try database.apply(.insertGroup(whole.group), in: [whole.group.id])
                for machine in whole.machines { try database.apply(.insertMachine(machine), in: [whole.group.id]) }
                for connection in whole.connections {
                    try database.apply(.insertConnection(connection), in: [whole.group.id])
                }
            }
        }
        var seen: Set<String> = []
        for (index, now) in any.instants(around: wholes.map(\.group)).enumerated() {
            let views = try Views(queue, at: now)
            for whole in wholes {
                let settled = whole.group.settled(at: now)
                let place = "\(whole.group.phase.kind) at \(now), seed \(seed), instant \(index)"
                #expect(views.phases[whole.group.id.description] == settled.phase.kind.rawValue, "\(place)")
                for machine in whole.machines {
                    let status = machine.effectiveStatus(in: settled)
                    #expect(views.statuses[machine.id.description] == status.rawValue, "\(machine): \(place)")
                    seen.insert("\(machine.membership == nil) \(status)")
                }
                for connection in whole.connections {
                    let state = connection.effectiveState(in: settled)
                    #expect(views.states[connection.id.description] == state.rawValue, "\(connection.copies): \(place)")
                    seen.insert("\(state)")
                }
            }
        }
        #expect(seen.count == 6 + 4, "\(seen)")
    }

    @Test func `the views of a store go by the present time`() throws {
        let queue = try DatabaseQueue()
        try queue.write { try Schema.migrate($0) }
        var any = ArbitraryRows(seed: 1)
        var group = try any.settlingGroup(.overlap)
        guard case .overlap(let current, var overlap) = group.phase else { return }
        overlap.deadline = .distantFuture
        group.phase = .overlap(current: current, overlap)
        let row = group
        try queue.write { try $0.apply(.insertGroup(row), in: [row.id]) }
        #expect(try Views.read(queue, "renewal_groupstatus", "flowmachinegroupid", "renewal_deadline").count == 1)
        #expect(try Views.phases(queue) == [group.id.description: "overlap"])
    }
}

/// What the views say as of an instant.
private struct Views {
    var phases: [String: String]
    var statuses: [String: Int]
    var states: [String: Int]

    init(_ queue: DatabaseQueue, at now: Instant) throws {
        try queue.write { database in
            for name in Schema.viewNames { try database.execute(sql: "DROP VIEW IF EXISTS \(name)") }
            for view in Schema.views(now: "'\(InstantText.text(now))'") { try database.execute(sql: view) }
        }
        phases = try Self.phases(queue)
        statuses = try Self.read(queue, "renewal_machinestatus", "flowmachineid", "keydeliverystatus")
            .compactMapValues { Int($0) }
        states = try Self.read(
            queue, "renewal_connectionstate", "renewal_desktopflowconnectionid", "renewal_state"
        ).compactMapValues { Int($0) }
    }

    static func phases(_ queue: DatabaseQueue) throws -> [String: String] {
        try read(queue, "renewal_groupstatus", "flowmachinegroupid", "renewal_phase")
    }

    static func read(_ queue: DatabaseQueue, _ view: String, _ key: String, _ value: String) throws -> [String: String]
    {
        let rows = try queue.read { try Row.fetchAll($0, sql: "SELECT \(key), CAST(\(value) AS TEXT) FROM \(view)") }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as String? ?? "") })
    }
}

extension ArbitraryRows {
    /// A group whose transitions are numbered in their order, as a coordinator numbers them.
    fileprivate mutating func settlingGroup(_ kind: GroupPhase.Kind) throws -> MachineGroup {
        var group = try self.group(kind)
        let first = number(1...50)
        group.transitions = try (0..<number(0...4)).map { offset in
            var transition = try self.transition()
            transition.number = first + offset
            return transition
        }
        group.transitionCount = (group.transitions.last?.number ?? first) + 0
        guard case .overlap(let current, var overlap) = group.phase else { return group }
        // The generations of an overlap follow each other.
        overlap.previous.generation = Generation(number(1...9)) ?? .first
        var next = current
        next.generation = overlap.previous.generation.next
        group.phase = .overlap(current: next, overlap)
        return group
    }

    /// Machines that hold the current, the previous, another or no generation, and that followed some transitions.
    fileprivate mutating func followers(of group: MachineGroup) throws -> [Machine] {
        let usable = group.phase.usable.map(\.generation)
        return try (0..<12).map { index in
            var machine = try self.machine(in: group.id)
            machine.appliedTransition = group.transitionCount - min(group.transitionCount, number(0...4))
            if index < 6 {
                machine.membership = nil
            } else if let generation = usable.isEmpty || index == 6 ? nil : one(of: usable) {
                machine.membership?.generation = generation
            }
            return machine
        }
    }

    fileprivate mutating func connections(of group: MachineGroup) throws -> [DesktopFlowConnection] {
        let usable = group.phase.usable.map(\.generation)
        return try (0..<8).map { index in
            var connection = try self.connection(in: group.id)
            guard index > 2, !usable.isEmpty else { return connection }
            let generations = index < 5 ? usable : [one(of: usable)]
            connection.copies = try generations.map { generation in
                CredentialCopy(generation: generation, certificate: try fingerprint(), sealed: sealed())
            }
            return connection
        }
    }

    /// Each deadline and expiry, the second before and after it, and some others.
    fileprivate mutating func instants(around groups: [MachineGroup]) -> [Instant] {
        var instants = (0..<10).map { _ in instant() }
        for group in groups {
            let bounds = [group.phase.current?.expiry, group.deadline].compactMap { $0 }
            guard number(0...3) == 0 else { continue }
            for bound in bounds { instants += [bound.adding(seconds: -1), bound, bound.adding(seconds: 1)] }
        }
        return instants.filter(InstantText.canHold)
    }
}

extension Database {
    /// Makes one change of rows that nobody read.
    fileprivate func apply(_ change: RowChange, in groups: [GroupID]) throws {
        var known = KnownRows(Rows(), places: [])
        try StoreDatabase(base: self, statements: PreparedStatements()).apply(change, in: groups, &known)
    }
}
