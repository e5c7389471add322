import FoundationEssentials
import RenewalTesting
import Synchronization
import Testing

@testable import RenewalCore

/// The store in memory keeps the contract of storage.
struct InMemoryStorageTests {
    @Test(arguments: [UInt64(1), 2, 3])
    func `it passes the storage suite (Rules G1, G3, G4, I3, K1, N3, T3)`(seed: UInt64) async {
        await StorageConformance.check(seed: seed) { .inMemory }
    }

    @Test func `a decision whose rows changed meanwhile is run again on the new ones`() async throws {
        let store = InMemoryStorage()
        let machine = try await store.group(ofMachines: 1)[0]
        let seen = try store.raise(machine, meanwhile: [machine])
        #expect(seen == [0, 1], "the transitions that the decision saw, run by run")
        #expect(try await store.read([.machine(machine.id)]).machines.map(\.appliedTransition) == [2])
    }

    @Test func `a decision whose rows are as they were is not run again, whatever else changed`() async throws {
        let store = InMemoryStorage()
        let machines = try await store.group(ofMachines: 2)
        let seen = try store.raise(machines[0], meanwhile: [machines[1]])
        #expect(seen == [0], "the transitions that the decision saw, run by run")
        let rows = try await store.read(machines.map { .machine($0.id) })
        #expect(rows.machines.map(\.appliedTransition) == [1, 1])
    }

    @Test func `after three conflicts a decision runs where nothing comes between`() async throws {
        let store = InMemoryStorage()
        let machine = try await store.group(ofMachines: 1)[0]
        let seen = try store.raise(machine, meanwhile: [machine, machine, machine])
        #expect(seen == [0, 1, 2, 3], "the transitions that the decision saw, run by run")
        #expect(try await store.read([.machine(machine.id)]).machines.map(\.appliedTransition) == [4])
    }

    @Test func `errors name the row, so that a caller can say what to do`() async throws {
        let store = InMemoryStorage()
        let machine = try await store.group(ofMachines: 1)[0].id
        let other = GroupID(UUID())
        let row = try Machine(id: machine, group: other, name: Name("m"), agentVersion: nil, membership: nil)
        let error = try await #require(throws: RenewalError.self) {
            try await store.transact(TransactionRequest(groups: [other], reads: [])) { _ in
                TransactionDecision(changes: [.insertMachine(row)], outcome: ())
            }
        }
        #expect(error.code == .duplicateID)
        #expect(error.message.contains("\(machine)"))
        #expect(error.details["table"] == "machine")
    }
}

extension InMemoryStorage {
    /// Inserts a group with that many machines, whose applied transition is 0.
    fileprivate func group(ofMachines count: Int) async throws -> [Machine] {
        var any = ArbitraryRows(seed: 5)
        let group = try any.group(.stable)
        let machines = try (0..<count).map { _ in
            var machine = try any.machine(in: group.id)
            machine.appliedTransition = 0
            return machine
        }
        try await transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(
                changes: [.insertGroup(group)] + machines.map(RowChange.insertMachine), outcome: ())
        }
        return machines
    }

    /// Raises a machine's applied transition by one, and gives those that the decision saw in its runs.
    ///
    /// - Parameter meanwhile: raised as well, one between the reading and the commit of each run.
    @discardableResult
    fileprivate func raise(_ machine: Machine, meanwhile others: [Machine]) throws -> [UInt64] {
        let seen = Mutex<[UInt64]>([])
        try perform(TransactionRequest(groups: [machine.group], reads: [.machine(machine.id)])) { rows in
            guard var row = rows.machines.first else { return TransactionDecision(outcome: ()) }
            let run = seen.withLock { seen in
                seen.append(row.appliedTransition)
                return seen.count - 1
            }
            if run < others.count { try raise(others[run], meanwhile: []) }
            row.appliedTransition += 1
            return TransactionDecision(changes: [.updateMachine(row)], outcome: ())
        }
        return seen.withLock { $0 }
    }
}
