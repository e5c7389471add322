import RenewalCore
import RenewalDataverse

extension Report {
    /// A row for each connection: whether it can be served, and for how long.
    ///
    /// - Parameters:
    ///   - fleet: the fleet; a source that holds no connections gives an empty report.
    ///   - stale: only connections that must be used before the deadline (Rule C4).
    public static func connections(_ fleet: Fleet, stale: Bool = false) -> Report {
        let chosen = (fleet.summary.connections ?? []).filter { !stale || $0.state == .stale }
        return Report(
            noun: Noun("connection", "connections"), columns: connectionColumns,
            rows: ReportRows(of: chosen) { row(of: $0) })
    }

    private static let connectionColumns: [ReportColumn] = [
        .init("connectionid", .guid), .init("name", .text, rank: 0), .init("flowmachinegroupid", .guid, rank: 2),
        .init("state", .text, rank: 0), .init("lastused", .instant, rank: 1),
    ]

    private static func row(of connection: ConnectionFacts) -> ReportRow {
        let cells: [FilterValue] = [
            .of(connection.id), .of(connection.name), .of(connection.group), .text(connection.state.name),
            .of(connection.lastUsed),
        ]
        return ReportRow(cells, urgencies: [3: connection.state.urgency])
    }
}

extension ConnectionState {
    /// How urgent the state is.
    var urgency: Urgency {
        switch self {
        case .current: .good
        case .stale: .warning
        case .expired, .broken: .critical
        }
    }
}
