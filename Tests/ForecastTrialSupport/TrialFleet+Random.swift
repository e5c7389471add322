import RenewalSimulation
import RenewalTestSupport

extension TrialFleet {
    /// What kinds of things may happen in a fleet after its forecast.
    package enum Scope: Sendable {
        /// Everything that a forecast can be told of.
        case everything
        /// What the judge in Python knows: uses, policies, renewals with delivery, updates of agents.
        case judged
    }

    /// The fleet of that seed.
    package init(seed: UInt64, scope: Scope = .everything) throws {
        var random = SplitMix(seed: seed)
        let days = Int.random(in: 0..<3_000, using: &random)
        let start = Instant(
            secondsSince1970: 1_767_225_600 + Int64(days) * 86_400 + .random(in: 0..<86_400, using: &random))
        self.start = start
        self.seed = seed
        groups = try (0..<Int.random(in: 1...3, using: &random)).map { index in
            NewGroup(
                id: GroupID(random.uuid()), name: try Name("group-\(index)"), policy: try Self.policy(&random))
        }
        machines = []
        before = groups.map { ScheduledAction(at: start, .command(.createGroup($0))) }
        after = []
        isCaredFor = false
        cutDays = Int.random(in: 5..<700, using: &random)
        self.days = Bool.random(using: &random) ? nil : Int.random(in: 30..<900, using: &random)
        tried = Int.random(in: 0..<4, using: &random) == 0 ? try Self.policy(&random) : nil
        var connections: [(ConnectionID, GroupID, Name)] = []
        for group in groups {
            for index in 0..<Int.random(in: 1...8, using: &random) {
                try addMachine("\(group.name)-machine-\(index)", to: group.id, isFirst: index == 0, &random)
            }
            for index in 0..<Int.random(in: 0...4, using: &random) {
                let id = ConnectionID(random.uuid())
                let name = try Name("\(group.name)-connection-\(index)")
                connections.append((id, group.id, name))
                before.append(
                    ScheduledAction(at: instant(0..<min(20, cutDays), &random), .enterCredentials(id, group.id, name)))
            }
        }
        for _ in 0..<Int.random(in: 0..<30, using: &random) {
            before.append(
                ScheduledAction(at: instant(1..<cutDays, &random), try action(connections, .everything, &random)))
        }
        for _ in 0..<Int.random(in: 0..<8, using: &random) {
            let seconds = Int64.random(in: 0..<40_000_000, using: &random)
            after.append(ScheduledAction(at: start.adding(seconds: seconds), try action(connections, scope, &random)))
        }
        if scope == .everything {
            isCaredFor = Bool.random(using: &random)
            if Int.random(in: 0..<4, using: &random) == 0 { try addNewcomer(&random) }
        }
        after.sort { $0.instant < $1.instant }
    }

    private func instant(_ days: Range<Int>, _ random: inout SplitMix) -> Instant {
        start.adding(days: Int.random(in: days, using: &random))
            .adding(seconds: Int64.random(in: 1..<86_400, using: &random))
    }

    private mutating func addMachine(
        _ name: String, to group: GroupID, isFirst: Bool, _ random: inout SplitMix
    ) throws {
        let machine = NewMachine(
            id: MachineID(random.uuid()), group: group, name: try Name(name), version: try Self.version(&random),
            presence: presence(&random))
        machines.append(machine)
        let joinsLate = !isFirst && Int.random(in: 0..<4, using: &random) == 0
        let at = isFirst ? start : instant(joinsLate ? 0..<cutDays : 0..<3, &random)
        before.append(ScheduledAction(at: at, .join(machine)))
    }

    /// A machine that joins after the forecast.
    private mutating func addNewcomer(_ random: inout SplitMix) throws {
        let group = groups[Int.random(in: groups.indices, using: &random)]
        let machine = NewMachine(
            id: MachineID(random.uuid()), group: group.id, name: try Name("\(group.name)-newcomer"),
            version: try Self.version(&random), presence: presence(&random))
        machines.append(machine)
        let seconds = Int64.random(in: 0..<20_000_000, using: &random)
        after.append(ScheduledAction(at: start.adding(seconds: seconds), .join(machine)))
    }
}

// Values.
extension TrialFleet {
    private static func policy(_ random: inout SplitMix) throws -> RenewalPolicy {
        let validity = Int.random(in: 129_600...600_000, using: &random)
        return try RenewalPolicy(
            validityMinutes: validity, graceMinutes: Int.random(in: 64_800...(validity / 2), using: &random))
    }

    private static func version(_ random: inout SplitMix) throws -> AgentVersion {
        let versions = ["2.23", "2.23.1", "2.24", "3.0", "2.22.999", "2.9"]
        let isOld = Int.random(in: 0..<6, using: &random) == 0
        return try AgentVersion(versions[Int.random(in: isOld ? 4..<6 : 0..<4, using: &random)])
    }

    private func presence(_ random: inout SplitMix) -> Presence {
        switch Int.random(in: 0..<8, using: &random) {
        case 0..<3: return .always
        case 3:
            // Each its own hours, so that few come at the very same second.
            let begin = Int64.random(in: 20_000..<40_000, using: &random)
            return .weekly(WeeklyHours.daily(on: 0...4, from: begin, to: begin + 30_000))
        case 4..<7:
            return Presence.always.away(
                in: (0..<Int.random(in: 1...4, using: &random)).map { _ in absence(1..<120, &random) })
        default:
            return Presence.always.away(in: [absence(100..<1_000, &random)])
        }
    }

    private func absence(_ days: Range<Int>, _ random: inout SplitMix) -> Range<Instant> {
        let begin = instant(1..<1_200, &random)
        return begin..<begin.adding(seconds: Int64(Int.random(in: days, using: &random)) * 86_400 + 1)
    }

    private func action(
        _ connections: [(ConnectionID, GroupID, Name)], _ scope: Scope, _ random: inout SplitMix
    ) throws -> FleetAction {
        let group = groups[Int.random(in: groups.indices, using: &random)].id
        let machine = machines[Int.random(in: machines.indices, using: &random)]
        let connection = connections.isEmpty ? nil : connections[Int.random(in: connections.indices, using: &random)]
        let choices: [Scope: [Int]] = [
            .everything: Array(0..<24), .judged: [0, 1, 2, 8, 9, 10, 11, 14, 15, 16],
        ]
        switch choices[scope]?.randomElement(using: &random) ?? 0 {
        case 0..<6: if let connection { return .use(connection.0) }
        case 6..<8: if let (id, group, name) = connection { return .enterCredentials(id, group, name) }
        case 8..<10: return .command(.setPolicy(group, try Self.policy(&random)))
        case 10..<12: return .command(.renewNow(group, .toMembers))
        case 12: return .command(.renewNow(machine.group, .withoutDelivery(issuer: machine.id)))
        case 13: return .command(.retireEarly(group, evenIfNeeded: Bool.random(using: &random)))
        case 14..<17: return .updateAgent(machine.id, try Self.version(&random))
        case 17..<21: return .rejoin(machine.id)
        case 21: return .regeneratePassword(machine.id)
        case 22: return Bool.random(using: &random) ? .leave(machine.id) : .command(.removeMachine(machine.id))
        default: if Int.random(in: 0..<4, using: &random) == 0 { return .command(.deleteGroup(group)) }
        }
        return .command(.renewNow(group, .toMembers))
    }
}
