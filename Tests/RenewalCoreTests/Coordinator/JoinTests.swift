import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules I1, I3, I8, K4, Z6, G3 and G4: joins and rejoins.
struct JoinTests {
    @Test func `the first machine issues generation 1 with the coordinator's C and V and is Default (Rules I1, T1)`()
        async throws
    {
        let world = try World()
        let group = try await world.group()
        world.advance(days: 3)
        let first = try await world.member(of: group)
        let current = try #require(try await world.coordinator.group(group).phase.current)
        #expect(current.generation == .first && current.createdAt == world.now)
        #expect(current.validityMinutes == 288_000)
        #expect(try await first.status == .default)
        #expect(try await first.row.keyReceivedAt == world.now)
        #expect(try await world.coordinator.group(group).phase.kind == .stable)
    }

    @Test func `in a first join the loser joins with its own password; a different one is wrong (Rule I3)`()
        async throws
    {
        let world = try World()
        let group = try await world.group()
        let service = LossyService(world.coordinator)
        let (a, b, c) = (try world.machine(), try world.machine(through: service), try world.machine())
        // b asks for an offer, then a is first.
        let race = RacingFounding(coordinator: world.coordinator) { try await a.join(group) }
        let report = try await b.agent.join(
            group, name: try Name("b"), password: world.password, founding: race)
        #expect(!report.founded && report.current.generation == .first)
        #expect(try await world.coordinator.machines(of: group).count == 2)
        _ = try await refusal(.wrongPassword) {
            try await c.join(group, password: try Password(chosen: "quite another one"))
        }
        #expect(try await world.coordinator.machines(of: group).count == 2)
    }

    @Test func `a first join is for a group that never had a generation (Rules I1, K3)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let founding = try await foundingRequest(world, group)
        _ = try await refusal(.groupAlreadyFounded) {
            try await world.coordinator.found(founding, by: World.alice)
        }
        try await world.coordinator.removeMachine(members[0].id, by: World.alice)
        _ = try await refusal(.groupAlreadyFounded) { try await world.coordinator.found(founding, by: World.alice) }
        let late = try await world.member(of: group)
        #expect(late.held == [1], "without a machine it is joined as in I8, until E")
        world.advance(days: 200)
        _ = try await refusal(.groupKeyExpired) { try await world.coordinator.found(founding, by: World.alice) }
        _ = try await refusal(.groupKeyExpired) { try await world.machine().join(group) }
    }

    /// A founding request that is right but for its time: taken before the group was founded.
    private func foundingRequest(_ world: World, _ group: GroupID) async throws -> JoinRequest {
        let other = try World(seed: 9)
        _ = try await other.coordinator.createGroup(named: "x", id: group, by: World.alice)
        let capture = CapturingFounding()
        let machine = try other.machine()
        await #expect(throws: CapturingFounding.Captured.self) {
            try await machine.agent.join(group, name: try Name("m"), password: world.password, founding: capture)
        }
        return try #require(capture.request)
    }

    @Test func `a first join is refused with other dates than the coordinator's (Rules I1, I4)`() async throws {
        for offset in [Int64(3_600), 3_601] {
            let world = try World()
            let group = try await world.group()
            let capture = CapturingFounding()
            let machine = try world.machine()
            await #expect(throws: CapturingFounding.Captured.self) {
                try await machine.agent.join(
                    group, name: try Name("m"), password: world.password, founding: capture)
            }
            let request = try #require(capture.request)
            world.clock.advance(by: .seconds(offset))
            if offset == 3_600 {
                _ = try await world.coordinator.found(request, by: World.alice)
            } else {
                _ = try await refusal(.staleIssue) { try await world.coordinator.found(request, by: World.alice) }
                #expect(try await world.coordinator.group(group).phase.kind == .new)
            }
        }
    }

    @Test func `joins in the middle of a renewal: unissued and in the overlap (Rules I8, K1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(days: 155)
        try await world.coordinator.sweep()
        // An old agent does not issue, so that its own status is seen.
        let early = try await world.member(of: group, "2.9")
        #expect(early.held == [1])
        #expect(try await early.status == .pendingNewKey)
        #expect(try await early.row.storedStatus == .pendingNewKey)
        try await members[0].checkIn()
        let late = try await world.member(of: group, "2.9")
        #expect(late.held == [1, 2], "so that it can serve connections not yet updated")
        #expect(try await late.status == .default)
        world.advance(days: 45)
        #expect(try await late.checkIn().status == .default)
        #expect(try await early.status == .keyExpired)
    }

    @Test func `a joiner that is eligible issues at once (Rule I8)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        world.advance(days: 155)
        try await world.coordinator.sweep()
        let joiner = try world.machine()
        let report = try await joiner.join(group)
        #expect(report.status == .default)
        #expect(try await world.coordinator.group(group).phase.overlap?.issuer == joiner.id)
    }

    @Test func `a rejoin keeps the id, takes a new machine key and numbers anew (Rules K4, Z2, Z6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let lost = members[1]
        for _ in 0..<3 { try await lost.checkIn() }
        let before = try await lost.row
        let again = try world.machine()
        let report = try await again.agent.rejoin(
            group, as: lost.id, name: try Name("renamed"), password: world.password)
        let after = try await again.row
        #expect(report.machine == before.id && after.id == before.id)
        #expect(after.membership?.fingerprint != before.membership?.fingerprint)
        #expect(try after.membership?.sequence == 0 && after.name == (Name("renamed")))
        _ = try await refusal(.unknownMachineKey) { try await lost.checkIn() }
        #expect(try await again.checkIn().status == .default)
    }

    @Test func `a machine is in one group, and ids are used once (Rules G3, G4)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let other = try await world.group(named: "Sales")
        _ = try await refusal(.alreadyJoined) { try await members[0].join(other) }
        try await world.member(of: other)
        let stranger = try world.machine()
        _ = try await refusal(.machineNotFound) {
            _ = try await stranger.agent.rejoin(
                other, as: members[0].id, name: try Name("m"), password: world.password)
        }
        #expect(try await members[0].row.group == group)
        _ = try await refusal(.duplicateID) {
            try await world.coordinator.createGroup(named: "again", id: group, by: World.alice)
        }
        _ = try await refusal(.invalidName) {
            try await world.coordinator.createGroup(named: "", by: World.alice)
        }
    }

    @Test func `a machine does not join under an id that is taken (Rules G3, G4)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let recorder = RecordingService(world.coordinator)
        let machine = try world.machine(through: recorder)
        try await machine.join(group)
        var request = try #require(recorder.joins.first)
        request.joinCounter = 2
        let key = try #require(machine.vault.copy()?.membership?.machineKey)
        let keys = try await world.crypto.deriveKeys(
            from: world.password, parameters: try await world.coordinator.group(group).passwordRecord?.parameters)
        request.joinSignature = try world.crypto.sign(request.signedBytes(), with: keys.joinKey)
        request.machineSignature = try world.crypto.sign(request.signedBytes(), with: key)
        let before = try await world.everything()
        let error = try await refusal(.duplicateID) { try await world.coordinator.join(request) }
        #expect(error.details == ["id": "\(request.machine)"], "a network is not told which group has it")
        #expect(try await world.everything() == before)
        request.operation = .rejoin
        request.joinSignature = try world.crypto.sign(request.signedBytes(), with: keys.joinKey)
        request.machineSignature = try world.crypto.sign(request.signedBytes(), with: key)
        _ = try await world.coordinator.join(request)
    }

    @Test func `an old join can not be replayed, and a stale counter is told the present one (Rule Z6)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let recorder = RecordingService(world.coordinator)
        let machine = try world.machine(through: recorder)
        try await machine.join(group)
        try await world.coordinator.removeMachine(machine.id, by: World.alice)
        let old = try #require(recorder.joins.first)
        let before = try await world.everything()
        let error = try await refusal(.staleJoinCounter) { try await world.coordinator.join(old) }
        #expect(error.remedy == .joinCounter(2))
        #expect(try await world.everything() == before)
    }

    @Test func `a join is signed with the join key and the new machine key (Rule Z6)`() async throws {
        let world = try World()
        let (group, _) = try await world.group(of: 1)
        let recorder = RecordingService(world.coordinator)
        let machine = try world.machine(through: recorder)
        try await machine.join(group)
        try await world.coordinator.removeMachine(machine.id, by: World.alice)
        var request = try #require(recorder.joins.first)
        request.joinCounter = 2
        let before = try await world.everything()
        _ = try await refusal(.wrongPassword) { try await world.coordinator.join(request) }
        let keys = try await world.crypto.deriveKeys(
            from: world.password, parameters: try await world.coordinator.group(group).passwordRecord?.parameters)
        request.joinSignature = try world.crypto.sign(request.signedBytes(), with: keys.joinKey)
        _ = try await refusal(.invalidSignature) { try await world.coordinator.join(request) }
        #expect(try await world.everything() == before)
    }
}
