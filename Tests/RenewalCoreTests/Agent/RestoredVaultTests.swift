import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// A machine whose vault came back from an older copy, or that was away for long.
struct RestoredVaultTests {
    let world: TestWorld

    init() async throws { world = try await TestWorld(crypto: InsecureCrypto(seed: 4)) }

    @Test func `an older sequence number is caught up (Rule Z2)`() async throws {
        let machine = try await world.member()
        let old = machine.vault.copy()
        for _ in 0..<5 { try await machine.agent.checkIn() }
        machine.vault.putBack(old)
        try await machine.agent.checkIn()
        #expect(machine.vault.copy()?.membership?.sequence == 6)
    }

    @Test func `the number is followed by at most 2^32 (Rule Z2)`() async throws {
        let service = HostileService(world.coordinator)
        let machine = try await world.member(through: service)
        service.onSend { [service] request in
            service.onSend(nil)
            throw RenewalError(
                .sequenceTooLow, "", remedy: .continueAbove(sequence: request.sequence + 1 << 32))
        }
        try await machine.agent.checkIn()
        let number = try #require(machine.vault.copy()?.membership?.sequence)
        #expect(number == 1 + 1 << 32 + 1)
        service.onSend { request in
            throw RenewalError(
                .sequenceTooLow, "", remedy: .continueAbove(sequence: request.sequence + 1 << 32 + 1))
        }
        await #expect(throws: RenewalError(.sequenceJumpRejected, "")) { try await machine.agent.checkIn() }
        #expect(machine.vault.copy()?.membership?.sequence == number + 1)
    }

    @Test func `a missing generation is installed again in the overlap, by the issuer too (Rule I5)`() async throws {
        let machine = try await world.member()
        let old = machine.vault.copy()
        world.advanceToRenewal()
        try await machine.agent.checkIn()
        machine.vault.putBack(old)
        #expect(try await machine.agent.checkIn().events.map(\.rule) == ["I5"])
        #expect(machine.held() == [1, 2])
    }

    @Test func `after the deadline an older copy needs a rejoin (Rules K2, K4)`() async throws {
        let (machine, other) = (try await world.member(), try await world.member())
        let old = machine.vault.copy()
        world.advanceToRenewal()
        try await machine.agent.checkIn()
        try await other.agent.checkIn()
        world.advanceToDeadline()
        machine.vault.putBack(old)
        await #expect(throws: RenewalError(.machineKeyExpired, "")) { try await machine.agent.checkIn() }
        _ = try await machine.agent.rejoin(password: world.password)
        #expect(try await machine.agent.checkIn().status == .default)
    }

    @Test func `a copy from before a rejoin has the wrong machine key (Rules K4, Z2)`() async throws {
        let machine = try await world.member()
        let old = machine.vault.copy()
        _ = try await machine.agent.rejoin(password: world.password)
        machine.vault.putBack(old)
        await #expect(throws: RenewalError(.unknownMachineKey, "")) { try await machine.agent.checkIn() }
        _ = try await machine.agent.rejoin(password: world.password)
        try await machine.agent.checkIn()
    }

    @Test func `a lost vault is replaced by a rejoin under the machine's id (Rule K4)`() async throws {
        let machine = try await world.member()
        let id = try await machine.id()
        machine.vault.putBack(nil)
        let name = try Name("again")
        let report = try await machine.agent.rejoin(world.group, as: id, name: name, password: world.password)
        #expect(report.machine == id)
        try await machine.agent.checkIn()
        let row = try #require(try await world.coordinator.machines(of: world.group).first?.machine)
        #expect(row.name == name)
        machine.vault.putBack(nil)
        let unknown = MachineID(Counter.id(9, 9))
        await #expect(throws: RenewalError(.machineNotFound, "")) {
            try await machine.agent.rejoin(world.group, as: unknown, name: name, password: world.password)
        }
    }

    @Test func `a machine that was away for two renewals rejoins over a chain of two links (Rules I9, K4)`()
        async throws
    {
        let (member, away) = (try await world.member(), try await world.member())
        for _ in 0..<2 {
            world.advanceToRenewal()
            try await member.agent.checkIn()
        }
        await #expect(throws: RenewalError(.machineKeyExpired, "")) { try await away.agent.checkIn() }
        #expect(away.held() == [1])
        let report = try await away.agent.rejoin(password: world.password)
        #expect(report.current.generation == Generation(3))
        #expect(report.held == [Generation(2), Generation(3)])
        #expect(try await away.agent.checkIn().status == .default)
    }

    @Test func `a machine that issues every renewal holds at most two keys at a time (Rule K2)`() async throws {
        let machine = try await world.member()
        for generation in UInt64(2)...8 {
            world.advanceToRenewal()
            try await machine.agent.checkIn()
            #expect(machine.held() == [generation - 1, generation])
        }
    }
}
