import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules I2 to I4: submissions that no honest agent makes, though all that is signed and sealed in them verifies.
struct SubmissionTests {
    @Test func `a machine whose agent is too old does not issue, whatever it submits (Rules I2, I7)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(days: 155)
        let old = try members[0].restarted("2.22.999")
        #expect(try await old.checkIn().events == [.mustUpdateAgent])
        _ = try await refusal(.machineNotEligible) { try await world.coordinator.send(old.submission()) }
        #expect(try await world.coordinator.group(group).phase.kind == .renewing)
        // The same machine, once its row says that the agent is new enough.
        _ = try await world.coordinator.send(old.request(old.report("2.23")))
        _ = try await world.coordinator.send(old.submission())
        #expect(try await world.coordinator.group(group).phase.overlap?.issuer == old.id)
    }

    @Test func `another record of the same version does not come in with an issue (Rules I3, I10)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(days: 155)
        try await world.coordinator.sweep()
        let keys = try await world.crypto.deriveKeys(
            from: try Password(chosen: "a password of its own"), parameters: nil)
        let record = try #require(try await world.coordinator.group(group).passwordRecord)
        var own = record
        (own.parameters, own.passwordKey, own.joinKey) = (
            keys.parameters, keys.passwordKey.publicKey, keys.joinKey.publicKey
        )
        own.anchor.signature = try world.crypto.sign(own.anchorBytes(group: group), with: keys.joinKey)
        let before = try await world.everything()
        let error = try await refusal(.stalePasswordVersion) {
            try await world.coordinator.send(members[0].submission(record: own))
        }
        guard case .issue(let fresh) = error.remedy else {
            Issue.record("no fresh terms")
            return
        }
        #expect(fresh.passwordRecord == record)
        #expect(try await world.everything() == before)
        _ = try await world.coordinator.send(members[0].submission())
        #expect(try await world.coordinator.group(group).passwordRecord?.joinKey == record.joinKey)
    }

    @Test func `C is after the current certificate's, by a second at least (Rule I4)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        _ = try await world.coordinator.renewNow(group, by: World.alice)
        _ = try await refusal(.certificateRejected) { try await world.coordinator.send(members[0].submission()) }
        world.clock.advance(by: .seconds(1))
        _ = try await refusal(.certificateRejected) {
            try await world.coordinator.send(members[0].submission(createdAt: World.start))
        }
        #expect(try await world.coordinator.group(group).phase.kind == .renewing)
        _ = try await world.coordinator.send(members[0].submission())
        #expect(try await world.coordinator.group(group).phase.current?.createdAt == World.start.adding(seconds: 1))
    }
}
