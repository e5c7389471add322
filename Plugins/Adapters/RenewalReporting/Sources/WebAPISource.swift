import RenewalCore
import RenewalDataverse

/// Web API responses, in a file or a folder.
struct WebAPISource: ReportSource {
    let path: String

    var kind: SourceKind { .webAPI }

    func read(
        at now: Instant, into collector: inout FleetCollector, progress: @Sendable (Int) -> Void
    ) async throws -> [String] {
        var count = 0
        var notes = try WebAPIExport.read(contentsOf: path, machineColumns: collector.machineColumns) { row in
            collector.add(row)
            count += 1
            if count % 4_096 == 0 { progress(count) }
        }.map(\.description)
        if count > 0, collector.machineCount == 0 {
            notes.append("\(path.printable): no machine is in the responses, so every group counts as empty")
        }
        return notes
    }
}
