import RenewalCore
import RenewalDataverse

/// The example of the module's first page.
func printFleet(in folder: String, at now: Instant) throws {
    let export = try WebAPIExport(contentsOf: folder)
    for warning in export.warnings { print(warning) }

    let fleet = FleetSummary(export, at: now)
    for group in fleet.groups {
        print(group.name ?? "-", group.phase.name, group.machines.total, fleet.mustComeOnline(in: group.id).count)
    }
}
