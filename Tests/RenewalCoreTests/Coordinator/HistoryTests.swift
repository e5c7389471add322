import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// The history of a group: who did what, when and why, written in the transaction of the change.
struct HistoryTests {
    @Test func `a life in entries, each with its rule, and a chain that holds`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let connection = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        try await members[1].checkIn()
        try await world.run(connection, on: members[0])
        world.advance(days: 45)
        _ = try await members[0].agent.regeneratePassword()
        try await members[1].agent.leave()
        try await world.coordinator.deleteGroup(group, by: World.alice)
        let entries = try await world.history(of: group)
        #expect(
            entries.map(\.action) == [
                "groupCreated", "groupFounded", "machineJoined", "connectionCreated", "renewalOpened",
                "certificateIssued", "certificateInstalled", "runAssigned", "copyStored", "overlapClosed",
                "passwordRegenerated", "machineLeft", "groupDeleted",
            ])
        #expect(
            entries.map(\.rule) == ["G4", "I1", "I8", "C1", "S4", "I4", "I5", "C2", "C3", "K2", "K5", "G5", "G1"])
        #expect(entries.map(\.number) == Array(1...13))
        #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.at <= $1.at })
        #expect(entries.map(\.by)[4] == .machine(try members[0].id), "by whose check-in it opened")
        #expect(entries.map(\.by)[9] == .coordinator)
        #expect(try await world.coordinator.firstHistoryFault(of: group) == nil)
    }

    @Test func `a history of more than a page is verified to its end`() async throws {
        let world = try World(told: false)
        let (group, _) = try await world.group(of: 1)
        for round in 0..<1_200 {
            try await world.coordinator.setPolicy(
                World.policy(days: 200 + round % 2, grace: 45), of: group, by: World.alice)
        }
        #expect(try await world.coordinator.firstHistoryFault(of: group) == nil)
        // Somebody with the store in hand adds an entry of their own.
        var last = try #require(try await world.history(of: group).last)
        last.number += 1
        last.by = .app("mallory")
        let forged = last
        try await world.storage.transact(TransactionRequest(groups: [group], reads: [])) { _ in
            TransactionDecision(changes: [.appendHistory(forged)], outcome: ())
        }
        #expect(try await world.coordinator.firstHistoryFault(of: group)?.number == forged.number)
    }

    @Test func `a transaction that fails leaves neither change nor entry nor notification`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        _ = try await world.told()
        let before = try await world.everything()
        let failing = RenewalCoordinator(
            storage: CountingStorage(world.storage, failingAfter: 0), crypto: world.crypto, clock: world.clock)
        await #expect(throws: CountingStorage.Gone.self) {
            try await failing.setPolicy(World.policy(days: 300), of: group, by: World.alice)
        }
        let request = try await members[0].request(.leave)
        await #expect(throws: CountingStorage.Gone.self) { try await failing.send(request) }
        #expect(try await world.everything() == before)
        #expect(try await world.told().isEmpty)
        _ = try await world.coordinator.send(request)
        #expect(try await world.everything().machines.isEmpty, "the same request is good once the store is back")
    }
}
