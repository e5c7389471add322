import RenewalCore
import RenewalDataverse
import RenewalSimulation

/// Rows for a forecast, made from what is known of a fleet that this library does not run: dates, and no keys.
struct ForecastRows {
    /// The groups that can be forecast.
    private(set) var groups: [MachineGroup] = []
    /// Why others can not be, a line each.
    private(set) var notes: [String] = []
    private let summary: FleetSummary
    // By their places: the rows of one group alone are made at a time.
    private let machines: [GroupID?: [Int]]
    private let connections: [GroupID?: [ConnectionFacts]]

    /// - Parameters:
    ///   - summary: the fleet.
    ///   - request: whose periods a group is given at once that has none of its own that the rules allow.
    ///   - now: the instant as of which the fleet is.
    init(_ summary: FleetSummary, for request: ForecastRequest, at now: Instant) {
        self.summary = summary
        machines = Dictionary(grouping: summary.machines.indices) { summary.machines[$0].facts.group }
        connections = Dictionary(grouping: summary.connections ?? [], by: \.group)
        for group in summary.groups {
            do {
                groups.append(try Self.row(of: group, for: request, at: now))
            } catch {
                notes.append("no forecast for group \(group.title): \(error)")
            }
        }
    }

    /// The rows of a group.
    func rows(of group: MachineGroup) throws -> Rows {
        Rows(
            groups: [group],
            machines: try (machines[group.id] ?? []).map { place in
                let machine = summary.machines[place].facts
                return Machine(
                    id: machine.id, group: group.id, name: try Self.name(machine.name, machine.id),
                    agentVersion: machine.agentVersion, membership: nil, storedStatus: machine.status,
                    keyReceivedAt: machine.keyReceived, lastHeartbeat: machine.lastHeartbeat)
            },
            connections: try (connections[group.id] ?? []).map { connection in
                DesktopFlowConnection(
                    id: connection.id, group: group.id, name: try Self.name(connection.name, connection.id),
                    revision: 1, copies: [], lastUsed: connection.lastUsed, storedState: connection.state)
            })
    }

    /// Why a group can not be forecast.
    private struct Unknown: Error, CustomStringConvertible {
        var description: String
    }

    /// The group as the rules would have it. Its V and G must be such as the rules allow.
    private static func row(
        of group: GroupSummary, for request: ForecastRequest, at now: Instant
    ) throws -> MachineGroup {
        guard let created = group.keyCreated else { throw Unknown(description: "no certificate is known") }
        let policy = try policy(of: group, for: request)
        let generation = { (number: Generation, at: Instant) in
            UsableGeneration.withoutKeys(number, createdAt: at, validityMinutes: group.validityMinutes)
        }
        var row = MachineGroup(id: group.id, name: try name(group.name, group.id), policy: policy)
        switch group.phase {
        case .expired: row.phase = .keyExpired(last: generation(.first, created), at: group.expiry ?? now)
        case .stable, .empty, .unknown: row.phase = .stable(current: generation(.first, created))
        case .renewing(let window):
            let opening = Opening(
                at: window.start ?? created, reason: .schedule, by: .coordinator, delivery: .toMembers)
            // Without a known beginning it was opened early, and nobody has issued (Rule I2): E is still that of the certificate.
            guard let start = window.start, created >= start else {
                row.phase = .renewing(current: generation(.first, created), opening)
                break
            }
            // A renewal rewrites C: the certificate is the new one, and of the one before only its end is known.
            let previous = generation(.first, window.end.adding(minutes: -group.validityMinutes))
            row.phase = .overlap(
                current: generation(Generation.first.next, created),
                Overlap(
                    opening: opening, previous: previous, issuer: .random(), deadline: window.end,
                    delivery: SealedValue([])))
        }
        return row
    }

    private static func policy(of group: GroupSummary, for request: ForecastRequest) throws -> RenewalPolicy {
        do {
            return try RenewalPolicy(validityMinutes: group.validityMinutes, graceMinutes: group.graceMinutes)
        } catch let error as RenewalError {
            let tried = try? RenewalPolicy(
                validityMinutes: request.validityMinutes ?? group.validityMinutes,
                graceMinutes: request.graceMinutes ?? group.graceMinutes)
            guard let tried else { throw Unknown(description: error.message) }
            return tried
        }
    }

    /// The rules' names have 1 to 100 characters (Rule G4); a row without one goes by its id.
    private static func name(_ name: String?, _ id: some UUIDIdentifier) throws -> Name {
        if let name, let valid = try? Name(name) { return valid }
        return try Name(id.description)
    }
}
