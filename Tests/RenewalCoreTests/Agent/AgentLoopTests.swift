import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Synchronization
import Testing

/// Rule S7: the loop of check-ins.
struct AgentLoopTests {
    let world: TestWorld
    let service: HostileService

    init() async throws {
        world = try await TestWorld(crypto: InsecureCrypto(seed: 6))
        service = HostileService(world.coordinator)
    }

    @Test func `it checks in when it is due, issues, and ends at once when it is cancelled (Rules S7, I4)`()
        async throws
    {
        let machine = try await world.member()
        let loop = Task { try await machine.agent.run() }
        for _ in 0..<156 {
            try await world.clock.waitForSleepers()
            let wake = try #require(world.clock.earliestWake)
            let wait = wake.seconds(since: world.clock.now())
            #expect((86_400 - 17_280...86_400).contains(wait))
            world.advance(days: 1)
        }
        try await world.clock.waitForSleepers()
        #expect(machine.held() == [1, 2])
        loop.cancel()
        await #expect(throws: CancellationError.self) { try await loop.value }
    }

    @Test func `after errors it waits a minute, doubling to six hours, and then as before (Rule S7)`() async throws {
        let machine = try await world.member(through: service)
        service.onSend { _ in throw LostAnswer() }
        let loop = Task { try await machine.agent.run() }
        for expected: Int64 in [60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 21_600, 21_600] {
            try await world.clock.waitForSleepers()
            let wake = try #require(world.clock.earliestWake)
            #expect(wake.seconds(since: world.clock.now()) == expected)
            world.clock.advance(by: .seconds(expected))
        }
        try await world.clock.waitForSleepers()
        service.onSend(nil)
        world.clock.advance(by: .seconds(21_600))
        try await world.clock.waitForSleepers()
        let wake = try #require(world.clock.earliestWake)
        #expect(wake.seconds(since: world.clock.now()) > 60_000)
        loop.cancel()
        await #expect(throws: CancellationError.self) { try await loop.value }
    }

    @Test func `cancelling in the middle of an issue loses nothing (Rule I4)`() async throws {
        let machine = try await world.member(through: service)
        world.advanceToRenewal()
        let stored = Mutex(false)
        let network = ManualClock(at: TestWorld.start)
        service.onSend { [service] request in
            let answer = try await service.honest.send(request)
            guard request.body.operation == "submit" else { return answer }
            try await network.sleep(until: .distantFuture)
            stored.withLock { $0 = true }
            return answer
        }
        let loop = Task { try await machine.agent.run() }
        try await network.waitForSleepers()
        loop.cancel()
        await #expect(throws: CancellationError.self) { try await loop.value }
        #expect(!stored.withLock { $0 })
        service.onSend(nil)
        #expect(try await machine.agent.checkIn().events.map(\.rule) == ["I4"])
        #expect(machine.held() == [1, 2])
    }

    @Test func `an operation that waits for another one can be cancelled`() async throws {
        let machine = try await world.member(through: service)
        let network = ManualClock(at: TestWorld.start)
        service.onSend { [service] request in
            try await network.sleep(until: .distantFuture)
            return try await service.honest.send(request)
        }
        let first = Task { try await machine.agent.checkIn() }
        try await network.waitForSleepers()
        let second = Task { try await machine.agent.leave() }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        service.onSend(nil)
        try await machine.agent.checkIn()
    }
}
