public import RenewalCore
import RenewalDataverse

extension Report {
    /// A row for each machine: its status in a renewal, and whether it will make it.
    ///
    /// - Parameters:
    ///   - fleet: the fleet, with its machines.
    ///   - status: only machines of this status.
    ///   - outdated: only machines whose agent is known to be too old (Rule I7).
    public static func machines(_ fleet: Fleet, status: KeyDeliveryStatus? = nil, outdated: Bool = false) -> Report {
        let machines = fleet.summary.machines
        var rows = ReportRows(of: machines) { row(of: $0) }
        if status != nil || outdated {
            rows = rows.choosing(
                machines.indices.filter { index in
                    let facts = machines[index].facts
                    return (status == nil || facts.status == status) && (!outdated || facts.isOutdated == true)
                })
        }
        return Report(noun: Noun("machine", "machines"), columns: machineColumns, rows: rows)
    }

    private static let statusLabels: [Int64: String] = [1: "Default", 2: "PendingNewKey", 3: "KeyExpired"]

    private static let machineColumns: [ReportColumn] = [
        .init("flowmachineid", .guid), .init("name", .text, rank: 0), .init("flowmachinegroupid", .guid),
        .init("groupname", .text, rank: 4), .init("agentversion", .version, rank: 3), .init("outdated", .boolean),
        .init("keydeliverystatus", .integer, rank: 6, labels: statusLabels), .init("keyreceiveddate", .instant),
        .init("lastheartbeatdate", .instant, rank: 2), .init("windowstart", .instant),
        .init("windowend", .instant, rank: 5), .init("verdict", .text, rank: 0), .init("reason", .text, rank: 1),
    ]

    private static func row(of machine: MachineSummary) -> ReportRow {
        let facts = machine.facts
        let cells: [FilterValue] = [
            .of(facts.id), .of(facts.name), .of(facts.group), .of(machine.groupName),
            .of(facts.agentVersion?.description), .of(facts.isOutdated), .of(facts.status.rawValue),
            .of(facts.keyReceived), .of(facts.lastHeartbeat), .of(machine.window?.start), .of(machine.window?.end),
            .of(machine.verdict.name), .of(machine.verdict.reason),
        ]
        guard let urgency = machine.verdict.urgency else { return ReportRow(cells) }
        // The verdict, and the reason beside it.
        return ReportRow(cells, urgencies: [11: urgency, 12: urgency])
    }
}

extension Verdict {
    /// How urgent the verdict is.
    var urgency: Urgency? {
        switch self {
        case .missed: .critical
        case .atRisk: .warning
        case .upToDate: .good
        case .onTrack, .groupUnknown: nil
        }
    }
}
