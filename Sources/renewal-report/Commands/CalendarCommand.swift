import ArgumentParser
import RenewalReporting

struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Writes windows and deadlines as a calendar to subscribe to (iCalendar).",
        discussion: """
            An event keeps its identity from one run to the next, so a subscribed calendar moves it and adds no other.

            EXAMPLES
              renewal-report calendar --from fleet.zip --output renewals.ics
              renewal-report calendar --from responses --group Finance
            """)

    @OptionGroup var source: SourceOptions

    func run() async throws {
        let fleet = try await source.fleet()
        var count = 0
        let isRead = try source.destination.write { count = try CalendarRenderer.render(fleet, to: $0) }
        if isRead, count == 0 { Terminal.complain("renewal-report: no renewal is open or to come") }
    }
}
