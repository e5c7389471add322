import RenewalCore
import RenewalTestSupport
import RenewalTesting
import Testing

@testable import RenewalFileStore

/// The rows that the connection that writes need not read again.
struct RowCacheTests {
    @Test func `nothing is kept before a transaction has begun, nor after another connection has written`() throws {
        var any = ArbitraryRows(seed: 1)
        let group = try any.group(id: .numbered(1), .stable)
        let machine = try any.machine(in: group.id)
        let cache = RowCache()
        func keep() {
            cache.keep(group)
            cache.keep(machine, at: 7)
        }
        func isKept() -> Bool {
            let found = cache.machine(machine.id)
            #expect((found == nil) == (cache.group(group.id) == nil))
            #expect(found == nil || (found?.row == machine && found?.place == 7))
            return found != nil
        }
        keep()
        #expect(!isKept())
        cache.begin(version: 1)
        #expect(!isKept())
        keep()
        #expect(isKept())
        cache.begin(version: 1)
        #expect(isKept())
        cache.begin(version: 2)
        #expect(!isKept())
    }

    @Test func `what a transaction changed is given up where it is taken back, and nothing else`() throws {
        var any = ArbitraryRows(seed: 2)
        let groups = try (0..<4).map { try any.group(id: .numbered($0), .stable) }
        var machines = try (0..<4).map { _ in try any.machine(in: groups[0].id) }
        let cache = RowCache()
        cache.begin(version: 1)
        for group in groups { cache.keep(group) }
        for machine in machines { cache.keep(machine, at: 7) }
        cache.begin(version: 1)
        machines[0].appliedTransition += 1
        cache.noteUpdate(machines[0])
        #expect(cache.machine(machines[0].id)?.row == machines[0])
        // Gone, made anew and read.
        cache.noteChange(of: machines[1].id)
        #expect(cache.machine(machines[1].id) == nil)
        cache.keep(machines[1], at: 8)
        cache.noteChange(of: groups[0].id)
        #expect(cache.group(groups[0].id) == nil)
        cache.keep(groups[0])
        cache.takeBack()
        #expect(machines.map { cache.machine($0.id) != nil } == [false, false, true, true])
        #expect(groups.map { cache.group($0.id) != nil } == [false, true, true, true])
        // The next transaction takes back nothing of this one.
        cache.keep(machines[1], at: 8)
        cache.begin(version: 1)
        cache.takeBack()
        #expect(cache.machine(machines[1].id) != nil)
    }

    @Test func `it keeps so many rows and no more`() throws {
        var any = ArbitraryRows(seed: 3)
        let cache = RowCache()
        cache.begin(version: 1)
        var group = try any.group(id: .numbered(0), .stable)
        var machine = try any.machine(in: group.id)
        let groups = (0..<UInt64(RowCache.mostGroups + 10)).map { GroupID.numbered($0) }
        for id in groups {
            group.id = id
            cache.keep(group)
            #expect(cache.group(id)?.id == id)
        }
        #expect(groups.count { cache.group($0) != nil } <= RowCache.mostGroups)
        let machines = (0..<UInt64(RowCache.mostMachines + 10)).map { MachineID.numbered($0) }
        for id in machines {
            machine.id = id
            cache.keep(machine, at: 1)
        }
        #expect(cache.machine(machines[machines.count - 1]) != nil)
        #expect(machines.count { cache.machine($0) != nil } <= RowCache.mostMachines)
    }

    @Test func `a row that somebody else damaged is no answer, though it was kept`() async throws {
        let folder = try TemporaryFolder()
        let store = try FileStore(path: folder.file())
        var any = ArbitraryRows(seed: 4)
        let group = try any.group(id: .numbered(1), .stable)
        let machine = try any.machine(in: group.id)
        try await store.change([.insertGroup(group), .insertMachine(machine)], in: group.id)
        let reads: [RowQuery] = [.group(group.id), .machine(machine.id)]
        for _ in 0..<2 {
            #expect(try await store.seen(reads, in: group.id) == Rows(groups: [group], machines: [machine]))
        }
        try SQL.run(folder.file(), "UPDATE flowmachine SET name = 'other'")
        await #expect(throws: FileStoreError(.damaged, "")) { try await store.seen(reads, in: group.id) }
    }

    /// Two stores of one file, each with several writers at once, many of whose transactions fail at their last change.
    @Test(arguments: 1...4)
    func `what a transaction reads is what the last one that succeeded wrote`(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let stores = [try FileStore(path: folder.file()), try FileStore(path: folder.file())]
        var any = ArbitraryRows(seed: seed)
        var random = SeededGenerator(seed: seed)
        var fleets: [Fleet] = []
        for number in 0..<6 { fleets.append(try Fleet(&any, number: UInt64(number))) }
        for fleet in fleets { try await stores[0].change([.insertGroup(fleet.group)], in: fleet.group.id) }
        for _ in 0..<60 {
            let store = stores[Int.random(in: 0...1, using: &random)]
            let steps = try fleets.map { try $0.step(&random, &any) }
            fleets = await withTaskGroup(of: (Int, Fleet).self) { tasks in
                for (index, step) in steps.enumerated() {
                    tasks.addTask { @concurrent in (index, await step.take(in: store)) }
                }
                return await tasks.reduce(into: fleets) { $0[$1.0] = $1.1 }
            }
        }
        for fleet in fleets {
            let id = fleet.group.id
            let rows = try await stores[0].read([.group(id), .machines(id, after: nil, limit: 9)])
            #expect(rows == Rows(groups: [fleet.group], machines: fleet.machines.sorted { $0.id < $1.id }))
        }
    }
}

/// A group and its machines as they are expected to be.
private struct Fleet {
    var group: MachineGroup
    var machines: [Machine]

    init(_ any: inout ArbitraryRows, number: UInt64) throws {
        group = try any.group(id: .numbered(number + 1), .stable)
        machines = []
    }

    /// A transaction with a random change of each kind that is possible, which may fail after it.
    func step(_ random: inout SeededGenerator, _ any: inout ArbitraryRows) throws -> Step {
        var after = self
        var changes: [RowChange] = []
        if Bool.random(using: &random) {
            after.group.joinCounter ^= 1
            changes.append(.updateGroup(after.group))
        }
        for index in after.machines.indices where Int.random(in: 0...2, using: &random) == 0 {
            after.machines[index].appliedTransition ^= 1
            changes.append(.updateMachine(after.machines[index]))
        }
        if machines.count < 4, Bool.random(using: &random) {
            let new = try any.machine(in: group.id)
            after.machines.append(new)
            changes.append(.insertMachine(new))
        } else if let last = after.machines.last, Int.random(in: 0...3, using: &random) == 0 {
            // Sometimes it is made again at once.
            changes.append(.removeMachine(last.id))
            if Bool.random(using: &random) {
                changes.append(.insertMachine(last))
            } else {
                after.machines.removeLast()
            }
        }
        let fails = Int.random(in: 0...2, using: &random) == 0
        if fails { changes.append(.updateMachine(try any.machine(in: group.id))) }
        return Step(before: self, after: after, changes: changes, fails: fails)
    }
}

private struct Step {
    let before: Fleet
    let after: Fleet
    let changes: [RowChange]
    let fails: Bool

    /// Makes the changes, after it has looked at what is there, and gives what is expected then.
    func take(in store: FileStore) async -> Fleet {
        let id = before.group.id
        let request = TransactionRequest(
            groups: [id], reads: [.group(id)] + before.machines.map { .machine($0.id) })
        do {
            try await store.transact(request) { rows in
                #expect(rows == Rows(groups: [before.group], machines: before.machines))
                return TransactionDecision(changes: changes, outcome: ())
            }
            #expect(!fails)
            return after
        } catch {
            #expect(fails, "\(error)")
            return before
        }
    }
}

extension FileStore {
    fileprivate func change(_ changes: [RowChange], in group: GroupID) async throws {
        try await transact(TransactionRequest(groups: [group], reads: [])) { _ in
            TransactionDecision(changes: changes, outcome: ())
        }
    }

    /// What a transaction that writes reads.
    fileprivate func seen(_ reads: [RowQuery], in group: GroupID) async throws -> Rows {
        try await transact(TransactionRequest(groups: [group], reads: reads)) { rows in
            TransactionDecision(outcome: rows)
        }
    }
}
