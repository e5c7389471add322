import RenewalCore
import RenewalDataverse
public import RenewalSimulation

/// What will happen to a fleet, with what could not be forecast.
public struct ForecastResult: Sendable {
    /// A row for each event, in order of time.
    public var report: Report
    /// What a user should know, a line each.
    public var notes: [String]
}

extension Fleet {
    /// What the rules say will happen to the fleet from its instant on.
    ///
    /// A file store's rows are played as they are. Of other sources the dates alone are known: certificates are taken to
    /// be of the group's V, and connections to be as their state says.
    ///
    /// The fleet of a file store needs machines only where the request names some: see ``KeptMachines``.
    ///
    /// - Throws: ``ReportError`` with `usage` for periods outside Rule S2 and machines that there are not.
    public func forecast(
        _ request: ForecastRequest, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> ForecastResult {
        let presence = try request.presence(in: self)
        let options = request.options(at: now, groups: summary.groups.map(\.id), presence: presence)
        do {
            if let storage {
                let events = try await Forecast(of: storage, options: options).events(progress: progress)
                return ForecastResult(report: .forecast(events), notes: [])
            }
            return try await importedForecast(request, options, progress)
        } catch let error as RenewalError where error.code == .policyOutOfBounds {
            throw ReportError(.usage, error.message, cause: error)
        } catch {
            throw ReportError(error)
        }
    }
}

extension Fleet {
    /// Group by group, so that one that can not be played does not take the others' future with it.
    private func importedForecast(
        _ request: ForecastRequest, _ options: Forecast.Options, _ progress: @Sendable (Int) -> Void
    ) async throws -> ForecastResult {
        let rows = ForecastRows(summary, for: request, at: now)
        var events: [ForecastEvent] = []
        var notes = rows.notes
        for group in rows.groups {
            let found = events.count
            do {
                let forecast = Forecast(of: [group], options: options, rows: rows.rows)
                events += try await forecast.events { progress(found + $0) }
            } catch let error as RenewalError where error.code == .issueTermsRejected {
                notes.append("no forecast: \(error.message)")
            }
        }
        events.sort()
        return ForecastResult(report: .forecast(events), notes: notes)
    }
}

extension Report {
    /// A row for each event of a forecast.
    public static func forecast(_ events: [ForecastEvent]) -> Report {
        Report(noun: Noun("event", "events"), columns: forecastColumns, rows: ReportRows(of: events) { row(of: $0) })
    }

    private static let forecastColumns: [ReportColumn] = [
        .init("instant", .instant, rank: 0), .init("event", .text, rank: 0), .init("flowmachinegroupid", .guid),
        .init("groupname", .text, rank: 1), .init("flowmachineid", .guid), .init("machinename", .text, rank: 2),
        .init("connectionid", .guid), .init("connectionname", .text, rank: 3), .init("rule", .text, rank: 5),
        .init("reason", .text, rank: 4),
    ]

    private static func row(of event: ForecastEvent) -> ReportRow {
        let cells: [FilterValue] = [
            .instant(event.instant), .text(event.kind.rawValue), .of(event.group), .text(event.groupName.description),
            .of(event.machine), .of(event.machineName?.description), .of(event.connection),
            .of(event.connectionName?.description), .text(event.rule), .of(event.reason?.rawValue),
        ]
        guard let urgency = event.kind.urgency else { return ReportRow(cells) }
        return ReportRow(cells, urgencies: [1: urgency])
    }
}

extension ForecastEvent.Kind {
    /// How much the event is one that somebody should prevent.
    fileprivate var urgency: Urgency? {
        switch self {
        case .machineMissed, .groupExpires: .critical
        case .connectionExpires: .warning
        case .certificateIssued, .machineUpdated: .good
        case .renewalOpens, .renewalCloses: nil
        }
    }
}
