import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rules K5 and K6: a new password, and a generation retired early.
struct PasswordRegenerationTests {
    @Test func `the old password stops opening the group at once; date and by whom are recorded (Rule K5)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 5)
        let new = try await members[1].agent.regeneratePassword()
        let row = try await world.coordinator.group(group)
        #expect(row.passwordRecord?.version == 2 && row.previousPasswordRecord?.version == 1)
        #expect(try row.passwordChangedAt == world.now && row.passwordChangedBy == .machine(members[1].id))
        _ = try await refusal(.supersededPassword) { try await world.machine().join(group) }
        #expect(try await world.machine().join(group, password: new).status == .default)
        let entry = try await world.history(of: group).last { $0.rule == "K5" }
        #expect(try entry?.action == "passwordRegenerated" && entry?.by == .machine(members[1].id))
    }

    @Test func `in an overlap all packages are sealed anew in one transaction (Rule K5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        world.advance(days: 155)
        try await members[0].checkIn()
        let before = try await world.coordinator.group(group).phase.usable.map(\.keyPackage)
        let new = try await members[0].agent.regeneratePassword()
        let after = try await world.coordinator.group(group).phase.usable.map(\.keyPackage)
        #expect(zip(before, after).allSatisfy { $0 != $1 } && after.count == 2)
        let joiner = try world.machine()
        try await joiner.join(group, password: new)
        #expect(joiner.held == [1, 2])
    }

    @Test func `only on a machine that holds every usable generation (Rule K5)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        let old = try members[1].restarted("2.9")
        world.advance(days: 155)
        try await members[0].checkIn()
        let before = try await world.everything().groups
        _ = try await refusal(.keyNotHeld) { try await old.agent.regeneratePassword() }
        #expect(try await world.everything().groups == before)
        // The same, past the agent: a change with one package for two usable generations.
        let service = KeepingService(world.coordinator, "changePassword")
        let holder = try members[0].restarted(through: service)
        await #expect(throws: KeepingService.Kept.self) { try await holder.agent.regeneratePassword() }
        guard case .changePassword(var change) = try #require(service.kept).body else { return }
        let full = change
        for packages in [Array(full.packages.prefix(1)), Array(full.packages.suffix(1)), []] {
            change.packages = packages
            let request = try await holder.request(.changePassword(change))
            _ = try await refusal(.keyNotHeld) { try await world.coordinator.send(request) }
            #expect(try await world.coordinator.group(group).passwordRecord?.version == 1)
        }
        _ = try await world.coordinator.send(holder.request(.changePassword(full)))
        #expect(try await world.coordinator.group(group).passwordRecord?.version == 2)
    }

    @Test func `of two that regenerate at once one wins (Rule K5)`() async throws {
        let world = try World()
        let group = try await world.group()
        let first = try await world.member(of: group)
        let service = InterruptedService(world.coordinator)
        let second = try await world.member(of: group, through: service)
        service.before("changePassword") { _ = try await first.agent.regeneratePassword() }
        let error = try await refusal(.stalePasswordVersion) { try await second.agent.regeneratePassword() }
        #expect(error.remedy == .passwordVersion(2))
        #expect(try await world.coordinator.group(group).passwordRecord?.version == 2)
    }

    @Test func `an issue between derivation and commit is seen: compare-and-set on the generation (Rule K5)`()
        async throws
    {
        let world = try World()
        let group = try await world.group()
        let first = try await world.member(of: group)
        let service = InterruptedService(world.coordinator)
        let second = try await world.member(of: group, through: service)
        world.advance(days: 1)
        service.before("changePassword") {
            _ = try await world.coordinator.renewNow(group, by: World.alice)
            try await first.checkIn()
        }
        _ = try await refusal(.keyNotHeld) { try await second.agent.regeneratePassword() }
        let row = try await world.coordinator.group(group)
        #expect(row.passwordRecord?.version == 1 && row.phase.kind == .overlap)
    }

    @Test func `a chosen password has 12 characters, a generated one 128 bits (Rule K5)`() async throws {
        #expect(throws: RenewalError(.passwordTooShort, "")) { try Password(chosen: "elevenchars") }
        _ = try Password(chosen: "twelve chars")
        var generator = SeededGenerator(seed: 4)
        let text = Password.random(using: &generator).reveal().filter { $0 != "-" }
        #expect(text.count * 5 >= 128, "26 letters of 32")
        #expect(Set(text).isSubset(of: "0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
    }

    @Test func `a generation is retired early only in an overlap (Rule K6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        _ = try await refusal(.noOpenRenewal) { try await world.coordinator.retireEarly(group, by: World.alice) }
        world.advance(days: 155)
        try await world.coordinator.sweep()
        let error = try await refusal(.noOpenRenewal) {
            try await world.coordinator.retireEarly(group, evenIfNeeded: true, by: World.alice)
        }
        #expect(error.details["found"] == "renewing" && error.details["needed"] == "overlap")
        try await members[0].checkIn()
        try await world.coordinator.retireEarly(group, by: World.alice)
        let phase = try await world.coordinator.group(group).phase
        #expect(phase.usable.map(\.generation.number) == [2])
        let closing = try await world.history(of: group).last
        #expect(closing?.action == "overlapClosed" && closing?.at == world.now)
    }

    @Test func `refused while a machine depends on the old generation, unless the caller says so (Rule K6)`()
        async throws
    {
        let world = try World()
        let (group, members) = try await world.group(of: 2)
        world.advance(days: 155)
        try await members[0].checkIn()
        let error = try await refusal(.generationStillNeeded) {
            try await world.coordinator.retireEarly(group, by: World.alice)
        }
        #expect(error.details["machines"] == "1" && error.message.contains(members[1].name))
        try await world.coordinator.retireEarly(group, evenIfNeeded: true, by: World.alice)
        #expect(try await members[1].status == .keyExpired)
        #expect(try await members[0].status == .default)
    }

    @Test func `refused while a connection depends on it (Rule K6)`() async throws {
        let world = try World()
        let (group, members) = try await world.group(of: 1)
        let connection = try await world.connection(to: group)
        world.advance(days: 155)
        try await members[0].checkIn()
        let error = try await refusal(.generationStillNeeded) {
            try await world.coordinator.retireEarly(group, by: World.alice)
        }
        #expect(error.details["connections"] == "1")
        try await world.run(connection, on: members[0])
        try await world.coordinator.retireEarly(group, by: World.alice)
        #expect(try await world.state(connection) == .current)
        #expect(try await world.run(connection, on: members[0]) == World.credentials)
    }
}
