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
                world.narrator.say(now, "S2", id, "its periods are outside the rules; it lives with the defaults")
            }
            for (index, machine) in machines.enumerated() {
                let isSilent = machine.facts.lastHeartbeat.map { now.seconds(since: $0) > 30 * 86_400 } ?? false
                world.members[id]?[index].isOnline = !isSilent
            }
            world.narrator.say(
                now, "I8", id,
                "\(machines.count) machines joined, \(machines.count(where: { $0.facts.isOutdated == true })) with agents too old"
            )
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

    /// Checks the group's whole history against the rules' arithmetic: each opening at S (Rule S3), each closing at
    /// D = min(E(g), C(g + 1) + G) (Rule S5), an expiry only where no machine could issue (Rules I7, K3).
    func check(_ world: World) async throws {
        let certificates = try await world.coordinator.storage.read([.certificates(id, after: nil)]).certificates
        let history = try await world.coordinator.storage.read([.history(id, after: 0, limit: 10_000)]).history
        let openings = history.filter { $0.action == HistoryAction.renewalOpened.rawValue }
        let closings = history.filter { $0.action == HistoryAction.overlapClosed.rawValue }
        let expiries = history.filter { $0.action == HistoryAction.groupExpired.rawValue }
        for (certificate, opening) in zip(certificates, openings) {
            let due = certificate.createdAt.adding(
                minutes: certificate.validityMinutes - min(policy.graceMinutes, certificate.validityMinutes / 2))
            world.narrator.expect(opening.at == due, "S3", "\(name) must open at \(due), and did at \(opening.at)")
        }
        for (index, closing) in closings.enumerated() where index + 1 < certificates.count {
            let (old, new) = (certificates[index], certificates[index + 1])
            let deadline = min(
                old.createdAt.adding(minutes: old.validityMinutes), new.createdAt.adding(minutes: policy.graceMinutes))
            world.narrator.expect(
                closing.at == deadline, "S5", "\(name) must close at \(deadline), and did at \(closing.at)")
        }
        let couldIssue = (world.members[id] ?? []).contains { $0.isOnline && $0.version.canRenew }
        if couldIssue {
            world.narrator.expect(expiries.isEmpty, "K3", "\(name) had a machine that could issue, and expired")
        }
        world.narrator.expect(
            try await world.coordinator.firstHistoryFault(of: id) == nil, "K1", "\(name)'s history must verify")
    }
}
