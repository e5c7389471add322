import ArgumentParser
import RenewalCore
import RenewalReporting

/// What of a table is shown, and how.
struct TableOptions: ParsableArguments {
    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp("Only rows for which this OData $filter holds, over the JSON keys.", valueName: "odata"))
    var filter: String?

    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "Sort by this column; a minus before it descends, as in --sort -expiry.", valueName: "column"))
    var sort: String?

    @Option(name: .long, help: "How to write it.")
    var format = Format.table

    @OptionGroup var zone: ZoneOptions

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, csv
    }

    /// Refuses a filter, an order or a zone that no source would make right, before one is read.
    ///
    /// - Parameter report: the report without rows.
    func check(_ report: Report) throws {
        if let filter { _ = try report.filtered(by: filter) }
        if let sort { _ = try report.sorted(by: sort) }
        try zone.check()
    }

    /// Writes a report as the user wants it.
    func write(_ report: Report, of fleet: Fleet, to destination: ReportDestination) throws {
        var report = report
        if let filter { report = try report.filtered(by: filter) }
        if let sort { report = try report.sorted(by: sort) }
        let time = try zone.time(at: fleet.now)
        let style = TableStyle(for: destination, time: time)
        if report.rows.isEmpty, format != .table { Terminal.complain("renewal-report: no \(report.noun.many)") }
        try destination.write { output in
            switch format {
            case .table: try TableRenderer.render(report, style: style, to: output)
            case .json: try JSONRenderer.render(report, to: output)
            case .csv: try CSVRenderer.render(report, to: output)
            }
        }
    }
}
