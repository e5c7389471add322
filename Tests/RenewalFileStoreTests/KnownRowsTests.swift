import RenewalCore
import RenewalTestSupport
import RenewalTesting
import Testing

@testable import RenewalFileStore

/// What a connection remembers within a transaction.
struct KnownRowsTests {
    @Test func `two stores on one file see each other's changes of a group that both know`() async throws {
        let folder = try TemporaryFolder()
        let stores = [try FileStore(path: folder.file()), try FileStore(path: folder.file())]
        var any = ArbitraryRows(seed: 5)
        var group = try any.group(id: .numbered(1), .stable)
        let first = group
        try await stores[0].transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(first)], outcome: ())
        }
        for turn in 1...20 {
            group.joinCounter = UInt64(turn)
            let next = group
            try await stores[turn % 2].transact(
                TransactionRequest(groups: [group.id], reads: [.group(group.id)])
            ) { rows in
                #expect(rows.groups.first?.joinCounter == (turn == 1 ? first.joinCounter : UInt64(turn - 1)))
                return TransactionDecision(changes: [.updateGroup(next)], outcome: ())
            }
            for store in stores { #expect(try await store.read([.group(group.id)]).groups == [group]) }
        }
    }

    @Test func `a machine that was read is changed at its place, also after it moved there`() async throws {
        let folder = try TemporaryFolder()
        let store = try FileStore(path: folder.file())
        var any = ArbitraryRows(seed: 6)
        let group = try any.group(id: .numbered(1), .stable)
        var machines = try (0..<20).map { _ in try any.machine(in: group.id) }
        machines.sort { $0.id < $1.id }
        let made = machines
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(
                changes: [.insertGroup(group)] + made.reversed().map(RowChange.insertMachine), outcome: ())
        }
        // Changed in another order than read, one removed and made anew between: its place is another one then.
        try await store.transact(
            TransactionRequest(groups: [group.id], reads: [.machines(group.id, after: nil, limit: 99)])
        ) { rows in
            let changed = rows.machines.map { machine in
                var machine = machine
                machine.appliedTransition += 1
                return machine
            }
            let order = changed[10...] + changed[..<10]
            return TransactionDecision(
                changes: [.removeMachine(changed[12].id), .insertMachine(changed[12])]
                    + order.map(RowChange.updateMachine), outcome: ())
        }
        for index in machines.indices { machines[index].appliedTransition += 1 }
        #expect(try await store.read([.machines(group.id, after: nil, limit: 99)]).machines == machines)
    }

    @Test func `a machine whose place another one took meanwhile is not written over it`() async throws {
        let folder = try TemporaryFolder()
        let store = try FileStore(path: folder.file())
        var any = ArbitraryRows(seed: 8)
        let group = try any.group(id: .numbered(1), .stable)
        let (last, new) = (try any.machine(in: group.id), try any.machine(in: group.id))
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(group), .insertMachine(last)], outcome: ())
        }
        // The highest place is given again: the new machine has the one that the last had.
        func change(_ changes: [RowChange]) async throws {
            try await store.transact(TransactionRequest(groups: [group.id], reads: [.machine(last.id)])) { _ in
                TransactionDecision(changes: [.removeMachine(last.id), .insertMachine(new)] + changes, outcome: ())
            }
        }
        for step in UInt64(0)...1 {
            var moved = last
            moved.appliedTransition += step
            let row = moved
            await #expect(throws: RenewalError.self) { try await change([.updateMachine(row)]) }
        }
        #expect(try await store.read([.machines(group.id, after: nil, limit: 9)]).machines == [last])
        try await change([])
        #expect(try await store.read([.machines(group.id, after: nil, limit: 9)]).machines == [new])
    }

    @Test func `a machine that is read twice and changed twice has the last change`() async throws {
        let folder = try TemporaryFolder()
        let store = try FileStore(path: folder.file())
        var any = ArbitraryRows(seed: 9)
        let group = try any.group(id: .numbered(1), .stable)
        let machines = try (0..<3).map { _ in try any.machine(in: group.id) }.sorted { $0.id < $1.id }
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(
                changes: [.insertGroup(group)] + machines.map(RowChange.insertMachine), outcome: ())
        }
        let reads: [RowQuery] = [
            .machine(machines[1].id), .machines(group.id, after: nil, limit: 9), .machine(machines[1].id),
        ]
        try await store.transact(TransactionRequest(groups: [group.id], reads: reads)) { rows in
            #expect(rows.machines.count == 5)
            let changes = (UInt64(1)...3).map { step in
                var machine = machines[1]
                machine.appliedTransition += step
                return RowChange.updateMachine(machine)
            }
            return TransactionDecision(changes: changes, outcome: ())
        }
        var expected = machines
        expected[1].appliedTransition += 3
        #expect(try await store.read([.machines(group.id, after: nil, limit: 9)]).machines == expected)
    }

    @Test func `values longer than a connection's memory for a row are stored whole`() async throws {
        let folder = try TemporaryFolder()
        let store = try FileStore(path: folder.file())
        var any = ArbitraryRows(seed: 7)
        let group = try any.group(id: .numbered(1), .stable)
        var connection = try any.connection(in: group.id)
        connection.copies = try (1...3).map { number in
            CredentialCopy(
                generation: try #require(Generation(UInt64(number))), certificate: .zero,
                sealed: SealedValue((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* number) }))
        }
        let row = connection
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(group), .insertConnection(row)], outcome: ())
        }
        #expect(try await store.read([.connection(row.id)]).connections == [row])
    }
}
