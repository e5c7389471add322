import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules G1, G2 and G5: deleting groups, shutting machines out, leaving.
struct GroupLifeTests {
    @Test func `deleting ends everything at once; connections stay broken, history stays, the id is spent (Rule G1)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 3)
        let connection = try await world.connection(to: group)
        _ = try await world.told()
        try await world.coordinator.deleteGroup(group, by: World.alice)
        for member in members {
            _ = try await refusal(.groupNotFound) { try await member.checkIn() }
            #expect(member.held == [1], "agents keep the rest until they leave")
        }
        let rows = try await world.everything()
        #expect(rows.machines.isEmpty)
        #expect(try await world.row(connection).copies.isEmpty)
        #expect(try await world.row(connection).storedState == .broken)
        #expect(try await world.coordinator.groups().groups.isEmpty)
        let told = try await world.told()
        #expect(told.filter { $0.change == .deleted }.count == 4, "the group and its three machines")
        #expect(try await world.history(of: group).last?.action == "groupDeleted")
        #expect(try await world.coordinator.firstHistoryFault(of: group) == nil)
        _ = try await refusal(.duplicateID) {
            try await world.coordinator.createGroup(named: "again", id: group, by: World.alice)
        }
        for call in [
            { try await world.coordinator.setPolicy(.default, of: group, by: World.alice) },
            { try await world.coordinator.deleteGroup(group, by: World.alice) },
            { _ = try await world.coordinator.census(of: group) },
            { _ = try await world.coordinator.joinOffer(for: group) },
            { _ = try await world.coordinator.sealingOffer(for: group, after: nil) },
        ] as [@Sendable () async throws -> Void] {
            _ = try await refusal(.groupNotFound) { try await call() }
        }
        // Its machines are free to join another group once they left this one.
        let (other, _) = try await world.group(of: 1)
        let refused = try #require(try await members[0].agent.leave())
        #expect(refused.code == .groupNotFound)
        try await members[0].join(other)
    }

    @Test func `candidates are destroyed when the group is gone (Rule G1)`() async throws {
        let world = try World()
        let group = try await world.group()
        let service = LossyService(world.coordinator)
        let machine = try await world.member(of: group, through: service)
        world.advance(days: 1)
        _ = try await world.coordinator.renewNow(group, by: World.alice)
        service.next(nil, .request)
        await #expect(throws: LossyService.Lost.request) { try await machine.checkIn() }
        #expect(machine.vault.copy()?.membership?.candidates.count == 1)
        try await world.coordinator.deleteGroup(group, by: World.alice)
        _ = try await refusal(.groupNotFound) { try await machine.checkIn() }
        #expect(machine.vault.copy()?.membership?.candidates.isEmpty == true)
    }

    @Test("a removed machine has no row, whatever its status was (Rule G2)", arguments: KeyDeliveryStatus.allCases)
    func removed(from status: KeyDeliveryStatus) async throws {
        let world = try World()
        let (_, members) = try await world.group(of: 2)
        if status != .default {
            world.advance(days: 155)
            try await members[0].checkIn()
            if status == .keyExpired { world.advance(days: 45) }
        }
        #expect(try await members[1].status == status)
        try await world.coordinator.removeMachine(members[1].id, by: World.alice)
        _ = try await refusal(.machineNotFound) { try await members[1].checkIn() }
        let told = try await world.told(of: .machine).last
        #expect(try told?.change == .deleted && told?.row == members[1].id.description)
        _ = try await refusal(.machineNotFound) {
            try await world.coordinator.removeMachine(members[1].id, by: World.alice)
        }
    }

    @Test func `the recipe shuts a machine out that knows the group key: K5, P5 without delivery, K6 (Rule G2)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 3)
        let (issuer, other, thief) = (members[0], members[1], members[2])
        let connection = try await world.connection(to: group)
        world.advance(days: 1)
        let stolen = try #require(thief.vault.copy())
        try await world.coordinator.removeMachine(thief.id, by: World.alice)
        let password = try await issuer.agent.regeneratePassword()
        let named = DeliveryMode.withoutDelivery(issuer: try issuer.id)
        _ = try await world.coordinator.renewNow(group, delivery: named, by: World.alice)
        try await issuer.checkIn()
        _ = try await other.agent.rejoin(password: password)
        try await world.run(connection, on: issuer)
        try await world.coordinator.retireEarly(group, by: World.alice)
        try await world.edit(connection, WindowsCredentials(userName: "u", password: "changed"))
        _ = try await refusal(.machineNotFound) { try await thief.checkIn() }
        _ = try await refusal(.supersededPassword) { try await thief.agent.rejoin(password: world.password) }
        _ = try await refusal(.supersededPassword) { try await world.machine().join(group) }
        let key = try #require(stolen.membership?.held.last)
        for copy in try await world.row(connection).copies {
            let context = CredentialContext(
                group: group, connection: connection, revision: 2, generation: copy.generation,
                certificate: copy.certificate)
            #expect(throws: RenewalError.self) {
                try world.crypto.open(copy.sealed, with: key.privateKey, context: .credential(context))
            }
        }
        #expect(try await world.run(connection, on: other).password == "changed")
    }

    @Test func `leaving removes row and keys; where the group refuses it is local (Rule G5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        #expect(try await members[1].agent.leave() == nil)
        #expect(members[1].vault.copy() == nil)
        #expect(try await world.coordinator.machines(of: group).count == 1)
        #expect(try await world.history(of: group).last?.action == "machineLeft")
        let third = try await world.member(of: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        world.advance(days: 45)
        let refusal = try await third.agent.leave()
        #expect(refusal?.code == .machineKeyExpired && third.vault.copy() == nil)
        #expect(try await world.coordinator.machines(of: group).count == 2, "the row is the app's to remove")
    }
}
