import ArgumentParser
import RenewalReporting

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks for cron and monitoring systems: one line, exit status 0 to 3.",
        discussion: """
            Critical: a group or machine is expired, or a window closes within --critical days with a machine not \
            updated. Warning: the same within --warning days, an agent too old for a renewal that is open or near, or a \
            connection to be used before a deadline.

            EXIT STATUS
              0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN (wrong usage and unreadable sources too)

            EXAMPLES
              renewal-report check --from fleet.zip
              renewal-report check --from responses --warning 60 --critical 14
            """)

    @OptionGroup var source: SourceOptions

    @Option(name: .long, help: ArgumentHelp("Warn so many days before a window closes.", valueName: "days"))
    var warning = 30

    @Option(name: .long, help: ArgumentHelp("It is critical so many days before a window closes.", valueName: "days"))
    var critical = 7

    func validate() throws {
        guard critical >= 0, warning >= critical, warning <= 36_500 else {
            throw ValidationError("--critical must be 0 or more, and --warning at least as many days (at most 36500)")
        }
    }

    func run() async throws {
        let fleet = try await source.fleet()
        let check =
            fleet.unknownGroups.isEmpty
            ? Check(fleet, warningDays: warning, criticalDays: critical)
            : Check(unknown: "no group has the name or id \(fleet.unknownGroups.joined(separator: ", "))")
        try source.destination.write { try $0.write(check.line + "\n") }
        if check.state != .ok { throw ExitCode(check.state.rawValue) }
    }
}
