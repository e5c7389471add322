import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule Z7: the first join goes through the app, never over the way that is offered to a network.
struct FirstJoinTests {
    @Test func `a first join that comes as a join is refused, and founds nothing (Rule Z7)`() async throws {
        let world = try World()
        let group = try await world.group()
        let capture = CapturingFounding()
        await #expect(throws: CapturingFounding.Captured.self) {
            try await world.machine().agent.join(
                group, name: try Name("m"), password: world.password, founding: capture)
        }
        let request = try #require(capture.request)
        let before = try await world.everything()
        _ = try await refusal(.firstJoinNeedsApp) { try await world.coordinator.join(request) }
        #expect(try await world.everything() == before)
        _ = try await world.coordinator.found(request, by: World.alice)
    }

    @Test func `nor does it let a machine with the password into a founded group (Rules Z6, Z7)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let recorder = RecordingService(world.coordinator)
        let machine = try world.machine(through: recorder)
        try await machine.join(group)
        try await world.coordinator.removeMachine(machine.id, by: World.alice)
        var request = try #require(recorder.joins.first)
        (request.operation, request.joinCounter) = (.firstJoin, 2)
        let keys = try await world.crypto.deriveKeys(
            from: world.password, parameters: try await world.coordinator.group(group).passwordRecord?.parameters)
        let key = try #require(machine.vault.copy()?.membership?.machineKey)
        request.joinSignature = try world.crypto.sign(request.signedBytes(), with: keys.joinKey)
        request.machineSignature = try world.crypto.sign(request.signedBytes(), with: key)
        let before = try await world.everything()
        _ = try await refusal(.firstJoinNeedsApp) { try await world.coordinator.join(request) }
        #expect(try await world.everything() == before)
    }
}
