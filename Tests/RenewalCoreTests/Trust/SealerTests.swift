import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules C1, I9 and Z4: to whom a sealer seals.
struct SealerTests {
    let world: TestWorld
    let machine: TestMachine

    init() async throws {
        world = try await TestWorld(crypto: InsecureCrypto(seed: 7))
        machine = try await world.member()
    }

    private func renew() async throws {
        world.advanceToRenewal()
        try await machine.agent.checkIn()
    }

    private func offer(after generation: Generation? = nil) async throws -> SealingOffer {
        try await world.coordinator.sealingOffer(for: world.group, after: generation)
    }

    private func sealer(_ trust: Sealer.Trust) -> Sealer {
        Sealer(group: world.group, trust: trust, crypto: world.crypto)
    }

    @Test func `from a pin it follows the links and seals to every usable generation (Rules C1, I9)`() async throws {
        let pin = try await machine.pin()
        try await renew()
        try await renew()
        var sealer = sealer(.pinned(pin))
        #expect(try sealer.recipients(of: try await offer()).map(\.generation.number) == [2, 3])
        #expect(sealer.trusted?.generation == Generation(3))
    }

    @Test func `what it trusted is enough for the next time, in an overlap too (Rule I9)`() async throws {
        let pin = try await machine.pin()
        try await renew()
        var sealer = sealer(.pinned(pin))
        let inOverlap = try await offer()
        _ = try sealer.recipients(of: inOverlap)
        let trusted = try #require(sealer.trusted)
        var next = self.sealer(.remembered(trusted))
        #expect(try next.recipients(of: try await offer(after: trusted.generation)).map(\.generation.number) == [1, 2])
        world.advanceToDeadline()
        #expect(try next.recipients(of: try await offer(after: trusted.generation)).map(\.generation.number) == [2])
        world.advance(days: 110)
        try await machine.agent.checkIn()
        #expect(try next.recipients(of: try await offer(after: trusted.generation)).map(\.generation.number) == [2, 3])
        #expect(throws: RenewalError(.generationRollback, "")) { try next.recipients(of: inOverlap) }
    }

    @Test func `another fingerprint than the pinned one is refused (Rule C1)`() async throws {
        let other = try #require(Fingerprint([UInt8](repeating: 7, count: 32)))
        var sealer = sealer(.pinned(CertificatePin(generation: .first, fingerprint: other)))
        let offer = try await offer()
        #expect(throws: RenewalError(.pinMismatch, "")) { try sealer.recipients(of: offer) }
        #expect(sealer.trusted == nil)
        var later = self.sealer(.pinned(CertificatePin(generation: try #require(Generation(2)), fingerprint: other)))
        #expect(throws: RenewalError(.generationRollback, "")) { try later.recipients(of: offer) }
    }

    @Test func `on the store's word alone only where the code says so (Rule C1)`() async throws {
        try await renew()
        var sealer = sealer(.storeIsTrusted)
        #expect(try sealer.recipients(of: try await offer()).map(\.generation.number) == [1, 2])
    }

    @Test func `an older generation is not sealed to, whatever the offer says (Rules I9, Z4)`() async throws {
        let pin = try await machine.pin()
        try await renew()
        try await renew()
        var offer = try await offer()
        offer.usable = [.first, try #require(Generation(3))]
        var sealer = sealer(.pinned(pin))
        #expect(throws: RenewalError(.brokenChain, "")) { try sealer.recipients(of: offer) }
        offer.usable = []
        #expect(throws: RenewalError(.groupHasNoCertificate, "")) { try sealer.recipients(of: offer) }
    }
}
