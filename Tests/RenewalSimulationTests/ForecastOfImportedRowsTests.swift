import RenewalSimulation
import Testing

/// Forecasts of rows that came without keys, as those of the Dataverse tables do.
struct ForecastOfImportedRowsTests {
    let group = GroupID("11111111-1111-4111-8111-111111111111")
    let other = MachineID("33333333-3333-4333-8333-333333333333")
    let created = Fleet.start

    private func rows(_ phase: GroupPhase, _ statuses: [KeyDeliveryStatus]) throws -> Rows {
        let group = try #require(group)
        let policy = try RenewalPolicy(validityMinutes: 288_000, graceMinutes: 64_800)
        let machines = try statuses.enumerated().map { index, status in
            Machine(
                id: Fleet.machine(UInt64(index + 1)), group: group, name: try Name("PC-\(index + 1)"),
                agentVersion: nil, membership: nil, storedStatus: status, lastHeartbeat: created)
        }
        let connections = try [ConnectionState.current, .stale, .expired].enumerated().map { index, state in
            DesktopFlowConnection(
                id: Fleet.connection(UInt64(index + 1)), group: group, name: try Name("flow-\(index + 1)"), revision: 1,
                copies: [], storedState: state)
        }
        return Rows(
            groups: [MachineGroup(id: group, name: try Name("Imported"), policy: policy, phase: phase)],
            machines: machines, connections: connections)
    }

    @Test func `an imported group lives as one whose certificate has the policy's V`() async throws {
        let rows = try rows(.imported(keyCreatedAt: created), [.default, .keyExpired])
        let events = try await Forecast(of: rows, options: Forecast.Options(start: Fleet.day(3))).events()
        #expect(
            events.summary == [
                "renewalOpens", "certificateIssued PC-1", "connectionExpires flow-1", "renewalCloses",
            ])
        #expect(events.last?.instant == Fleet.day(200))
    }

    @Test func `in an overlap the statuses say who holds what`() async throws {
        let (first, second) = (Generation.first, Generation.first.next)
        let overlap = Overlap(
            opening: Opening(at: created, reason: .schedule, by: .coordinator, delivery: .toMembers),
            previous: .withoutKeys(first, createdAt: Fleet.day(-155), validityMinutes: 288_000),
            issuer: Fleet.machine(1), deadline: Fleet.day(45), delivery: SealedValue([]))
        let current = UsableGeneration.withoutKeys(second, createdAt: created, validityMinutes: 288_000)
        let rows = try rows(
            .overlap(current: current, overlap), [.default, .pendingNewKey, .pendingNewKey, .keyExpired])
        var options = Forecast.Options(start: Fleet.day(3))
        options.presence[Fleet.machine(3)] = .never
        let events = try await Forecast(of: rows, options: options).events()
        #expect(
            events.summary == [
                "machineUpdated PC-2", "machineMissed PC-3", "connectionExpires flow-2", "renewalCloses",
            ])
        #expect(events.map(\.instant) == [Fleet.day(3), Fleet.day(45), Fleet.day(45), Fleet.day(45)])
        // No row has a version: none is called too old.
        #expect(events.map(\.reason) == [nil, .notSeen, .notUsed, nil])
    }

    @Test func `a machine that missed a renewal rejoins where that is planned (Rule K4)`() async throws {
        let rows = try rows(.imported(keyCreatedAt: created), [.default, .keyExpired, .keyExpired])
        var options = Forecast.Options(start: Fleet.day(3))
        options.actions = [ScheduledAction(at: Fleet.day(10), .rejoin(Fleet.machine(2)))]
        let events = try await Forecast(of: rows, options: options).events()
        #expect(events.first?.summary == "machineUpdated PC-2" && events.first?.rule == "K4")
        #expect(events.first?.instant == Fleet.day(10))
        // From then on it takes part.
        let changes = events.filter { $0.kind == .certificateIssued || $0.kind == .machineUpdated }
        #expect(changes.filter { $0.machine == Fleet.machine(2) }.count == 2)
        #expect(!changes.contains { $0.machine == Fleet.machine(3) })
    }

    @Test func `a renewal that is open and not issued is issued by who comes first`() async throws {
        let opening = Opening(at: created, reason: .schedule, by: .coordinator, delivery: .toMembers)
        let current = UsableGeneration.withoutKeys(.first, createdAt: Fleet.day(-160), validityMinutes: 288_000)
        let rows = try rows(.renewing(current: current, opening), [.pendingNewKey])
        let events = try await Forecast(of: rows, options: Forecast.Options(start: Fleet.day(3))).events()
        #expect(events.summary == ["certificateIssued PC-1", "connectionExpires flow-1", "renewalCloses"])
        #expect(events.first?.instant == Fleet.day(3))
    }

    @Test(
        "groups without a certificate that serves have no future",
        arguments: [GroupPhase.new, .deleted(at: Fleet.start)])
    func nothing(phase: GroupPhase) async throws {
        for end in [Fleet.day(1_000), nil] {
            let options = Forecast.Options(start: Fleet.day(3), end: end)
            #expect(try await Forecast(of: rows(phase, [.default]), options: options).events().isEmpty)
        }
    }

    @Test func `a machine that was never seen is due at once, one that is never back is not`() async throws {
        let opening = Opening(at: created, reason: .schedule, by: .coordinator, delivery: .toMembers)
        let current = UsableGeneration.withoutKeys(.first, createdAt: Fleet.day(-160), validityMinutes: 288_000)
        var rows = try rows(.renewing(current: current, opening), [.pendingNewKey, .pendingNewKey])
        for index in rows.machines.indices { rows.machines[index].lastHeartbeat = nil }
        var options = Forecast.Options(start: Fleet.day(3))
        options.presence[Fleet.machine(1)] = .never
        let events = try await Forecast(of: rows, options: options).events()
        #expect(events.first?.summary == "certificateIssued PC-2")
        #expect(events.first?.instant == Fleet.day(3))
        #expect(events.contains { $0.kind == .machineMissed && $0.machine == Fleet.machine(1) })
    }

    @Test func `a group that expired stays so`() async throws {
        let last = UsableGeneration.withoutKeys(.first, createdAt: Fleet.day(-200), validityMinutes: 288_000)
        let rows = try rows(.keyExpired(last: last, at: created), [.keyExpired])
        let options = Forecast.Options(start: Fleet.day(3), end: Fleet.day(1_000))
        #expect(try await Forecast(of: rows, options: options).events().isEmpty)
    }

    @Test func `a certificate that no machine takes is refused, with the group's name (Rule S2)`() async throws {
        let current = UsableGeneration.withoutKeys(.first, createdAt: created, validityMinutes: 100)
        let rows = try rows(.stable(current: current), [.default])
        let refusal = await #expect(throws: RenewalError.self) {
            _ = try await Forecast(of: rows, options: Forecast.Options(start: created)).events()
        }
        #expect(refusal?.code == .issueTermsRejected)
        #expect(refusal?.message.contains("Imported") == true)
    }
}
