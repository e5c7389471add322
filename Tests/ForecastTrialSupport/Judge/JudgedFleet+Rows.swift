import RenewalSimulation

extension JudgedFleet {
    /// The fleet of these rows, with what a forecast of it is told.
    init(_ rows: Rows, _ options: Forecast.Options) throws {
        start = options.start.secondsSince1970
        end = options.end?.secondsSince1970
        pickUp = options.pickUpInterval
        tried = options.validityMinutes.flatMap { v in options.graceMinutes.map { Policy(v: v, g: $0) } }
        groups = rows.groups.map(Group.init)
        machines = rows.machines.sorted { $0.id < $1.id }.map { Machine($0, options.presence[$0.id] ?? .always) }
        connections = rows.connections.map { row in
            Connection(id: "\(row.id)", group: "\(row.group)", copies: row.copies.map(\.generation.number))
        }
        actions = try options.actions.map(Action.init)
    }
}

extension JudgedFleet.Group {
    fileprivate init(_ row: MachineGroup) {
        self.init(
            id: "\(row.id)", v: row.policy.validityMinutes, g: row.policy.graceMinutes, phase: row.phase.kind.rawValue,
            current: row.phase.current.map(JudgedFleet.Generation.init),
            previous: row.phase.overlap.map { JudgedFleet.Generation($0.previous) },
            deadline: row.phase.overlap?.deadline.secondsSince1970, delivers: row.phase.overlap?.delivery != nil,
            issuer: row.phase.opening?.delivery.issuer,
            request: row.operatorRequest.map { JudgedFleet.Request(issuer: $0.delivery.issuer) })
    }
}

extension JudgedFleet.Generation {
    fileprivate init(_ usable: UsableGeneration) {
        self.init(
            number: usable.generation.number, c: usable.createdAt.secondsSince1970, v: usable.validityMinutes)
    }
}

extension DeliveryMode {
    fileprivate var issuer: String? {
        if case .withoutDelivery(let issuer) = self { "\(issuer)" } else { nil }
    }
}

extension JudgedFleet.Machine {
    fileprivate init(_ row: Machine, _ presence: Presence) {
        self.init(
            id: "\(row.id)", group: "\(row.group)", version: row.agentVersion?.description ?? "2.23",
            generation: row.membership?.generation.number ?? 0, heartbeat: row.lastHeartbeat?.secondsSince1970 ?? 0,
            weekly: presence.weekly.map { $0.map { [$0.start, $0.end] } },
            away: presence.absences.map { [$0.lowerBound.secondsSince1970, $0.upperBound.secondsSince1970] })
    }
}

extension JudgedFleet.Action {
    struct Unknown: Error { var action: FleetAction }

    fileprivate init(_ scheduled: ScheduledAction) throws {
        self.init(at: scheduled.instant.secondsSince1970, do: "use")
        switch scheduled.action {
        case .use(let id): connection = "\(id)"
        case .updateAgent(let id, let new): (self.do, machine, version) = ("update", "\(id)", "\(new)")
        case .command(.renewNow(let id, .toMembers)): (self.do, group) = ("renew", "\(id)")
        case .command(.setPolicy(let id, let policy)):
            (self.do, group, v, g) = ("policy", "\(id)", policy.validityMinutes, policy.graceMinutes)
        default: throw Unknown(action: scheduled.action)
        }
    }
}
