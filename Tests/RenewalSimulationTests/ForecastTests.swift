import RenewalSimulation
import Testing

/// What forecasts say of small fleets whose future is known.
struct ForecastTests {
    private func forecast(
        _ rows: Rows, onDay day: Int, _ change: (inout Forecast.Options) -> Void = { _ in }
    ) async throws -> [ForecastEvent] {
        var options = Forecast.Options(start: Fleet.day(day))
        change(&options)
        return try await Forecast(of: rows, options: options).events()
    }

    @Test func `a renewal starts at S, and ends at E for machines that are always there (Rules S3, S5)`() async throws {
        let rows = try await Fleet([("2.23", .always), ("2.24", .always)]).rows(onDay: 3)
        let events = try await forecast(rows, onDay: 3)
        #expect(
            events.summary.sorted() == [
                "certificateIssued PC-1", "machineUpdated PC-2", "renewalCloses", "renewalOpens",
            ]
                || events.summary.sorted() == [
                    "certificateIssued PC-2", "machineUpdated PC-1", "renewalCloses", "renewalOpens",
                ])
        let opening = try #require(events.first)
        #expect(opening.kind == .renewalOpens && opening.rule == "S4" && opening.reason == .schedule)
        #expect(opening.instant >= Fleet.day(155) && opening.instant < Fleet.day(156))
        let issue = try #require(events.first { $0.kind == .certificateIssued })
        #expect(issue.rule == "I4")
        let close = try #require(events.last)
        #expect(close.kind == .renewalCloses && close.rule == "K2" && close.reason == nil)
        // D = min(E, C + G): the issue is after S, so E.
        #expect(close.instant == Fleet.day(200))
    }

    @Test func `who is away, too old or not used misses it (Rules K2, C4, I7)`() async throws {
        let fleet = try Fleet(
            [("2.23", .always), ("2.22.999", .always), ("2.23", .always), ("2.23", .always)], connections: 2)
        let rows = try await fleet.rows(onDay: 3)
        let events = try await forecast(rows, onDay: 3) { options in
            options.presence[Fleet.machine(3)] = .never
            options.presence[Fleet.machine(4)] = .always.away(in: [Fleet.day(10)..<Fleet.day(199)])
            options.actions = [ScheduledAction(at: Fleet.day(170), .use(Fleet.connection(2)))]
        }
        let end = events.filter { $0.instant >= Fleet.day(199) }
        #expect(
            end.summary == [
                "machineUpdated PC-4", "machineMissed PC-2", "machineMissed PC-3", "connectionExpires flow-1",
                "renewalCloses",
            ])
        #expect(end.map(\.rule) == ["I5", "K2", "K2", "C4", "K2"])
        #expect(end.map(\.reason) == [nil, .agentTooOld, .notSeen, .notUsed, nil])
        // It comes back a day before the deadline, and is due at once.
        #expect(end.first?.instant == Fleet.day(199))
    }

    @Test func `back at the deadline is too late (Rules S5, K2)`() async throws {
        let rows = try await Fleet([("2.23", .always), ("2.23", .always)]).rows(onDay: 3)
        for (back, isMissed) in [(Fleet.day(200).adding(seconds: -1), false), (Fleet.day(200), true)] {
            let events = try await forecast(rows, onDay: 3) { options in
                options.presence[Fleet.machine(2)] = .always.away(in: [Fleet.day(10)..<back])
            }
            #expect(events.summary.contains("machineMissed PC-2") == isMissed)
            #expect(events.summary.contains("machineUpdated PC-2") == !isMissed)
        }
    }

    @Test func `a group that everybody missed expires with everything in it (Rule K3)`() async throws {
        let rows = try await Fleet([("2.9", .always), ("2.23", .always)], connections: 1).rows(onDay: 3)
        let events = try await forecast(rows, onDay: 3) { $0.presence[Fleet.machine(2)] = .never }
        #expect(
            events.summary == [
                "renewalOpens", "machineMissed PC-1", "machineMissed PC-2", "connectionExpires flow-1", "groupExpires",
            ])
        #expect(events.dropFirst().allSatisfy { $0.rule == "K3" && $0.instant == Fleet.day(200) })
        #expect(events.map(\.reason) == [.schedule, .agentTooOld, .notSeen, .groupExpired, nil])
    }

    @Test func `a shorter validity opens a renewal at once, and it lasts G (Rules P2, S4, S5)`() async throws {
        let rows = try await Fleet([("2.23", .always), ("2.23", .never)]).rows(onDay: 3)
        let events = try await forecast(rows, onDay: 3) { options in
            options.validityMinutes = 150_000
            options.graceMinutes = 70_000
            options.presence[Fleet.machine(2)] = .never
        }
        #expect(
            events.summary == ["renewalOpens", "certificateIssued PC-1", "machineMissed PC-2", "renewalCloses"])
        #expect(events.first?.reason == .policyChange)
        #expect(events.first?.instant == Fleet.day(3))
        let issued = try #require(events.first { $0.kind == .certificateIssued })
        #expect(events.last?.instant == issued.instant.adding(minutes: 70_000))
    }

    @Test func `periods outside of the bounds are refused (Rule S2)`() async throws {
        let rows = try await Fleet([("2.23", .always)]).rows(onDay: 1)
        let refusal = await #expect(throws: RenewalError.self) {
            try await forecast(rows, onDay: 1) { $0.graceMinutes = 144_001 }
        }
        #expect(refusal?.code == .policyOutOfBounds)
    }

    @Test func `what holds before the end is told, written or not, and what holds at it is not (Rule K1)`() async throws
    {
        let rows = try await Fleet([("2.23", .always)]).rows(onDay: 3)
        // Sweeps come an hour after E, and the machine's check-in later still: nothing is written in that hour.
        var options = Forecast.Options(start: Fleet.day(3).adding(seconds: 3_600), end: Fleet.day(800))
        let all = try await Forecast(of: rows, options: options).events()
        #expect(all.summary.filter { $0 == "renewalCloses" }.count == 4)
        let close = try #require(all.first { $0.kind == .renewalCloses })
        #expect(close.instant == Fleet.day(200))
        options.end = close.instant
        #expect(try await Forecast(of: rows, options: options).events() == all.filter { $0.instant < close.instant })
        options.end = close.instant.adding(seconds: 1)
        #expect(try await Forecast(of: rows, options: options).events() == all.filter { $0.instant <= close.instant })
    }

    @Test func `what holds before the start is not told, written or not (Rule K1)`() async throws {
        let rows = try await Fleet([("2.23", .always), ("2.9", .always)]).rows(onDay: 199)
        let before = try await forecast(rows, onDay: 200) { $0.end = Fleet.day(201) }
        #expect(before.summary == ["machineMissed PC-2", "renewalCloses"])
        let options = Forecast.Options(start: Fleet.day(200).adding(seconds: 1), end: Fleet.day(201))
        #expect(try await Forecast(of: rows, options: options).events().isEmpty)
    }

    @Test func `a machine that joins later issues, and rejoins, under its name (Rules I8, K4)`() async throws {
        let rows = try await Fleet([("2.9", .always)]).rows(onDay: 160)
        #expect(rows.groups.first?.phase.kind == .renewing)
        let new = NewMachine(
            id: Fleet.machine(9), group: rows.groups[0].id, name: try Name("PC-9"), version: try AgentVersion("2.23"))
        let events = try await forecast(rows, onDay: 160) { options in
            options.actions = [
                ScheduledAction(at: Fleet.day(165), .join(new)), ScheduledAction(at: Fleet.day(170), .rejoin(new.id)),
            ]
        }
        #expect(
            events.summary == [
                "certificateIssued PC-9", "machineUpdated PC-9", "machineMissed PC-1", "renewalCloses",
            ])
        #expect(events.prefix(2).map(\.instant) == [Fleet.day(165), Fleet.day(170)])
        #expect(events.prefix(2).map(\.rule) == ["I4", "K4"])
    }

    @Test func `a connection that is entered later is used later (Rules C1, C3)`() async throws {
        let rows = try await Fleet([("2.23", .always)]).rows(onDay: 3)
        let (used, unused) = (Fleet.connection(7), Fleet.connection(8))
        let events = try await forecast(rows, onDay: 3) { options in
            options.actions = [
                ScheduledAction(at: Fleet.day(100), .enterCredentials(used, rows.groups[0].id, rows.groups[0].name)),
                ScheduledAction(at: Fleet.day(100), .enterCredentials(unused, rows.groups[0].id, rows.groups[0].name)),
                ScheduledAction(at: Fleet.day(170), .use(used)),
            ]
        }
        #expect(events.filter { $0.kind == .connectionExpires }.map(\.connection) == [unused])
    }

    @Test func `groups that are not asked for are left out`() async throws {
        let fleet = try Fleet([("2.23", .always)])
        let rows = try await fleet.rows(onDay: 3)
        #expect(try await forecast(rows, onDay: 3) { $0.groups = [] }.isEmpty)
        #expect(try await !forecast(rows, onDay: 3) { $0.groups = [fleet.group] }.isEmpty)
    }

    @Test func `rows and their store forecast the same, and twice the same`() async throws {
        let fleet = try Fleet([("2.23", .always), ("2.9", .always)], connections: 2)
        let rows = try await fleet.rows(onDay: 160)
        let options = Forecast.Options(start: Fleet.day(160), end: Fleet.day(700))
        let ofRows = try await Forecast(of: rows, options: options).events()
        let ofStore = try await Forecast(of: fleet.simulation.storage, options: options).events()
        #expect(ofRows == ofStore)
        #expect(!ofRows.isEmpty)
        #expect(try await Forecast(of: rows, options: options).events() == ofRows)
        // Nothing of the store has changed.
        #expect(try await fleet.simulation.rows() == rows)
    }
}
