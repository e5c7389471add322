import RenewalCore
import RenewalDataverse

extension Report {
    /// A row for each group: where it stands, when its next renewal starts, and who is behind.
    public static func groups(_ fleet: Fleet) -> Report {
        Report(
            noun: Noun("group", "groups"), columns: groupColumns,
            rows: fleet.summary.groups.map { row(of: $0, at: fleet.now) })
    }

    private static let groupColumns: [ReportColumn] = [
        .init("flowmachinegroupid", .guid), .init("name", .text, rank: 0), .init("phase", .text, rank: 0),
        .init("generation", .integer), .init("keycreationdate", .instant), .init("keyvalidityperiod", .integer),
        .init("keyexpirygraceperiod", .integer), .init("renewalstart", .instant, rank: 1),
        .init("expiry", .instant, rank: 6), .init("windowstart", .instant), .init("windowend", .instant, rank: 0),
        .init("machines/total", .integer, rank: 4), .init("machines/default", .integer),
        .init("machines/pendingnewkey", .integer, rank: 2), .init("machines/keyexpired", .integer, rank: 3),
        .init("machines/outdated", .integer, rank: 5), .init("connections/total", .integer),
        .init("connections/current", .integer), .init("connections/stale", .integer, rank: 7),
        .init("connections/expired", .integer, rank: 8),
    ]

    private static func row(of group: GroupSummary, at now: Instant) -> ReportRow {
        let (machines, connections) = (group.machines, group.connections)
        let cells: [FilterValue] = [
            .of(group.id), .of(group.name), .text(group.phase.name), .of(group.generation.map { Int($0.number) }),
            .of(group.keyCreated), .of(group.validityMinutes), .of(group.graceMinutes), .of(group.renewalStart),
            .of(group.expiry), .of(group.window?.start), .of(group.window?.end), .of(machines.total),
            .of(machines.default), .of(machines.pendingNewKey), .of(machines.keyExpired), .of(machines.outdated),
            .of(connections?.total), .of(connections?.current), .of(connections?.stale), .of(connections?.expired),
        ]
        var urgencies: [Int: Urgency] = [:]
        let marks: [(String, Urgency?)] = [
            ("phase", group.urgency(at: now)), ("windowend", group.window == nil ? nil : group.urgency(at: now)),
            ("machines/keyexpired", machines.keyExpired > 0 ? .critical : nil),
            ("machines/pendingnewkey", machines.pendingNewKey > 0 ? .warning : nil),
            ("machines/outdated", machines.outdated > 0 ? .warning : nil),
            ("connections/stale", (connections?.stale ?? 0) > 0 ? .warning : nil),
            ("connections/expired", (connections?.expired ?? 0) > 0 ? .critical : nil),
        ]
        for (name, urgency) in marks {
            if let urgency, let place = groupPlaces[name] { urgencies[place] = urgency }
        }
        return ReportRow(cells, urgencies: urgencies)
    }

    private static let groupPlaces = Dictionary(
        uniqueKeysWithValues: groupColumns.indices.map { (groupColumns[$0].name, $0) })
}

extension GroupSummary {
    /// How urgent the group's phase is: a window that closes within seven days is critical.
    func urgency(at now: Instant) -> Urgency? {
        switch phase {
        case .expired: .critical
        case .renewing(let window): window.end <= now.adding(days: Verdict.closing) ? .critical : .warning
        case .stable: .good
        case .unknown, .empty: nil
        }
    }
}
