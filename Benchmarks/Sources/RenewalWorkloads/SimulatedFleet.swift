import RenewalSimulation

/// A fleet that lives on a virtual clock with the insecure double: groups of machines under the default policy, most
/// always online, some in office hours, some away for weeks.
struct SimulatedFleet {
    private let simulation: FleetSimulation

    /// 2026-01-01T00:00:00Z.
    private static let start = Instant(secondsSince1970: 1_767_225_600)

    /// So many groups of so many machines each, a day old.
    ///
    /// - Parameters:
    ///   - groups: how many groups.
    ///   - machines: how many machines each of them has.
    ///   - jumps: whether check-ins of which nothing can come are jumped over.
    init(groups: Int, machines: Int, jumps: Bool = true) async throws {
        simulation = FleetSimulation(
            startingAt: Self.start, seed: 5, on: FleetSimulation.Setup(jumpsIdleCheckIns: jumps))
        for group in 0..<groups { try schedule(group, machines: machines) }
        try await simulation.run(until: Self.start.adding(days: 1))
    }

    /// Lives for so many days.
    ///
    /// - Returns: how much was played.
    func live(days: Int) async throws -> SimulationStatistics {
        let before = simulation.statistics
        try await simulation.run(until: simulation.clock.now().adding(days: days))
        return simulation.statistics - before
    }

    /// How many events there were.
    var events: Int { simulation.events.count }

    private func schedule(_ group: Int, machines: Int) throws {
        var random = SplitMix(seed: UInt64(group + 1))
        let new = NewGroup(id: GroupID(random.uuid()), name: try Name("group-\(group)"))
        var actions = [ScheduledAction(at: Self.start, .command(.createGroup(new)))]
        for index in 0..<machines {
            let presence: Presence =
                switch index % 10 {
                case 8: .weekly(WeeklyHours.daily(on: 0...4, from: 28_800, to: 64_800))
                case 9: .always.away(in: [Self.start.adding(days: 100 + index)..<Self.start.adding(days: 130 + index)])
                default: .always
                }
            let machine = NewMachine(
                id: MachineID(random.uuid()), group: new.id, name: try Name("machine-\(index)"), presence: presence)
            actions.append(ScheduledAction(at: Self.start.adding(seconds: Int64(index)), .join(machine)))
        }
        simulation.schedule(actions)
    }
}
