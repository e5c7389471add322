import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule K1: opening and closing are one write to the group row, and the rows follow in bounded batches.
struct CatchUpTests {
    @Test func `an opening at a check-in writes the group and that machine, no other (Rule K1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 5)
        world.advance(days: 155)
        try await members[0].checkIn()
        let stored = try await world.storage.read([.machines(group, after: nil, limit: 10)]).machines
        #expect(stored.map(\.appliedTransition).filter { $0 > 0 }.count == 1)
        for member in members.dropFirst() {
            #expect(try await member.row.storedStatus == .default)
            #expect(try await member.status == .pendingNewKey, "effective at once, whatever is stored")
        }
    }

    @Test("rows follow in batches of the configured size (Rule K1)", arguments: [1, 2, 3, 500])
    func batches(size: Int) async throws {
        let world = try World(configuration: RenewalCoordinator.Configuration(batchSize: size))
        let (group, members) = try await world.group(of: 7)
        for _ in 0..<3 { _ = try await world.connection(to: group) }
        world.advance(days: 155)
        try await members[0].checkIn()
        world.advance(days: 45)
        let counting = CountingStorage(world.storage)
        let coordinator = RenewalCoordinator(
            storage: counting, crypto: world.crypto, clock: world.clock,
            configuration: RenewalCoordinator.Configuration(batchSize: size))
        let report = try await coordinator.sweep()
        #expect(report.groups == 1 && report.rows == 10)
        #expect(counting.largestWrite <= 2 * size + 2, "machines, connections, the group and history")
        let row = try await #require(world.storage.read([.group(group)]).group(group))
        #expect(row.transitions.isEmpty && row.wakesAt == World.start.adding(days: 310))
        try await expectSettled(world, group)
        let again = try await coordinator.sweep()
        #expect(again.now == world.now && again.groups == 0 && again.rows == 0)
    }

    @Test func `a sweep that stops after any batch is finished by the next (Rule K1)`() async throws {
        for stop in 1...8 {
            let world = try World(configuration: RenewalCoordinator.Configuration(batchSize: 1))
            let (group, members) = try await world.group(of: 3)
            _ = try await world.connection(to: group)
            world.advance(days: 155)
            try await members[0].checkIn()
            world.advance(days: 45)
            let failing = CountingStorage(world.storage, failingAfter: stop)
            let stopped = RenewalCoordinator(
                storage: failing, crypto: world.crypto, clock: world.clock,
                configuration: RenewalCoordinator.Configuration(batchSize: 1))
            _ = try? await stopped.sweep()
            try await world.coordinator.sweep()
            try await expectSettled(world, group)
        }
    }

    @Test func `a row written for another reason catches up first, in the same transaction (Rule K1)`() async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        _ = try await world.told()
        try await members[1].checkIn()
        let statuses = try await world.told(of: .machine).compactMap { $0.columns["keydeliverystatus"] }
        #expect(statuses == [.integer(2), .integer(1)], "it was pending before it was up to date")
    }

    @Test func `a transition that comes between two batches gets a batch of its own (Rule K1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 5)
        let connection = try await world.connection(to: group)
        world.advance(days: 155)
        _ = try await world.coordinator.groups()
        // The opening and two batches of two are written; the certificate is issued right before the last one.
        let storage = InterruptedStorage(world.storage, afterTransactions: 3) {
            let machines = try await world.storage.read([.machines(group, after: nil, limit: 10)]).machines
            #expect(machines.filter { $0.storedStatus == .pendingNewKey }.count == 4)
            try await members[0].checkIn()
        }
        let coordinator = RenewalCoordinator(
            storage: storage, crypto: world.crypto, clock: world.clock,
            configuration: RenewalCoordinator.Configuration(batchSize: 2))
        try await coordinator.sweep()
        #expect(try await world.row(connection).storedState == .stale)
        try await expectSettled(world, group)
    }

    @Test func `a group's expiry is one write, and every row follows (Rules K1, K3)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 3)
        let connection = try await world.connection(to: group)
        world.advance(days: 200)
        let report = try await world.coordinator.sweep()
        #expect(report.rows == 4)
        for member in members { #expect(try await member.row.storedStatus == .keyExpired) }
        #expect(try await world.row(connection).storedState == .expired)
        try await expectSettled(world, group)
    }

    /// Every stored status and state is what the group's row says.
    private func expectSettled(_ world: World, _ group: GroupID) async throws {
        let rows = try await world.storage.read([
            .group(group), .machines(group, after: nil, limit: 100), .connections(group, after: nil, limit: 100),
        ])
        let row = try #require(rows.group(group)).settled(at: world.now)
        #expect(row.transitions.isEmpty)
        for machine in rows.machines { #expect(machine.storedStatus == machine.effectiveStatus(in: row)) }
        for connection in rows.connections { #expect(connection.storedState == connection.effectiveState(in: row)) }
    }
}
