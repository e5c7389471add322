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
        return try WebAPIExport.read(contentsOf: path, machineColumns: collector.machineColumns) { row in
            collector.add(row)
            count += 1
            if count % 4_096 == 0 { progress(count) }
        }.map(\.description)
    }
}
