import ForecastTrialSupport
import RenewalSimulation
import Testing

/// The simulation itself: that it repeats, and that what it jumps over is nothing.
struct FleetSimulationTests {
    private func live(_ seed: UInt64, jumps: Bool = true) async throws -> FleetSimulation {
        let fleet = try TrialFleet(seed: seed)
        let simulation = FleetSimulation(
            startingAt: fleet.start, seed: seed, on: FleetSimulation.Setup(jumpsIdleCheckIns: jumps))
        simulation.schedule(fleet.before + fleet.after(fleet.start.adding(days: fleet.cutDays)))
        try await simulation.run(until: fleet.start.adding(days: 400))
        return simulation
    }

    @Test("the same seed gives the same rows and events", arguments: UInt64(1)..<6)
    func repeats(seed: UInt64) async throws {
        let (first, second) = (try await live(seed), try await live(seed))
        #expect(try await first.rows() == second.rows())
        #expect(first.events == second.events)
        #expect(first.statistics == second.statistics)
    }

    @Test func `another seed gives other keys`() async throws {
        let (first, second) = (try Fleet(seed: 1, [("2.23", .always)]), try Fleet(seed: 2, [("2.23", .always)]))
        let rows = (try await first.rows(onDay: 2), try await second.rows(onDay: 2))
        #expect(rows.0.machines.first?.membership?.machineKey != rows.1.machines.first?.membership?.machineKey)
        #expect(rows.0.certificates != rows.1.certificates)
    }

    @Test("jumping over idle check-ins changes the numbers of requests and nothing else", arguments: UInt64(20)..<28)
    func jumps(seed: UInt64) async throws {
        let (quick, slow) = (try await live(seed), try await live(seed, jumps: false))
        #expect(quick.events == slow.events)
        let rows = (try await quick.rows(), try await slow.rows())
        #expect(rows.0.groups.map(\.comparable) == rows.1.groups.map(\.comparable))
        #expect(rows.0.machines.map(\.comparable) == rows.1.machines.map(\.comparable))
        #expect(rows.0.connections.map(\.comparable) == rows.1.connections.map(\.comparable))
        #expect(quick.statistics.checkIns == slow.statistics.checkIns)
        #expect(quick.statistics.machineSeconds == slow.statistics.machineSeconds)
        #expect(quick.statistics.playedCheckIns <= slow.statistics.playedCheckIns)
    }

    @Test func `a run in two parts is a run`() async throws {
        let (whole, parts) = (
            try Fleet([("2.23", .always), ("2.9", .always)]), try Fleet([("2.23", .always), ("2.9", .always)])
        )
        try await whole.simulation.run(until: Fleet.day(400))
        for day in [1, 2, 155, 156, 157, 200, 201, 310, 400] { try await parts.simulation.run(until: Fleet.day(day)) }
        #expect(whole.simulation.events == parts.simulation.events)
        #expect(whole.simulation.statistics.checkIns == parts.simulation.statistics.checkIns)
        let machines = (try await whole.simulation.rows().machines, try await parts.simulation.rows().machines)
        #expect(machines.0.map(\.comparable) == machines.1.map(\.comparable))
    }

    @Test func `check-ins come as Rule S7 says, and are counted`() async throws {
        let fleet = try Fleet([("2.23", .always)])
        try await fleet.simulation.run(until: Fleet.day(100))
        var (instant, count) = (Fleet.start, 0)
        while true {
            let next = RenewalSchedule.nextCheckIn(of: Fleet.machine(1), generation: .first, after: instant)
            if next >= Fleet.day(100) { break }
            (instant, count) = (next, count + 1)
        }
        #expect(fleet.simulation.statistics.checkIns == count)
        #expect(try await fleet.simulation.rows().machines.first?.lastHeartbeat == instant)
        #expect(fleet.simulation.statistics.machineDays == 100)
        #expect(fleet.simulation.statistics.playedCheckIns < 4)
        let next = RenewalSchedule.nextCheckIn(of: Fleet.machine(1), generation: .first, after: instant)
        #expect(fleet.simulation.nextCheckIn(of: Fleet.machine(1)) == next)
    }

    @Test func `refusals are noted and change nothing (Rule S2)`() async throws {
        let fleet = try Fleet([("2.23", .always)])
        fleet.simulation.schedule([
            ScheduledAction(at: Fleet.day(1), .command(.retireEarly(fleet.group, evenIfNeeded: true))),
            ScheduledAction(at: Fleet.day(2), .use(Fleet.connection(7))),
        ])
        try await fleet.simulation.run(until: Fleet.day(10))
        #expect(fleet.simulation.refusals.map(\.error.code) == [.noOpenRenewal, .connectionNotFound])
        #expect(fleet.simulation.statistics.refusedActions == 2)
        #expect(fleet.simulation.events.isEmpty)
    }

    @Test func `a coordinator that takes over the store finds its clock good (Rule T3)`() async throws {
        // Nobody is there, so no check-in and no sweep is played for longer than a coordinator may have been away.
        let absence = Presence.always.away(in: [Fleet.day(1)..<Fleet.day(1_000)])
        let simulation = try Fleet([("2.23", absence)]).simulation
        try await simulation.run(until: Fleet.day(100))
        let other = RenewalCoordinator(
            storage: simulation.storage, crypto: InsecureCrypto(), clock: ManualClock(at: Fleet.day(100)))
        #expect(try await other.sweep().suspicion == nil)
    }
}

// Keys are made in the order in which machines speak, and requests are numbered: neither is the fleet's state.
extension MachineGroup {
    fileprivate var comparable: [String] {
        [
            "\(name)", "\(phase.kind)", "\(policy)", "\(phase.usable.map(\.generation))", "\(deadline as Any)",
            "\(phase.usable.map(\.createdAt))", "\(transitions)", "\(joinCounter)",
        ]
    }
}

extension Machine {
    fileprivate var comparable: [String] {
        [
            "\(name)", "\(storedStatus)", "\(lastHeartbeat as Any)", "\(keyReceivedAt as Any)",
            "\(membership?.generation as Any)", "\(appliedTransition)", "\(agentVersion as Any)",
        ]
    }
}

extension DesktopFlowConnection {
    fileprivate var comparable: [String] {
        ["\(name)", "\(storedState)", "\(copies.map(\.generation))", "\(revision)", "\(lastUsed as Any)"]
    }
}
