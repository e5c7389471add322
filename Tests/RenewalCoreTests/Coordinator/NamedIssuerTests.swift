import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// Rule P5: the one machine that was named to issue may be gone, or too old, when it is its turn. A renewal that nobody
/// can issue is never silent, nothing is lost by it, and an operator can name another machine or lift the mode.
struct NamedIssuerTests {
    /// How the named machine comes to be unable.
    enum Mishap: CaseIterable, Sendable {
        case leaves, isRemoved, agesBack, vaultPutBack

        var fault: IssuerFault {
            switch self {
            case .leaves, .isRemoved: .notInGroup
            case .agesBack: .agentTooOld
            case .vaultPutBack: .keyNotHeld
            }
        }

        func happen(to machine: Member) async throws {
            switch self {
            case .leaves: try await machine.agent.leave()
            case .isRemoved: try await machine.world.coordinator.removeMachine(machine.id, by: World.alice)
            case .agesBack: try await machine.restarted("2.22.999").checkIn()
            case .vaultPutBack:
                _ = try await machine.world.coordinator.send(machine.request(machine.report(), under: 1))
            }
        }
    }

    private struct Scene {
        var world: World
        var group: GroupID
        var members: [Member]
        var issuer: MachineID

        /// What was told of unable issuers since the last call.
        func told() async throws -> [UnableIssuer] {
            let seen = world.notifier.events.count
            _ = try await world.told()
            return world.notifier.events.dropFirst(seen).compactMap { event in
                if case .issuerUnable(let issuer) = event.content { issuer } else { nil }
            }
        }

        var recorded: Int {
            get async throws {
                try await world.history(of: group).filter { $0.action == HistoryAction.issuerUnable.rawValue }.count
            }
        }
    }

    /// Three machines in an overlap, and a request without delivery that is remembered until it closes.
    private func remembered() async throws -> Scene {
        let world = try World()
        let (group, members) = try await world.group(of: 3)
        world.advance(days: 155)
        for member in members { try await member.checkIn() }
        let issuer = try members[1].id
        let result = try await world.coordinator.renewNow(
            group, delivery: .withoutDelivery(issuer: issuer), by: World.alice)
        #expect(result == .remembered)
        return Scene(world: world, group: group, members: members, issuer: issuer)
    }

    @Test("it is told at once, and again when the renewal opens; then another is named", arguments: Mishap.allCases)
    func anotherIsNamed(mishap: Mishap) async throws {
        let scene = try await remembered()
        let (world, group, members) = (scene.world, scene.group, scene.members)
        let unable = UnableIssuer(group: group, machine: scene.issuer, fault: mishap.fault)
        #expect(try await scene.told().isEmpty)
        try await mishap.happen(to: members[1])
        #expect(try await scene.told() == [unable], "at once")
        world.advance(days: 45)
        try await world.coordinator.sweep()
        let opening = try #require(try await world.coordinator.group(group).phase.opening)
        #expect(opening.delivery == .withoutDelivery(issuer: scene.issuer) && opening.by == World.alice)
        #expect(try await scene.told() == [unable], "at the opening")
        let history = try await world.history(of: group).suffix(3)
        #expect(history.map(\.action) == ["overlapClosed", "renewalOpened", "issuerUnable"])
        #expect(history.last?.rule == "P5" && history.last?.subject == scene.issuer.description)
        // It waits: nobody else issues, and no key is lost.
        #expect(try await members[0].checkIn().events.contains(.mustRejoin(afterIssueBy: scene.issuer)))
        #expect(members[0].held == [2])
        let converted = try await world.coordinator.renewNow(
            group, delivery: .withoutDelivery(issuer: members[2].id), by: World.alice)
        #expect(converted == .converted)
        #expect(try await members[2].checkIn().events.contains { $0.rule == "I4" })
        #expect(try await scene.told().isEmpty)
    }

    @Test func `or the mode is lifted, and any machine issues (Rule P5)`() async throws {
        let scene = try await remembered()
        try await Mishap.isRemoved.happen(to: scene.members[1])
        scene.world.advance(days: 45)
        // The opening by a check-in looks for the named machine just as one by a sweep does.
        try await scene.members[0].checkIn()
        #expect(try await scene.told().count == 2)
        #expect(try await scene.recorded == 2)
        #expect(try await scene.world.coordinator.renewNow(scene.group, by: World.alice) == .lifted)
        #expect(try await scene.members[0].checkIn().events.map(\.rule) == ["I4"])
        #expect(try await scene.world.coordinator.group(scene.group).phase.overlap?.delivery != nil)
    }

    @Test("a machine that could issue at the opening and can not later is told of too", arguments: Mishap.allCases)
    func afterTheOpening(mishap: Mishap) async throws {
        if mishap == .vaultPutBack { return }
        let scene = try await remembered()
        scene.world.advance(days: 45)
        try await scene.world.coordinator.sweep()
        #expect(try await scene.told().isEmpty, "it is able")
        try await mishap.happen(to: scene.members[1])
        #expect(try await scene.told().map(\.fault) == [mishap.fault])
        if mishap == .agesBack {
            try await scene.members[1].restarted("2.22.999").checkIn()
            #expect(try await scene.told().isEmpty, "once, as long as nothing changes")
            #expect(try await scene.members[1].restarted("2.23").checkIn().events.contains { $0.rule == "I4" })
        }
        #expect(try await scene.recorded == 1)
    }

    @Test func `a machine that rejoins with an old agent is told of (Rules P5, K4)`() async throws {
        let scene = try await remembered()
        _ = try await scene.members[1].restarted("2.9").agent.rejoin(password: scene.world.password)
        #expect(try await scene.told().map(\.fault) == [.agentTooOld])
    }

    @Test func `other machines may come and go (Rule P5)`() async throws {
        let scene = try await remembered()
        try await Mishap.leaves.happen(to: scene.members[0])
        try await Mishap.agesBack.happen(to: scene.members[2])
        #expect(try await scene.told().isEmpty)
        #expect(try await scene.recorded == 0)
    }

    @Test func `a plan says who was named and could not issue (Rules P5, P6)`() async throws {
        let scene = try await remembered()
        let world = scene.world
        let remove = AdministrativeCommand.removeMachine(scene.issuer)
        let harmless = try await world.coordinator.plan(.setPolicy(scene.group, .default), by: World.alice)
        #expect(harmless.groups.map(\.unableIssuer) == [nil])
        let plan = try #require(try await world.coordinator.plan(remove, by: World.alice).groups.first)
        let unable = UnableIssuer(group: scene.group, machine: scene.issuer, fault: .notInGroup)
        #expect(plan.unableIssuer == unable)
        #expect(plan.steps.map(\.action) == [.machineRemoved, .issuerUnable])
        #expect(try await scene.recorded == 0, "nothing of it is stored")
        _ = try await world.coordinator.perform(remove, by: World.alice)
        // What the time to be confirmed would do: close, open, and wait for nobody.
        world.clock.set(to: world.now.adding(days: 45))
        let confirmed = try #require(
            try await world.coordinator.plan(.confirmTime, by: World.alice).groups.first)
        #expect(confirmed.steps.map(\.action) == [.overlapClosed, .renewalOpened, .issuerUnable])
        #expect(confirmed.after == .renewing && confirmed.unableIssuer == unable)
        #expect(Set(confirmed.misses.map(\.reason)) == [.mustRejoin] && confirmed.misses.count == 2)
    }
}
