import ArgumentParser
import RenewalCore
import RenewalReporting

struct ForecastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Says what the rules will do: who will miss a renewal, when each certificate changes.",
        discussion: """
            It plays the rules on the source as it is, with all machines online but those named. Agents stay as old as \
            they are, and no connection is used.

            EXAMPLES
              renewal-report forecast --from store.sqlite
              renewal-report forecast --from fleet.zip --validity 525600 --grace 129600
              renewal-report forecast --from a.zip --offline PC-7=2026-12-01/2027-03-01
            """)

    @OptionGroup var source: SourceOptions

    @Option(name: .long, help: ArgumentHelp("Try this validity period for every group.", valueName: "minutes"))
    var validity: Int?

    @Option(name: .long, help: ArgumentHelp("Try this grace period for every group.", valueName: "minutes"))
    var grace: Int?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Until this instant. (default: the end of each group's next renewal)", valueName: "instant"),
        transform: Arguments.instant)
    var until: Instant?

    @Option(
        name: .long, parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A machine, by name or id, that is offline from one instant to another. May be repeated.",
            valueName: "machine=from/to"),
        transform: Arguments.absence)
    var offline: [ForecastRequest.Absence] = []

    @OptionGroup var table: TableOptions

    func validate() throws {
        guard let until, until <= source.instant else { return }
        throw ValidationError("--until: expected an instant after that of --at, or after now")
    }

    func run() async throws {
        try table.check(.forecast([]))
        // A store is played as it is; its machines are looked up only where some are named.
        let fleet = try await source.fleet(machines: offline.isEmpty ? .unlessStored : .all)
        let request = ForecastRequest(validityMinutes: validity, graceMinutes: grace, until: until, offline: offline)
        let line = ProgressLine()
        defer { line.clear() }
        let result = try await fleet.forecast(request) { line.show(events: $0) }
        line.clear()
        for note in result.notes { Terminal.complain("renewal-report: \(note)") }
        try table.write(result.report, of: fleet, to: source.destination)
    }
}
