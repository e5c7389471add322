import RenewalCore
import RenewalSimulation
import RenewalTestSupport

/// Something that must never be so.
struct Violation: Error, CustomStringConvertible {
    var description: String
}

/// A few groups that live through random steps, and what is known about them beside the store.
final class Life {
    struct Computer {
        var member: Member
        var service: LossyService
        var group: GroupID
        var backup: VaultContents?
        /// The generations whose keys it held after the last step.
        var held: [UInt64] = []
        /// Whether keys may be missing that the rows say it has: a vault was put back.
        var isRestored = false
    }

    struct Login {
        var id: ConnectionID
        var credentials: WindowsCredentials
        /// The current generation when it was last edited, or used with its new copy stored.
        var updated: Generation?
    }

    let world: World
    var groups: [GroupID] = []
    var computers: [Computer] = []
    var logins: [Login] = []
    var passwords: [GroupID: Password] = [:]
    var verified: [GroupID: HistoryEntry] = [:]
    /// The machine that the history calls unable since the last request for a renewal, or opening of one.
    var unable: [GroupID: String] = [:]
    private var edits = 0

    init(seed: UInt64, told: Bool) async throws {
        world = try World(seed: seed, told: told)
        for _ in 0..<(seed % 4 == 0 ? 2 : 1) { try await addGroup() }
    }

    func addGroup() async throws {
        let group = try await world.group()
        groups.append(group)
        passwords[group] = world.password
    }

    /// Takes the steps; throws the first ``Violation``, with what led to it.
    static func live(seed: UInt64, steps: [Step]) async throws {
        let life = try await Life(seed: seed, told: seed % 8 == 0)
        for (index, step) in steps.enumerated() {
            do {
                try await life.take(step)
                try await life.check(after: step, indexes: index % 4 == 3 || index == steps.count - 1)
            } catch {
                throw Violation(description: "step \(index), \(step): \(error)")
            }
        }
    }

    /// Takes a step. Refusals are part of life, but for those that say that the rows contradict each other.
    private func take(_ step: Step) async throws {
        do {
            try await perform(step)
        } catch let error as RenewalError {
            let unexpected: [RenewalError.Code] = [.storeInconsistent, .illegalTransition, .brokenChain, .keyMismatch]
            if unexpected.contains(error.code) { throw error }
        } catch is LossyService.Lost {
        } catch is CountingStorage.Gone {}
    }

    private func perform(_ step: Step) async throws {
        let group = groups[step.a % groups.count]
        let coordinator = world.coordinator
        switch step.kind {
        case .join: try await join(group, step)
        case .wait: world.clock.advance(by: .seconds([1, 3_600, 86_400, 30 * 86_400, 50 * 86_400][step.a % 5]))
        case .waitUntil: try await waitUntil(group, step)
        case .policy:
            let (days, grace) = [(200, 45), (90, 45), (100, 50), (150, 75), (400, 100), (1_825, 182)][step.b % 6]
            try await coordinator.setPolicy(World.policy(days: days, grace: grace), of: group, by: World.alice)
        case .renew: _ = try await coordinator.renewNow(group, delivery: try mode(step), by: World.alice)
        case .sweep: try await coordinator.sweep()
        case .crashedSweep:
            let storage = CountingStorage(world.storage, failingAfter: step.b % 5)
            _ = try await RenewalCoordinator(
                storage: storage, crypto: world.crypto, clock: world.clock,
                configuration: RenewalCoordinator.Configuration(batchSize: 1)
            ).sweep()
        case .retire:
            try await coordinator.retireEarly(group, evenIfNeeded: step.b % 2 == 0, by: World.alice)
        case .deleteGroup:
            try await coordinator.deleteGroup(group, by: World.alice)
            groups.removeAll { $0 == group }
            try await addGroup()
        case .connect:
            let id = try await world.connection(to: group)
            logins.append(Login(id: id, credentials: World.credentials, updated: try await current(group)))
        case .run, .edit, .move: try await performOnLogin(step, group)
        default: try await performOnComputer(step)
        }
    }

    private func join(_ group: GroupID, _ step: Step) async throws {
        guard computers.filter({ $0.group == group }).count < 4, let password = passwords[group] else { return }
        let service = LossyService(world.coordinator)
        let member = try world.machine(step.b % 5 == 0 ? "2.9" : "2.23", through: service)
        if step.b % 7 == 0 { service.next(.answer) }
        do {
            try await member.join(group, password: password)
        } catch is LossyService.Lost {
            // Rule Z6: after a lost answer the agent rejoins under that id.
            try await member.join(group, password: password)
        }
        service.next()
        computers.append(Computer(member: member, service: service, group: group, held: member.held))
    }

    /// To one second before, at or after an instant at which something becomes so.
    private func waitUntil(_ group: GroupID, _ step: Step) async throws {
        let row = try await world.coordinator.group(group)
        var instants: [Instant] = row.phase.usable.map(\.expiry) + [row.deadline].compactMap { $0 }
        if let current = row.phase.current { instants.append(RenewalSchedule.start(of: current, under: row.policy)) }
        instants = instants.flatMap { instant in (-1...1).map { instant.adding(seconds: $0) } }
        instants = Set(instants.filter { $0 > world.now }).sorted()
        // Mostly the next one: far steps end groups.
        guard let instant = instants.dropFirst(step.b % 4).first ?? instants.first else { return }
        world.advance(to: instant)
    }

    private func mode(_ step: Step) throws -> DeliveryMode {
        guard step.b % 3 == 0, !computers.isEmpty else { return .toMembers }
        return .withoutDelivery(issuer: try computers[step.b % computers.count].member.id)
    }

    func current(_ group: GroupID) async throws -> Generation? {
        try await world.coordinator.group(group).phase.current?.generation
    }

    private func performOnLogin(_ step: Step, _ group: GroupID) async throws {
        guard !logins.isEmpty else { return }
        let index = step.b % logins.count
        let id = logins[index].id
        switch step.kind {
        case .edit:
            edits += 1
            let credentials = WindowsCredentials(userName: "robot", password: "password-\(edits)")
            try await world.edit(id, credentials)
            logins[index].credentials = credentials
        case .move:
            try await world.coordinator.moveConnection(id, to: group, by: World.alice)
            logins[index].updated = nil
            return
        default:
            guard !computers.isEmpty else { return }
            let computer = computers[step.a % computers.count]
            if step.a % 6 == 0 { computer.service.next(.answer) }
            let opened = try await world.run(id, on: computer.member)
            computer.service.next()
            if opened != logins[index].credentials { throw Violation(description: "opened other credentials") }
        }
        let row = try await world.row(id)
        let current = try await current(row.group)
        if row.copies.contains(where: { $0.generation == current }) { logins[index].updated = current }
    }

    private func performOnComputer(_ step: Step) async throws {
        guard !computers.isEmpty else { return }
        let index = step.a % computers.count
        let (member, service, group) = (computers[index].member, computers[index].service, computers[index].group)
        switch step.kind {
        case .checkIn: try await checkIn(index, step)
        case .regenerate: passwords[group] = try await member.agent.regeneratePassword()
        case .rejoin:
            guard let password = passwords[group] else { return }
            _ = try await member.agent.rejoin(password: password)
            computers[index].isRestored = false
        case .remove:
            try await world.coordinator.removeMachine(member.id, by: World.alice)
            computers.remove(at: index)
        case .leave:
            service.next()
            try await member.agent.leave()
            computers.remove(at: index)
        case .backUp: computers[index].backup = member.vault.copy()
        case .restore:
            guard let backup = computers[index].backup else { return }
            member.vault.putBack(backup)
            computers[index].isRestored = true
        default: break
        }
    }

    /// A machine that is not KeyExpired and holds what its row says can check in, whatever was lost before.
    private func checkIn(_ index: Int, _ step: Step) async throws {
        let computer = computers[index]
        let losses: [[LossyService.Lost?]] = [[.request], [.answer], [nil, .answer], [nil, nil, .answer]]
        if step.b % 3 == 0 {
            computer.service.next(losses[step.b / 3 % losses.count])
            defer { computer.service.next() }
            try await computer.member.checkIn()
            return
        }
        let row = try await world.storage.read([.machine(computer.member.id), .group(computer.group)])
        let machine = try row.machine(computer.member.id)
        let group = row.group(computer.group)?.settled(at: world.now)
        let isWell = group.map { machine?.effectiveStatus(in: $0) != .keyExpired } ?? false
        do {
            try await computer.member.checkIn()
        } catch let error as RenewalError {
            let holds = machine?.membership.map { computer.member.held.contains($0.generation.number) } ?? false
            // After a lost answer to a rejoin it has to rejoin again (Rule Z6).
            let isJoining = computer.member.vault.copy()?.pendingMachineKey != nil
            guard isWell, holds, !isJoining, !computer.isRestored else { throw error }
            throw Violation(description: "a machine that is well was refused: \(error)")
        }
    }
}
