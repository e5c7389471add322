import RenewalSimulation
import Testing

/// The code of the article "Forecasting and rehearsing", as it stands there.
struct ForecastingExampleTests {
    @Test func `a store is asked what is coming`() async throws {
        let fleet = try Fleet([("2.23", .always)])
        _ = try await fleet.rows(onDay: 3)
        let (clock, storage) = (fleet.simulation.clock, fleet.simulation.storage)
        var lines: [String] = []
        func print(_ event: ForecastEvent) { lines.append("\(event)") }

        let options = Forecast.Options(start: clock.now())
        for event in try await Forecast(of: storage, options: options).events() {
            print(event)
        }

        #expect(lines.count == 3)
        #expect(lines.last == "2026-07-20T00:00:00Z renewalCloses group Finance (K2)")
    }

    @Test func `a shorter validity is tried`() async throws {
        let fleet = try Fleet([("2.23", .always), ("2.23", .always), ("2.23", .always)], connections: 1)
        _ = try await fleet.rows(onDay: 100)
        let (clock, storage) = (fleet.simulation.clock, fleet.simulation.storage)
        let (laptop, desk, payroll) = (Fleet.machine(1), Fleet.machine(2), Fleet.connection(1))
        let (june, september) = (Fleet.day(110), Fleet.day(210))

        var options = Forecast.Options(start: clock.now())
        options.validityMinutes = 180 * 1_440
        options.graceMinutes = 60 * 1_440
        options.presence[laptop] = .always.away(in: [june..<september])
        options.presence[desk] = .weekly(WeeklyHours.daily(on: 0...4, from: 8 * 3_600, to: 18 * 3_600))
        options.actions = [ScheduledAction(at: june, .use(payroll))]
        let missed = try await Forecast(of: storage, options: options).events().filter { $0.kind == .machineMissed }

        // It opens at once, and the laptop is still there.
        #expect(missed.isEmpty)
        options.start = Fleet.day(100)
        options.presence[laptop] = .never
        let events = try await Forecast(of: storage, options: options).events()
        #expect(events.filter { $0.kind == .machineMissed }.map(\.machine) == [laptop])
    }

    @Test func `a fleet lives for ten years`() async throws {
        let start = Fleet.start
        var printed: [Any] = []
        func print(_ items: Any...) { printed = items }

        let fleet = FleetSimulation(startingAt: start, seed: 7)
        let group = NewGroup(id: GroupID.random(), name: try Name("Finance"))
        fleet.schedule([
            ScheduledAction(at: start, .command(.createGroup(group))),
            ScheduledAction(
                at: start, .join(NewMachine(id: MachineID.random(), group: group.id, name: try Name("PC-1")))),
            ScheduledAction(at: start.adding(days: 30), .command(.renewNow(group.id, .toMembers))),
        ])
        try await fleet.run(until: start.adding(days: 365 * 10))
        print(fleet.events.count, "events,", fleet.statistics.machineDays, "machine-days")

        #expect(fleet.events.first?.reason == .operator)
        #expect(fleet.refusals.isEmpty)
        #expect(printed.count == 4)
    }
}
