import RenewalKit
import Synchronization
import Testing

/// The code of the article "Getting started", run from a first join through a renewal that one machine misses.
struct GettingStartedTests {
    private let clock = ManualClock(at: Instant(secondsSince1970: 1_767_225_600))
    private let notifier = InMemoryNotifier()
    private let passwordKeys = PasswordKeyCache()

    @Test func `what the article shows works: first join, connection, run, renewal, miss and rejoin (Rules I1 to K4)`()
        async throws
    {
        let app = FleetApp(storage: .inMemory, clock: clock, notifier: notifier)
        let coordinator = app.coordinator
        let (first, second) = try (machine(of: app), machine(of: app))

        let group = try await coordinator.createGroup(named: "Finance", by: .app("alice"))
        let password = try Password(chosen: "correct horse battery")
        let report = try await first.agent.join(
            group, name: Name("PC-1"), password: password, founding: coordinator.founding(by: .app("alice")))
        print(report)
        _ = try await second.agent.join(group, name: Name("PC-2"), password: password)

        let credentials = WindowsCredentials(userName: #"CONTOSO\robot"#, password: "secret")
        let connection = try await app.enter(credentials, as: "Invoices", for: group, trusting: report.current.pin)
        #expect(try await run(connection, on: first, app) == credentials)

        try await renew(group, by: first, app)
        #expect(try await run(connection, on: first, app) == credentials)
        try await miss(second, of: group, app)

        let newPassword = try await first.agent.regeneratePassword()
        print("The new password, shown once: \(newPassword.reveal())")
        let rejoined = try await second.agent.rejoin(password: newPassword)
        #expect(rejoined.status == .default && rejoined.current.generation == Generation.first.next)

        #expect(try await app.delivery.deliverDue().failures.isEmpty)
        #expect(statuses().sorted { $0.count < $1.count } == [[2, 1], [2, 3, 1]], "issued; missed and rejoined")
    }

    @Test func `a policy is set where nobody would miss the renewal (Rule P6)`() async throws {
        let app = FleetApp(storage: .inMemory, clock: clock, notifier: notifier)
        let group = try await app.coordinator.createGroup(named: "Finance", by: .app("alice"))
        let policy = try RenewalPolicy(validityMinutes: 525_600, graceMinutes: 129_600)
        #expect(try await app.setPolicy(policy, of: group).isEmpty)
        #expect(try await app.coordinator.group(group).policy == policy)
    }

    @Test func `the loops end when their task is cancelled (Rules S4, S7)`() async throws {
        let app = FleetApp(storage: .inMemory, clock: clock, notifier: notifier)
        let program = try machine(of: app)
        let failures = Mutex<[String]>([])
        let tasks = [
            Task { try await app.serve() },
            Task {
                try await program.serve(log: { text in failures.withLock { $0.append(text) } }, missedRenewal: {})
            },
        ]
        try await clock.waitForSleepers(3)
        for task in tasks { task.cancel() }
        for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
        #expect(failures.withLock { $0.count } == 1, "a machine that never joined fails to check in, and goes on")
    }

    private func machine(of app: FleetApp) throws -> MachineProgram {
        try MachineProgram(vault: .inMemory, service: app.coordinator, clock: clock, passwordKeys: passwordKeys)
    }

    private func run(
        _ connection: ConnectionID, on machine: MachineProgram, _ app: FleetApp
    ) async throws -> WindowsCredentials {
        let id = try #require(try await machine.agent.summary()?.machine)
        let assignment = try await app.coordinator.assignRun(of: connection, among: [id], by: .app("scheduler"))
        return try await machine.agent.run(assignment) { credentials in
            credentials  // here a desktop flow would start
        }
    }

    /// Goes to S, where the machine issues.
    private func renew(_ group: GroupID, by machine: MachineProgram, _ app: FleetApp) async throws {
        let start = try #require(try await app.coordinator.group(group).wakesAt)
        clock.advance(by: .seconds(start.seconds(since: clock.now())))
        let events = try await machine.agent.checkIn().events
        #expect(events.contains { if case .issued = $0 { true } else { false } })
    }

    /// Goes to D, after which the machine is refused.
    private func miss(_ machine: MachineProgram, of group: GroupID, _ app: FleetApp) async throws {
        let deadline = try #require(try await app.coordinator.group(group).deadline)
        clock.advance(by: .seconds(deadline.seconds(since: clock.now())))
        try await app.coordinator.sweep()
        await #expect(throws: RenewalError(.machineKeyExpired, "")) { try await machine.agent.checkIn() }
    }

    /// The statuses that were published of each machine, in order.
    private func statuses() -> [[Int]] {
        let published = notifier.events.compactMap { event -> (row: String, status: Int)? in
            guard case .change(let change) = event.content,
                case .integer(let status)? = change.columns.first(where: { $0.column == "keydeliverystatus" })?.new
            else { return nil }
            return (change.row, status)
        }
        return Set(published.map(\.row)).map { row in published.filter { $0.row == row }.map(\.status) }
    }
}
