import RenewalFileStore
import RenewalKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One of the processes: it does what the lines of its standard input say, and answers each.
///
/// A line is an instant and a word. The answer is `done` or `failed` with what came of it. Each process has a clock of its
/// own, which shows what it is told, and a coordinator of its own over the one store; the agent's process has one too, as
/// there is no network in between.
struct Player {
    let role: String
    let store: FileStore
    let clock: ManualClock
    let coordinator: RenewalCoordinator
    let agent: MachineAgent

    static let group = GroupID("5ca1ab1e-0000-4000-8000-000000000001") ?? .random()

    init(role: String, folder: String) async throws {
        self.role = role
        store = try FileStore(path: "\(folder)/store.sqlite")
        clock = ManualClock(at: try await store.keptInstant(.read) ?? Conductor.start)
        coordinator = RenewalCoordinator(storage: store, crypto: StandardCrypto(), clock: clock)
        agent = MachineAgent(
            vault: FileKeyVault(folder: "\(folder)/keys"), service: coordinator, crypto: StandardCrypto(),
            clock: clock, version: .renewalMinimum)
    }

    func play() async throws {
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 2, let instant = Instant(words[0]) else { throw Fault("\(line) is no order") }
            clock.advance(by: .seconds(max(0, instant.seconds(since: clock.now()))))
            do {
                print("done", try await perform(words[1]))
            } catch {
                print("failed", error)
            }
            fflush(nil)
        }
    }

    private func perform(_ order: String) async throws -> String {
        switch order {
        case "make-group":
            let policy = try RenewalPolicy(validityMinutes: 259_200, graceMinutes: 64_800)  // 180 days, 45 days
            _ = try await coordinator.createGroup(named: "Finance", id: Self.group, policy: policy, by: .app(role))
            return "made the group Finance"
        case "sweep":
            return try await coordinator.sweep().groups == 0 ? "found nothing to do" : "changed the group"
        case "look":
            return try await describe(coordinator.group(Self.group))
        case "join":
            let report = try await agent.join(
                Self.group, name: Name("PC-1"), password: Password(chosen: "correct horse battery"),
                founding: coordinator.founding(by: .app(role)))
            return "PC-1 founded Finance: generation \(report.current.generation), \(report.current.fingerprint.short)"
        case "check-in":
            let events = try await agent.checkIn().events.map(\.description)
            return events.isEmpty ? "nothing to do" : events.joined(separator: ", ")
        case "verify":
            let found = try await store.verify(crypto: StandardCrypto())
            if let fault = found.faults.first { throw Fault("\(fault)") }
            return "the store holds, \(found.rows.values.reduce(0, +)) rows"
        default:
            throw Fault("\(order) is unknown")
        }
    }

    private func describe(_ group: MachineGroup) async throws -> String {
        let generations = group.phase.usable.map(\.generation.description).joined(separator: " and ")
        let machines = try await coordinator.machines(of: group.id).map {
            "\($0.machine.name) \(MachineState($0.status))"
        }
        return
            "sees Finance \(group.phase.kind.rawValue), generation \(generations.isEmpty ? "none" : generations) usable, "
            + "machines: \(machines.isEmpty ? "none" : machines.joined(separator: ", "))"
    }
}
