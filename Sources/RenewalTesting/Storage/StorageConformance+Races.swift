import FoundationEssentials
import RenewalCore

extension StorageConformance {
    static let raceChecks: [ConformanceCheck<StorageSubject>] = [
        ConformanceCheck(
            "oneIssuerWins",
            "Of 200 tasks that issue one generation at once exactly one wins, and each other one sees the winner's."
        ) { subject in
            var any = subject.rows
            for round in 1...5 {
                let group = try any.group(.stable)
                let handles = try await subject.handles()
                try await subject.store.write([group.id], [.insertGroup(group)])
                let offers = try (0..<200).map { _ in try any.certificate(of: group.id, .first) }
                let outcomes = try await inParallel(200, seed: any.generator.next()) { index in
                    try await handles[index % handles.count].issue(offers[index], event: "\(round)")
                }
                let place = "round \(round), seed \(subject.seed)"
                try requireEqual(outcomes.filter(\.won).count, 1, "\(place): the number of winners")
                let kept = try await subject.peer().read([.certificates(group.id, after: nil), .group(group.id)])
                let winner = outcomes.first { $0.won }.map(\.certificate)
                try requireEqual(kept.certificates, winner.map { [$0] } ?? [], "\(place): the certificates kept")
                try require(
                    outcomes.allSatisfy { $0.certificate == winner }, "\(place): a loser saw no winner or another one")
                try requireEqual(
                    kept.groups.map(\.joinCounter), [group.joinCounter + 1], "\(place): the group's counter")
                let told = try await subject.store.deliveries(.claim("race", at: .distantFuture))
                try requireEqual(told.count, 1, "\(place): the number of notifications of the issue")
                try await subject.store.settle(told)
            }
        },
        ConformanceCheck(
            "interleavedGroups",
            "Transactions on two groups, on one at a time and on both in either order, lose no update of each other."
        ) { subject in
            var any = subject.rows
            let handles = try await subject.handles()
            let groups = try (0..<2).map { _ in try any.counting() }
            for group in groups { try await subject.store.write([group.id], [.insertGroup(group)]) }
            let (one, other) = (groups[0].id, groups[1].id)
            let hash = try any.fingerprint()
            _ = try await inParallel(300, seed: any.generator.next()) { index in
                let named = [[one], [other], [one, other], [other, one]][index % 4]
                try await handles[index / 4 % handles.count].count(in: named, hash: hash)
            }
            let rows = try await subject.peer().read([
                .group(one), .group(other), .history(one, after: 0, limit: 999), .history(other, after: 0, limit: 999),
            ])
            try requireEqual(rows.groups.map(\.joinCounter), [225, 225], "the counters, seed \(subject.seed)")
            let numbers = Array(UInt64(1)...225)
            try requireEqual(rows.history.map(\.number), numbers + numbers, "the numbers of the history")
        },
        ConformanceCheck(
            "manyMachines", "Transactions on different machines of one group lose no update of each other."
        ) {
            subject in
            var any = subject.rows
            let handles = try await subject.handles()
            let group = try any.counting()
            let machines = try (0..<8).map { _ in try any.counting(in: group.id) }
            try await subject.store.write([group.id], [.insertGroup(group)] + machines.map(RowChange.insertMachine))
            _ = try await inParallel(200, seed: any.generator.next()) { index in
                let machine = machines[index % 8].id
                try await handles[index / 8 % handles.count].count(machine, in: group.id)
            }
            let rows = try await subject.peer().read([.machines(group.id, after: nil, limit: 99), .group(group.id)])
            try requireEqual(
                rows.machines.map(\.appliedTransition), Array(repeating: 25, count: 8),
                "the machines' counters, seed \(subject.seed)")
            try requireEqual(rows.groups.map(\.joinCounter), [200], "the group's counter")
        },
        ConformanceCheck("readsOfOneInstant", "All rows of one read are of one instant, those of two groups included.")
        {
            subject in
            var any = subject.rows
            let handles = try await subject.handles()
            let groups = try (0..<2).map { _ in try any.counting() }
            for group in groups { try await subject.store.write([group.id], [.insertGroup(group)]) }
            let ids = groups.map(\.id)
            let hash = try any.fingerprint()
            let pairs = try await inParallel(300, seed: any.generator.next()) { index -> [UInt64] in
                let store = handles[index % handles.count]
                if index % 3 == 0 { try await store.count(in: ids, hash: hash) }
                return try await store.read(ids.map { .group($0) }).groups.map(\.joinCounter)
            }
            let torn = pairs.first { $0.count != 2 || $0[0] != $0[1] }
            try require(
                torn == nil, "a read saw the counters \(torn ?? []), always written alike; seed \(subject.seed)")
        },
    ]

    /// Runs that many tasks at once, each after a random number of yields, and gives what they return, in order.
    static func inParallel<Value: Sendable>(
        _ count: Int, seed: UInt64, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        var generator = SeededGenerator(seed: seed)
        let yields = (0..<count).map { _ in Int.random(in: 0...20, using: &generator) }
        return try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for index in 0..<count {
                group.addTask { @concurrent in
                    for _ in 0..<yields[index] { await Task.yield() }
                    return (index, try await body(index))
                }
            }
            var values: [Int: Value] = [:]
            for try await (index, value) in group { values[index] = value }
            return (0..<count).compactMap { values[$0] }
        }
    }
}

/// How an attempt to issue ended.
private struct IssueOutcome: Sendable {
    var won: Bool
    var certificate: IssuedCertificate
}

extension Storage {
    /// Inserts the certificate unless the group has one of its generation, and gives the one that the group has then.
    fileprivate func issue(_ offer: IssuedCertificate, event row: String) async throws -> IssueOutcome {
        let reads: [RowQuery] = [.group(offer.group), .certificates(offer.group, after: nil)]
        return try await transact(TransactionRequest(groups: [offer.group], reads: reads)) { rows in
            if let winner = rows.certificates.first {
                return TransactionDecision(outcome: IssueOutcome(won: false, certificate: winner))
            }
            guard var group = rows.groups.first else { throw Finding(text: "a decision was not given the group's row") }
            group.joinCounter += 1
            let event = RenewalEvent(
                id: offer.group.uuid, at: .distantPast,
                content: .change(
                    ChangeEvent(table: .group, change: .modified, row: row, group: offer.group, columns: [])))
            return TransactionDecision(
                changes: [.insertCertificate(offer), .updateGroup(group)],
                deliveries: [Delivery(subscriber: "race", event: event, notBefore: .distantPast)],
                outcome: IssueOutcome(won: true, certificate: offer))
        }
    }

    /// Raises the counter of each group by one and appends an entry to its history.
    fileprivate func count(in groups: [GroupID], hash: Fingerprint) async throws {
        let reads = groups.flatMap { [RowQuery.group($0), .lastHistory($0)] }
        try await transact(TransactionRequest(groups: groups, reads: reads)) { rows in
            let changes = groups.flatMap { id -> [RowChange] in
                guard var group = rows.group(id) else { return [] }
                group.joinCounter += 1
                let last = rows.history.first { $0.group == id }
                return [.updateGroup(group), .appendHistory(.counting(id, after: last, hash))]
            }
            return TransactionDecision(changes: changes, outcome: ())
        }
    }

    /// Raises the counters of a machine and of its group by one.
    fileprivate func count(_ machine: MachineID, in group: GroupID) async throws {
        let request = TransactionRequest(groups: [group], reads: [.group(group), .machine(machine)])
        try await transact(request) { rows in
            guard var group = rows.groups.first, var machine = rows.machines.first else {
                return TransactionDecision(outcome: ())
            }
            group.joinCounter += 1
            machine.appliedTransition += 1
            return TransactionDecision(changes: [.updateMachine(machine), .updateGroup(group)], outcome: ())
        }
    }
}

extension HistoryEntry {
    fileprivate static func counting(
        _ group: GroupID, after last: HistoryEntry?, _ hash: Fingerprint
    ) -> HistoryEntry {
        HistoryEntry(
            group: group, number: (last?.number ?? 0) + 1, at: .distantPast, by: .coordinator, action: "counted",
            rule: "I3", reason: "", subject: "", previousHash: hash, hash: hash)
    }
}

extension ArbitraryRows {
    /// A group whose join counter is 0.
    fileprivate mutating func counting() throws -> MachineGroup {
        var group = try self.group(.stable)
        group.joinCounter = 0
        return group
    }

    /// A machine whose applied transition is 0.
    fileprivate mutating func counting(in group: GroupID) throws -> Machine {
        var machine = try self.machine(in: group)
        machine.appliedTransition = 0
        return machine
    }
}
