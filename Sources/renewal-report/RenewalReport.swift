import ArgumentParser
import RenewalReporting

/// The tool. Its commands are one file each; what they print is made by RenewalReporting.
@main
struct RenewalReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renewal-report",
        abstract: "Reports on machine groups, machines and connections, and on when certificates are renewed.",
        discussion: """
            A source is a RenewalKit file store, a Configuration Migration package (a .zip or a folder), or Web API \
            responses on flowmachinegroups and flowmachines (a JSON file or a folder of them). It is read, and never \
            changed.

            EXAMPLES
              renewal-report groups --from fleet.zip
              renewal-report machines --from responses --filter "verdict eq 'atRisk'"
            """,
        version: "renewal-report 0.1.0",
        // Each says its name, as making one of a type's name costs a search through every conformance.
        subcommands: [
            Groups.self, Machines.self, Connections.self, TimelineCommand.self, CalendarCommand.self,
            ForecastCommand.self, CheckCommand.self, ExportCommand.self, ValidateCommand.self,
        ])

    static func main() async {
        Terminal.ignoreClosedPipes()
        await Launcher.run(CommandLine.arguments.dropFirst().map { $0 })
    }
}
