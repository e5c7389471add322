import Foundation
import RenewalCore
import RenewalDataverse
import RenewalTesting

/// A store in memory with rows of every kind, the same for the same seed.
struct ArbitraryStore {
    let storage = InMemoryStorage()
    private let groups: [MachineGroup]

    /// - Parameter text: makes a part of some of the names.
    init(seed: UInt64, text: (inout ArbitraryRows) -> String = { $0.text() }) async throws {
        var random = ArbitraryRows(seed: seed)
        var groups: [MachineGroup] = []
        for kind in GroupPhase.Kind.allCases + [.stable, .imported] {
            var group = try random.group(kind)
            group.clamp(&random)
            group.name = try Name(String(text(&random).prefix(40)))
            groups.append(group)
            var changes: [RowChange] = [.insertGroup(group)]
            for _ in 0..<random.number(0...6) {
                var machine = try random.machine(in: group.id)
                machine.keyReceivedAt = machine.keyReceivedAt?.representable
                machine.lastHeartbeat = machine.lastHeartbeat?.representable
                machine.name = try Name(String(text(&random).prefix(40)))
                changes.append(.insertMachine(machine))
            }
            for _ in 0..<random.number(0...6) {
                var connection = try random.connection(in: group.id)
                connection.lastUsed = connection.lastUsed?.representable
                changes.append(.insertConnection(connection))
            }
            try await storage.transact(TransactionRequest(groups: [group.id], reads: [])) { [changes] _ in
                TransactionDecision(changes: changes, outcome: ())
            }
        }
        self.groups = groups
    }

    /// What a package of the store must hold, in its order: from the models by way of ``Row``.
    func rows(at now: Instant, secrets: Row.Secrets) async throws -> [Row] {
        let groups = groups.sorted { $0.id < $1.id }.map { $0.settled(at: now) }
        var (connections, machines): ([Row], [Row]) = ([], [])
        for group in groups {
            let rows = try await storage.read([
                .connections(group.id, after: nil, limit: 100), .machines(group.id, after: nil, limit: 100),
            ])
            connections += try rows.connections.map { try Row($0, in: group) }
            if group.phase.kind != .deleted { machines += try rows.machines.map { try Row($0, in: group) } }
        }
        let kept = groups.filter { $0.phase.kind != .deleted }
        return try connections + machines + kept.map { try Row($0, secrets: secrets) }
    }
}

extension MachineGroup {
    /// Keeps dates within the four digits of a year that a package has.
    fileprivate mutating func clamp(_ random: inout ArbitraryRows) {
        passwordChangedAt = passwordChangedAt?.representable
        switch phase {
        case .imported(let date): phase = .imported(keyCreatedAt: date.representable)
        case .stable(let current): phase = .stable(current: current.clamped)
        case .renewing(let current, let opening): phase = .renewing(current: current.clamped, opening)
        case .overlap(let current, var overlap):
            overlap.previous = overlap.previous.clamped
            phase = .overlap(current: current.clamped, overlap)
        case .keyExpired(let last, let at): phase = .keyExpired(last: last.clamped, at: at)
        case .new, .deleted: break
        }
    }
}

extension UsableGeneration {
    fileprivate var clamped: UsableGeneration {
        var copy = self
        copy.createdAt = createdAt.representable
        return copy
    }
}

extension Instant {
    /// The nearest instant of the years 0001 to 9999.
    var representable: Instant {
        min(max(self, .distantPast), Instant(secondsSince1970: Instant.distantFuture.secondsSince1970 - 1))
    }
}
