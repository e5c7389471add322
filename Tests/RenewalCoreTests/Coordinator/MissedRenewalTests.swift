import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules K2, K3, K4 and Z2: who missed a renewal, and how it comes back.
struct MissedRenewalTests {
    @Test
    func `a machine offline through two renewals is refused, and rejoins with the password of now (Rules K4, Z2)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let (up, away) = (members[0], members[1])
        for _ in 0..<2 {
            world.advance(days: 155)
            try await up.checkIn()
        }
        world.advance(days: 45)
        #expect(try await away.status == .keyExpired)
        let before = try await away.row
        let error = try await refusal(.machineKeyExpired) { try await away.checkIn() }
        #expect(try error.remedy == .currentCertificate(up.pin.fingerprint))
        #expect(try await away.row == before, "nothing changes, its heartbeat neither")
        let password = try await up.agent.regeneratePassword()
        _ = try await refusal(.supersededPassword) { try await away.agent.rejoin(password: world.password) }
        let report = try await away.agent.rejoin(password: password)
        #expect(report.current.generation.number == 3 && away.held == [3])
        #expect(try await away.status == .default)
        #expect(try await world.coordinator.firstHistoryFault(of: group) == nil)
    }

    @Test func `a password of two versions ago is wrong, the one before is superseded (Rule K4)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let second = try await members[0].agent.regeneratePassword()
        let third = try await members[0].agent.regeneratePassword()
        let before = try await world.everything()
        _ = try await refusal(.wrongPassword) { try await world.machine().join(group) }
        _ = try await refusal(.supersededPassword) { try await world.machine().join(group, password: second) }
        #expect(try await world.everything() == before)
        try await world.machine().join(group, password: third)
    }

    @Test func `the coordinator itself tells a superseded password from a wrong one (Rules K4, Z6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let recorder = RecordingService(world.coordinator)
        let machine = try world.machine(through: recorder)
        try await machine.join(group)
        try await world.coordinator.removeMachine(machine.id, by: World.alice)
        // A join that was signed before the password changed, and arrives after.
        let old = try #require(recorder.joins.first)
        _ = try await members[0].agent.regeneratePassword()
        var forged = old
        forged.joinSignature = old.machineSignature
        let before = try await world.everything()
        _ = try await refusal(.supersededPassword) { try await world.coordinator.join(old) }
        let error = try await refusal(.stalePasswordVersion) { try await world.coordinator.join(forged) }
        #expect(error.remedy == .passwordVersion(2))
        #expect(try await world.everything() == before)
        _ = try await members[0].agent.regeneratePassword()
        _ = try await refusal(.stalePasswordVersion) { try await world.coordinator.join(old) }
    }

    @Test func `where no machine holds the current generation any more, rejoin works and K5 does not (Rule K4)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        try await members[0].agent.leave()
        world.advance(days: 45)
        let behind = try await refusal { try await members[1].agent.regeneratePassword() }
        #expect(behind.code == .machineKeyExpired)
        let report = try await members[1].agent.rejoin(password: world.password)
        #expect(report.current.generation.number == 2)
        #expect(try await world.coordinator.machines(of: group).map(\.status) == [.default])
    }

    @Test(
        "all missed: the group expires at E, to the second (Rule K3)", arguments: [(-1, false), (0, true), (1, true)])
    func allMissed(offset: Int64, isExpired: Bool) async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let connection = try await world.connection(to: group)
        world.advance(to: World.start.adding(days: 200).adding(seconds: offset))
        guard isExpired else {
            try await members[0].checkIn()
            #expect(try await world.coordinator.group(group).phase.overlap?.deadline == World.start.adding(days: 200))
            return
        }
        #expect(try await members[0].status == .keyExpired)
        let columns = Dictionary(
            uniqueKeysWithValues: try await world.coordinator.group(group).columns.map { ($0.column, $0.value) })
        #expect(columns["statecode"] == .integer(1) && columns["statuscode"] == .integer(4))
        let before = try await world.everything()
        let copies = [CredentialCopy]()
        let calls: [@Sendable () async throws -> Void] = [
            { try await members[0].checkIn() },
            { _ = try await members[0].agent.rejoin(password: world.password) },
            { _ = try await world.machine().join(group) },
            { _ = try await members[0].agent.regeneratePassword() },
            { try await world.coordinator.setPolicy(.default, of: group, by: World.alice) },
            { _ = try await world.coordinator.renewNow(group, by: World.alice) },
            { try await world.coordinator.retireEarly(group, by: World.alice) },
            {
                try await world.coordinator.editConnection(
                    ConnectionEdit(id: connection, copies: copies), by: World.alice)
            },
            {
                try await world.coordinator.editConnection(
                    ConnectionEdit(id: connection, name: Name("new")), by: World.alice)
            },
            { _ = try await world.connection(to: group) },
            { _ = try await world.coordinator.assignRun(of: connection, among: nil, by: World.alice) },
        ]
        for call in calls {
            let error = try await refusal(.groupKeyExpired) { try await call() }
            #expect(error.message.contains("delete the group and create it again"))
        }
        #expect(try await world.everything() == before)
        try await world.coordinator.sweep()
        let entry = try await world.history(of: group).last
        #expect(entry?.action == "groupExpired" && entry?.at == World.start.adding(days: 200) && entry?.rule == "K3")
        try await world.coordinator.deleteGroup(group, by: World.alice)
    }

    @Test func `the minimum periods back to back: each renewal ends as the next begins (Rules S2, S5, S6)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2, World.policy(days: 90, grace: 45))
        for round in 1...12 {
            world.advance(days: 45)
            try await world.coordinator.sweep()
            let phase = try await world.coordinator.group(group).phase
            #expect(phase.kind == .renewing && phase.current?.generation.number == UInt64(round))
            try await members[round % 2].checkIn()
            try await members[1 - round % 2].checkIn()
            let overlap = try await world.coordinator.group(group).phase.overlap
            #expect(overlap?.deadline == world.now.adding(days: 45))
        }
        #expect(try await world.coordinator.firstHistoryFault(of: group) == nil)
        for member in members { #expect(member.held == [12, 13]) }
    }

    @Test func `a vault restored from an older copy goes on: numbers, keys and a rejoin (Rules Z2, K1, K4)`()
        async throws
    {
        let world = try World()
        let (_, members) = try await world.group(of: 2)
        let (machine, old) = (members[1], members[1].vault.copy())
        for _ in 0..<5 { try await machine.checkIn() }
        machine.vault.putBack(old)
        #expect(try await machine.checkIn().status == .default, "it goes on above the number that it is told")
        let copy = machine.vault.copy()
        world.advance(days: 155)
        try await members[0].checkIn()
        try await machine.checkIn()
        #expect(try await machine.status == .default)
        machine.vault.putBack(copy)
        let report = try await machine.checkIn()
        #expect(report.events.map(\.rule) == ["I5"], "in the overlap it installs again")
        world.advance(days: 45)
        machine.vault.putBack(copy)
        _ = try await refusal(.machineKeyExpired) { try await machine.checkIn() }
        #expect(try await machine.status == .default, "its row still says what it last showed")
        _ = try await machine.agent.rejoin(password: world.password)
        #expect(try await machine.checkIn().status == .default)
    }

    @Test func `a request under a usable generation ends KeyExpired without a rejoin (Rule K1)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        // The second machine installs, and its confirmation is lost: the row still says generation 1.
        let service = LossyService(world.coordinator)
        let machine = try members[1].restarted(through: service)
        service.next(nil, .request)
        await #expect(throws: LossyService.Lost.request) { try await machine.checkIn() }
        #expect(machine.held == [1, 2])
        world.advance(days: 45)
        try await world.coordinator.sweep()
        #expect(try await machine.row.storedStatus == .keyExpired)
        #expect(try await machine.checkIn().status == .default)
        #expect(try await machine.row.storedStatus == .default)
        #expect(try await world.history(of: group).last?.action == "certificateInstalled")
    }
}
