import ArgumentParser
import RenewalCore
import RenewalReporting

/// How times are shown to people.
struct ZoneOptions: ParsableArguments {
    @Option(
        name: .long, parsing: .unconditional,
        help: ArgumentHelp(
            "Show times in this zone: UTC, an offset such as +02:00, or a name such as Europe/Berlin. Times for programs stay in UTC.",
            valueName: "zone"))
    var timeZone = "UTC"

    /// Refuses a zone that there is not.
    func check() throws { _ = try ReportZone(timeZone) }

    func time(at now: Instant) throws -> TimeText { TimeText(zone: try ReportZone(timeZone), now: now) }
}
