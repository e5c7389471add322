import ArgumentParser
import RenewalReporting

struct Groups: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Lists groups: where each stands, when its next renewal starts, who is behind.",
        discussion: """
            EXAMPLES
              renewal-report groups --from fleet.zip --sort renewalstart
              renewal-report groups --from responses --filter "machines/outdated gt 0"
              renewal-report groups --from store.sqlite --format json --at 2026-11-23
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var table: TableOptions

    func run() async throws {
        try table.check(.groups(.empty))
        let fleet = try await source.fleet(machines: .none)
        try table.write(.groups(fleet), of: fleet, to: source.destination)
    }
}
