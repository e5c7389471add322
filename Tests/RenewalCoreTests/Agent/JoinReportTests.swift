import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule I8: a joiner of an open renewal checks in at once. Where that fails the join holds, and the report says why.
struct JoinReportTests {
    let world: TestWorld
    let group: GroupID

    init() async throws {
        world = try await TestWorld(crypto: InsecureCrypto(seed: 21))
        group = world.group
        try await world.member()
        world.advanceToRenewal()
        try await world.coordinator.sweep()
    }

    @Test func `a check-in that is refused is told with its refusal (Rule I8)`() async throws {
        let service = HostileService(world.coordinator)
        service.onSend { _ in throw RenewalError(.clockSuspect, "not now") }
        let joiner = try world.machine(through: service)
        let report = try await joiner.join()
        #expect(report.checkIn == nil && report.checkInError?.code == .clockSuspect)
        #expect(report.status == .pendingNewKey && joiner.held() == [1])
        #expect(report.description.contains("clockSuspect: not now"))
        service.onSend(nil)
        #expect(try await joiner.agent.checkIn().events.map(\.rule) == ["I4"], "the next one does its work")
    }

    @Test func `an error that is not the library's is the cause (Rule I8)`() async throws {
        let service = HostileService(world.coordinator)
        service.onSend { _ in throw LostAnswer() }
        let joiner = try world.machine(through: service)
        let report = try await joiner.join()
        #expect(report.checkIn == nil && report.checkInError?.code == .checkInFailed)
        #expect(report.checkInError?.cause is LostAnswer)
        #expect(joiner.held() == [1])
    }

    @Test func `one that succeeds, or is not needed, leaves no error (Rule I8)`() async throws {
        let issuing = try await world.machine().join()
        #expect(issuing.checkIn != nil && issuing.checkInError == nil)
        let later = try await world.machine().join()
        #expect(later.checkIn == nil && later.checkInError == nil && !later.description.contains("failed"))
    }
}
