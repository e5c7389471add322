import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules C2, C3 and I6: runs on a machine.
struct RunTests {
    let world: TestWorld
    let service: HostileService

    init() async throws {
        world = try await TestWorld(crypto: InsecureCrypto(seed: 5))
        service = HostileService(world.coordinator)
    }

    private func copies(_ id: ConnectionID) async throws -> [UInt64] {
        try await world.storage.read([.connection(id)]).connection(id)?.copies.map(\.generation.number) ?? []
    }

    @Test func `a run in the overlap opens the credentials and stores the lacking copy (Rules C2, C3)`() async throws {
        let machine = try await world.member()
        let connection = try await world.connection(pinnedBy: machine)
        world.advanceToRenewal()
        try await machine.agent.checkIn()
        #expect(try await copies(connection) == [1])
        let assignment = try await world.assignment(connection, on: machine)
        #expect(assignment.lacking == [Generation(2)])
        let stored = try await machine.agent.run(assignment) { credentials in
            #expect(credentials == TestWorld.credentials)
            return try await copies(connection)
        }
        #expect(stored == [1, 2], "before the flow starts")
        world.advanceToDeadline()
        try await machine.agent.checkIn()
        let later = try await world.assignment(connection, on: machine)
        #expect(try await machine.agent.run(later) { $0 } == TestWorld.credentials)
    }

    @Test func `a machine that holds only g seals to g + 1 over the chain (Rules C3, I9)`() async throws {
        let (issuer, behind) = (try await world.member(), try await world.member())
        let connection = try await world.connection(pinnedBy: issuer)
        world.advanceToRenewal()
        try await issuer.agent.checkIn()
        let assignment = try await world.assignment(connection, on: behind)
        try await behind.agent.run(assignment) { _ in }
        #expect(behind.held() == [1])
        #expect(try await copies(connection) == [1, 2])
        world.advanceToDeadline()
        let later = try await world.assignment(connection, on: issuer)
        #expect(try await issuer.agent.run(later) { $0 } == TestWorld.credentials)
    }

    @Test func `failing to store the copies never fails the run (Rule C3)`() async throws {
        let machine = try await world.member(through: service)
        let connection = try await world.connection(pinnedBy: machine)
        world.advanceToRenewal()
        try await machine.agent.checkIn()
        service.onSend { _ in throw LostAnswer() }
        let assignment = try await world.assignment(connection, on: machine)
        #expect(try await machine.agent.run(assignment) { $0 } == TestWorld.credentials)
        #expect(try await copies(connection) == [1])
    }

    @Test func `what the body throws comes out, and the run is over (Rule I6)`() async throws {
        let machine = try await world.member()
        let connection = try await world.connection(pinnedBy: machine)
        let assignment = try await world.assignment(connection, on: machine)
        await #expect(throws: LostAnswer.self) { try await machine.agent.run(assignment) { _ in throw LostAnswer() } }
        world.advanceToRenewal()
        try await machine.agent.checkIn()
        #expect(machine.held() == [1, 2])
    }

    @Test func `a certificate is not installed during a run, and is at its end (Rule I6)`() async throws {
        let (issuer, busy) = (try await world.member(), try await world.member())
        let connection = try await world.connection(pinnedBy: issuer)
        let assignment = try await world.assignment(connection, on: busy)
        world.advanceToRenewal()
        try await issuer.agent.checkIn()
        let pin = try await issuer.pin()
        try await busy.agent.run(assignment) { _ in
            try await busy.agent.run(assignment) { _ in
                let events = try await busy.agent.checkIn().events
                #expect(events == [.deferred(pin)])
                #expect(busy.held() == [1])
            }
            #expect(busy.held() == [1], "one run is still going on")
        }
        #expect(busy.held() == [1, 2])
        #expect(try await busy.agent.checkIn().status == .default)
    }

    @Test func `an issuer with a run going on takes its certificate into use at the end (Rules I4, I6)`() async throws {
        let machine = try await world.member()
        let connection = try await world.connection(pinnedBy: machine)
        let assignment = try await world.assignment(connection, on: machine)
        world.advanceToRenewal()
        try await machine.agent.run(assignment) { _ in
            let events = try await machine.agent.checkIn().events
            #expect(events.map(\.rule) == ["I6"])
            let current = try await world.current()
            #expect(current?.generation == Generation(2))
            #expect(machine.held() == [1])
            let again = try await machine.agent.checkIn().events
            #expect(again.map(\.rule) == ["I6"])
        }
        #expect(machine.held() == [1, 2])
        #expect(try await machine.agent.checkIn().events == [])
    }

    @Test func `no key is destroyed while a run is going on, though its generation was retired (Rules I6, K2)`()
        async throws
    {
        let machine = try await world.member()
        let connection = try await world.connection(pinnedBy: machine)
        world.advanceToRenewal()
        try await machine.agent.checkIn()
        let assignment = try await world.assignment(connection, on: machine)
        try await machine.agent.run(assignment) { _ in
            world.advanceToDeadline()
            let events = try await machine.agent.checkIn().events
            #expect(events == [])
            #expect(machine.held() == [1, 2])
        }
        #expect(try await machine.agent.checkIn().events == [.destroyed([.first])])
    }

    @Test func `a run does not wait for a check-in that hangs in the network (Rule I6)`() async throws {
        let (issuer, machine) = (try await world.member(), try await world.member(through: service))
        let connection = try await world.connection(pinnedBy: issuer)
        let assignment = try await world.assignment(connection, on: machine)
        world.advanceToRenewal()
        try await issuer.agent.checkIn()
        let clock = ManualClock(at: TestWorld.start)
        service.onSend { [service] request in
            try await clock.sleep(until: TestWorld.start.adding(days: 1))
            return try await service.honest.send(request)
        }
        async let checkIn = machine.agent.checkIn()
        try await clock.waitForSleepers()
        #expect(try await machine.agent.run(assignment) { $0 } == TestWorld.credentials)
        service.onSend(nil)
        clock.advance(by: .seconds(86_400))
        #expect(try await checkIn.events.map(\.rule) == ["I5"])
        #expect(machine.held() == [1, 2])
    }

    @Test func `runs and check-ins at once lose no request and no key (Rules I6, Z2)`() async throws {
        let machine = try await world.member()
        let connection = try await world.connection(pinnedBy: machine)
        for _ in 0..<4 {
            world.advanceToRenewal()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        await Task.yield()
                        if number.isMultiple(of: 3) {
                            try await machine.agent.checkIn()
                        } else {
                            let assignment = try await world.assignment(connection, on: machine)
                            try await machine.agent.run(assignment) { _ in await Task.yield() }
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await machine.agent.checkIn()
            let assignment = try await world.assignment(connection, on: machine)
            #expect(try await machine.agent.run(assignment) { $0 } == TestWorld.credentials)
        }
        #expect(machine.held() == [4, 5])
    }

    @Test func `leaving and rejoining wait for the runs (Rule I6)`() async throws {
        let machine = try await world.member()
        let connection = try await world.connection(pinnedBy: machine)
        let assignment = try await world.assignment(connection, on: machine)
        let key = try #require(machine.vault.copy()?.membership?.machineKey)
        let rejoin = try await machine.agent.run(assignment) { _ in
            let rejoin = Task { try await machine.agent.rejoin(password: world.password) }
            while try await world.coordinator.machines(of: world.group).first?.machine.membership?.machineKey
                == key.publicKey
            { await Task.yield() }
            #expect(machine.vault.copy()?.membership?.machineKey == key)
            return rejoin
        }
        _ = try await rejoin.value
        #expect(machine.vault.copy()?.membership?.machineKey != key)
        try await machine.agent.checkIn()
    }
}
