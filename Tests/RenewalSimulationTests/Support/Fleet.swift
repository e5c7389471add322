import FoundationEssentials
import RenewalSimulation
import RenewalTestSupport

/// A fleet of one group: V 200 days and G 45 days, so that a renewal starts 155 days after each issue.
struct Fleet {
    let simulation: FleetSimulation
    let group = GroupID(Counter.id(2, 1))

    /// 2026-01-01T00:00:00Z.
    static let start = Instant(secondsSince1970: 1_767_225_600)

    /// Machines join at the start, a second apart, and are numbered from 1.
    init(
        seed: UInt64 = 1, _ machines: [(version: String, presence: Presence)], jumps: Bool = true,
        connections: UInt64 = 0
    ) throws {
        simulation = FleetSimulation(
            startingAt: Self.start, seed: seed, on: FleetSimulation.Setup(jumpsIdleCheckIns: jumps))
        let policy = try RenewalPolicy(validityMinutes: 288_000, graceMinutes: 64_800)
        let new = NewGroup(id: group, name: try Name("Finance"), policy: policy)
        var actions = [ScheduledAction(at: Self.start, .command(.createGroup(new)))]
        for (index, machine) in machines.enumerated() {
            actions.append(
                ScheduledAction(
                    at: Self.start.adding(seconds: Int64(index)),
                    .join(
                        NewMachine(
                            id: Self.machine(UInt64(index + 1)), group: group, name: try Name("PC-\(index + 1)"),
                            version: try AgentVersion(machine.version), presence: machine.presence))))
        }
        for number in 0..<connections {
            actions.append(
                ScheduledAction(
                    at: Self.start.adding(seconds: 100),
                    .enterCredentials(Self.connection(number + 1), group, try Name("flow-\(number + 1)"))))
        }
        simulation.schedule(actions)
    }

    static func machine(_ number: UInt64) -> MachineID { MachineID(Counter.id(1, number)) }
    static func connection(_ number: UInt64) -> ConnectionID { ConnectionID(Counter.id(4, number)) }
    static func day(_ day: Int) -> Instant { start.adding(days: day) }

    func rows(onDay day: Int) async throws -> Rows {
        try await simulation.run(until: Self.day(day))
        return try await simulation.rows()
    }
}

extension [ForecastEvent] {
    /// Kind and what it is about, in order: `renewalOpens`, `machineMissed PC-2` …
    var summary: [String] { map(\.summary) }
}

extension ForecastEvent {
    var summary: String { kind.rawValue + ((machineName ?? connectionName).map { " \($0)" } ?? "") }
}
