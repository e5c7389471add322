import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// A store can hold any number (Rule Z4). At the end of its range each is a typed error; nothing traps, and nothing
/// changes.
struct LastNumberTests {
    /// The call is refused as the work of something else than this library, and every row stays as it is.
    private func refused<Result: Sendable>(_ world: World, _ call: () async throws -> Result) async throws {
        let before = try await world.everything()
        let error = try await refusal(.storeInconsistent) { try await call() }
        #expect(error.details["found"] == "\(UInt64.max)", "\(error)")
        #expect(try await world.everything() == before)
    }

    @Test func `the last join counter admits nobody, nor founds a group (Rule Z6)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        try await world.put(group) { $0.joinCounter = .max }
        try await refused(world) { try await world.member(of: group) }
        let empty = try await world.group(named: "Empty")
        try await world.put(empty) { $0.joinCounter = .max }
        try await refused(world) { try await world.member(of: empty) }
    }

    @Test func `the last transition number is followed by none, and what holds by then holds (Rule K1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 1)
        try await world.put(group) { $0.transitionCount = .max }
        try await refused(world) { try await world.coordinator.renewNow(group, by: World.alice) }
        try await refused(world) { try await world.coordinator.deleteGroup(group, by: World.alice) }
        try await world.put(group) { $0.transitionCount = 0 }
        world.advance(days: 154)
        try await members[0].checkIn()
        world.advance(days: 45)
        try await world.put(group) { $0.transitionCount = .max }
        try await refused(world) { try await world.coordinator.sweep() }
        #expect(try await world.coordinator.group(group).phase.kind == .stable, "D has passed, written or not")
        _ = try await refusal(.machineKeyExpired) { try await members[1].checkIn() }
        world.advance(days: 200)
        #expect(try await world.coordinator.group(group).phase.kind == .keyExpired)
    }

    @Test func `the last credential revision can not be edited, and the connection can be renamed (Rule C1)`()
        async throws
    {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let connection = try await world.connection(to: group)
        try await world.storage.transact(TransactionRequest(groups: [group], reads: [.connection(connection)])) {
            rows in
            var row = rows.connections[0]
            row.revision = .max
            return TransactionDecision(changes: [.updateConnection(row)], outcome: ())
        }
        let copies = try await world.copies(group, connection, revision: .max, World.credentials)
        try await refused(world) {
            try await world.coordinator.editConnection(ConnectionEdit(id: connection, copies: copies), by: World.alice)
        }
        try await world.coordinator.editConnection(ConnectionEdit(id: connection, name: Name("n")), by: World.alice)
        #expect(try await world.row(connection).revision == .max)
    }

    @Test func `after the last password version there is none (Rule K5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let service = KeepingService(world.coordinator, "changePassword")
        let machine = try members[0].restarted(through: service)
        await #expect(throws: KeepingService.Kept.self) { try await machine.agent.regeneratePassword() }
        let change = try #require(service.kept).body
        try await world.put(group) { $0.passwordRecord?.version = .max }
        try await refused(world) { try await world.coordinator.send(machine.request(change)) }
    }

    @Test func `after the last generation there is none: no order, and no submission (Rules I2, I4)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let service = KeepingService(world.coordinator)
        let machine = try members[0].restarted(through: service)
        world.advance(days: 155)
        await #expect(throws: KeepingService.Kept.self) { try await machine.checkIn() }
        var submission = try #require(service.kept)
        try await world.put(group) { row in
            guard case .renewing(var current, let opening) = row.phase else { return }
            current.generation = Generation(.max) ?? .first
            row.phase = .renewing(current: current, opening)
        }
        submission.sequence = 100
        try await refused(world) { try await world.coordinator.send(machine.request(machine.report())) }
        try await refused(world) { try await world.coordinator.send(machine.request(submission.body)) }
    }

    @Test func `after the last history entry there is none, and verification names it`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        var last = try #require(try await world.history(of: group).last)
        last.number = .max
        let forged = last
        let storage = ForgingStorage(world.storage) { $0.history = [forged] }
        let coordinator = RenewalCoordinator(storage: storage, crypto: world.crypto, clock: world.clock)
        try await refused(world) { try await coordinator.setPolicy(.default, of: group, by: World.alice) }
        let fault = HistoryChain.firstFault(in: [forged], group: group, after: forged, crypto: world.crypto)
        #expect(fault?.number == .max)
    }

    @Test func `a delivery that failed more often than can be counted waits as any other (Rule N3)`() async throws {
        let world = try World()
        _ = try await world.told()
        let suspicion = ClockSuspicion(cause: .aheadAtStart, clock: World.start, kept: World.start)
        let event = RenewalEvent(id: Counter.id(3, 900), at: World.start, content: .clockSuspect(suspicion))
        let delivery = Delivery(subscriber: "all", event: event, notBefore: World.start, attempts: .max)
        try await world.storage.transact(TransactionRequest(groups: [], reads: [])) { _ in
            TransactionDecision(deliveries: [delivery], outcome: ())
        }
        world.notifier.fail(times: 1)
        _ = try await world.told()
        world.clock.advance(by: .seconds(21_599))
        _ = try await world.told()
        #expect(world.notifier.events.isEmpty)
        world.clock.advance(by: .seconds(1))
        _ = try await world.told()
        #expect(world.notifier.events.map(\.id) == [event.id])
    }

    @Test(arguments: [Int64.min, .min + 1, -1, 0, .max - 1, .max])
    func `an instant at the end of its range can be shown, moved and compared`(seconds: Int64) {
        let instant = Instant(secondsSince1970: seconds)
        #expect(instant.description.hasSuffix("Z"))
        for other in [Int64.min, -1, 0, .max].map(Instant.init(secondsSince1970:)) {
            let difference = instant.seconds(since: other)
            #expect(difference == -other.seconds(since: instant) && abs(difference) >= 0)
        }
        for minutes in [Int.min, -1, 0, 1, .max] {
            _ = instant.adding(minutes: minutes).adding(days: minutes)
            for grace in [Int.min, 0, .max] {
                _ = RenewalSchedule.start(createdAt: instant, validityMinutes: minutes, graceMinutes: grace)
            }
        }
    }

    @Test(arguments: [Int64.min, 0, .max], [Int.min, 0, .max])
    func `rows with any C and V are read, swept and answered without a trap`(created: Int64, validity: Int)
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        try await world.put(group) { row in
            guard case .stable(var current) = row.phase else { return }
            current.createdAt = Instant(secondsSince1970: created)
            current.validityMinutes = validity
            row.phase = .stable(current: current)
        }
        _ = try await world.coordinator.group(group).columns
        _ = try? await members[0].checkIn()
        _ = try? await world.coordinator.plan(.setPolicy(group, World.policy(days: 100)), by: World.alice)
        _ = try? await world.coordinator.sweep()
        #expect(members[0].held.first == 1, "and no key is lost by it")
    }
}
