import RenewalDataverse
import RenewalKit

/// A fleet read from Web API responses: shown as of an instant, and then brought to life.
struct Fleet {
    let export: WebAPIExport
    let summary: FleetSummary

    init(folder: String, at now: Instant) throws {
        export = try WebAPIExport(contentsOf: folder)
        summary = FleetSummary(export, at: now)
    }

    /// Prints phase, next renewal, expiry and who must come online, for each group.
    func show(at now: Instant) {
        print("The fleet as of \(now) (rows are made up, in the shape of real exports):")
        print(
            "\(pad("group", 23))  \(pad("phase", 9))  \(pad("next renewal", 20))  \(pad("expiry", 20))  must come online"
        )
        for group in summary.groups {
            let waiting = summary.mustComeOnline(in: group.id).map { $0.facts.name ?? "\($0.facts.id)" }
            let shown =
                waiting.prefix(6).joined(separator: ", ") + (waiting.count > 6 ? " and \(waiting.count - 6) more" : "")
            print(
                "\(pad(group.name ?? "\(group.id)", 23))  \(pad(group.phase.name, 9))  "
                    + "\(pad(group.renewalStart.map { "\($0)" } ?? "-", 20))  "
                    + "\(pad(group.expiry.map { "\($0)" } ?? "-", 20))  \(waiting.isEmpty ? "nobody" : shown)")
        }
        for warning in export.warnings { print("note: \(warning.description)") }
        print("")
    }

    /// Makes each group anew in the world, with its policy, machine names and agent versions.
    ///
    /// A machine without an agent version gets the newest; machines that were not seen for 30 days stay offline for the
    /// first renewal. A pair of periods outside Rule S2 is replaced by the defaults, and said so.
    func enter(_ world: World, at now: Instant) async throws -> [FleetGroup] {
        var groups: [FleetGroup] = []
        for group in summary.groups {
            let machines = summary.machines.filter { $0.facts.group == group.id }
            let policy = try? RenewalPolicy(validityMinutes: group.validityMinutes, graceMinutes: group.graceMinutes)
            let name = group.name ?? "\(group.id)"
            let id = try await world.makeGroup(
                name, id: group.id, policy: policy ?? .default,
                machines: machines.map {
                    ($0.facts.name ?? "\($0.facts.id)", $0.facts.agentVersion?.description ?? "2.60")
                })
            if policy == nil {
                await world.say("S2", id, "its periods are outside the rules; it lives with the defaults")
            }
            for (index, machine) in machines.enumerated() {
                let isSilent = machine.facts.lastHeartbeat.map { now.seconds(since: $0) > 30 * 86_400 } ?? false
                world.setOnline(!isSilent, index, of: id)
            }
            let outdated = machines.count { $0.facts.isOutdated == true }
            await world.say("I8", id, "\(machines.count) machines joined, \(outdated) with agents too old")
            groups.append(FleetGroup(id: id, name: name, policy: policy ?? .default, createdAt: now))
        }
        return groups
    }
}

/// A group of the fleet that lives on, and what must become of it.
struct FleetGroup {
    var id: GroupID
    var name: String
    var policy: RenewalPolicy
    var createdAt: Instant

    /// Checks the group's whole history against dates worked out from its founding, V and G alone.
    ///
    /// A group with a machine that is online and not too old opens at every S (Rule S3), has its next certificate in the
    /// same moment (Rule I2), and closes at every D = min(E(g), C(g + 1) + G) (Rule S5). One without expires at its first
    /// E (Rules I7, K3). One without any machine does nothing.
    func check(_ world: World) async throws {
        let history = try await world.home.storage.read([.history(id, after: 0, limit: 10_000)]).history
        let members = world.members(of: id)
        let canIssue = members.contains { $0.isOnline && $0.version.canRenew }
        var openings: [Instant] = []
        var closings: [Instant] = []
        var expiries: [Instant] = []
        var created = createdAt
        while !members.isEmpty {
            let start = created.adding(
                minutes: policy.validityMinutes - min(policy.graceMinutes, policy.validityMinutes / 2))
            let expiry = created.adding(minutes: policy.validityMinutes)
            if start > world.now { break }
            openings.append(start)
            if !canIssue {
                if expiry <= world.now { expiries.append(expiry) }
                break
            }
            let deadline = min(expiry, start.adding(minutes: policy.graceMinutes))
            if deadline <= world.now { closings.append(deadline) }
            created = start
        }
        await expect(world, .renewalOpened, openings, "S3", in: history)
        await expect(world, .overlapClosed, closings, "S5", in: history)
        await expect(world, .groupExpired, expiries, "K3", in: history)
        try await world.expect(
            await world.coordinator.firstHistoryFault(of: id) == nil, "K1", "\(name)'s history must verify")
    }

    private func expect(
        _ world: World, _ action: HistoryAction, _ dates: [Instant], _ rule: String, in history: [HistoryEntry]
    ) async {
        let found = history.filter { $0.action == action.rawValue }.map(\.at)
        let difference = zip(found, dates).first { $0 != $1 }.map { "\($0) instead of \($1)" }
        await world.expect(
            found == dates, rule,
            "\(name): \(action.rawValue) must be recorded \(dates.count) times, and is \(found.count) times"
                + (difference.map { ", " + $0 } ?? ""))
    }
}
