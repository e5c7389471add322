import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules S4 and S6: sweeps over all groups, their loop, and cancellation.
struct SweepTests {
    @Test func `what is due at one instant in many groups is done in one sweep (Rules S4, S6)`() async throws {
        let world = try World(told: false)
        var groups: [GroupID] = []
        for _ in 0..<230 { groups.append(try await world.group(of: 1).id) }
        world.advance(days: 155)
        let report = try await world.coordinator.sweep()
        #expect(report.groups == 230 && report.rows == 230)
        world.advance(days: 45)
        #expect(try await world.coordinator.sweep().groups == 230)
        for group in groups { #expect(try await world.coordinator.group(group).phase.kind == .keyExpired) }
    }

    @Test func `one group whose rows contradict each other keeps no other from its renewal (Rule S4)`() async throws {
        let world = try World(told: false)
        let (bad, _) = try await world.group(of: 1)
        let (good, _) = try await world.group(of: 1)
        // A history whose newest entry is missing: the store refuses what follows.
        let storage = LosingHistory(world.storage, group: bad)
        world.advance(days: 155)
        _ = try await world.coordinator.groups()
        let coordinator = RenewalCoordinator(storage: storage, crypto: world.crypto, clock: world.clock)
        _ = try await refusal(.storeInconsistent) { try await coordinator.sweep() }
        #expect(try await world.coordinator.group(bad).phase.kind == .stable)
        #expect(try await world.coordinator.group(good).phase.kind == .renewing)
    }

    @Test func `the loop sweeps every 24 hours, and ends at once when cancelled, losing nothing (Rule S4)`()
        async throws
    {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let loop = Task { try await world.coordinator.runSweeps() }
        try await world.clock.waitForSleepers()
        #expect(world.clock.earliestWake == World.start.adding(seconds: RenewalSchedule.pickUpSeconds))
        #expect(RenewalSchedule.pickUpSeconds == 86_400)
        for day in 1...156 {
            world.advance(days: 1)
            try await world.clock.waitForSleepers()
            let isOpen = try await world.coordinator.group(group).phase.kind == .renewing
            #expect(isOpen == (day >= 155), "day \(day)")
        }
        loop.cancel()
        await #expect(throws: CancellationError.self) { try await loop.value }
        #expect(world.clock.earliestWake == nil)
    }

    @Test func `a sweep cancelled between two groups is finished by the next one (Rule S4)`() async throws {
        let world = try World(told: false)
        var groups: [GroupID] = []
        for _ in 0..<20 { groups.append(try await world.group(of: 2).id) }
        world.advance(days: 155)
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            for await _ in started { break }
            try await world.coordinator.sweep()
        }
        task.cancel()
        start.yield()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await world.coordinator.group(groups[0]).phase.kind == .stable)
        // Cancelled in its middle: what was done is done, and the rest follows.
        _ = try await world.coordinator.groups()
        let storage = InterruptedStorage(world.storage, afterReads: 11) { withUnsafeCurrentTask { $0?.cancel() } }
        let middle = RenewalCoordinator(storage: storage, crypto: world.crypto, clock: world.clock)
        let second = Task { try await middle.sweep() }
        await #expect(throws: CancellationError.self) { try await second.value }
        var open = 0
        for group in groups where try await world.coordinator.group(group).phase.kind == .renewing { open += 1 }
        #expect((1..<20).contains(open), "\(open)")
        try await world.coordinator.sweep()
        for group in groups {
            let row = try await #require(world.storage.read([.group(group)]).group(group))
            #expect(row.phase.kind == .renewing && row.transitions.isEmpty)
        }
    }

    @Test func `deliveries cancelled in their middle come later (Rule N3)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 3)
        try await world.coordinator.setPolicy(.default, of: group, by: World.alice)
        let stopping = StoppingNotifier(after: 2)
        let subscription = Subscription(id: "all", notifier: stopping)
        let loop = Task {
            try await NotificationDelivery(storage: world.storage, clock: world.clock, subscriptions: [subscription])
                .run()
        }
        await #expect(throws: CancellationError.self) { try await loop.value }
        world.clock.advance(by: .seconds(600))
        let told = try await world.told()
        let expected = 5  // created, three machines, founded and policy less what the first two were
        #expect(told.count >= expected - 2 && stopping.count == 2)
        #expect(Set(told.map(\.row)).contains(group.description))
        #expect(told.last { $0.row == group.description }?.columns["keyvalidityperiod"] == .integer(2_628_000))
    }
}
