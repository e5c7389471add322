import ArgumentParser
import RenewalReporting

struct Connections: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections",
        abstract: "Lists connections: which work, which must be used before the deadline.",
        discussion: """
            EXAMPLES
              renewal-report connections --from store.sqlite --stale
              renewal-report connections --from fleet.zip --format csv
            """)

    @OptionGroup var source: SourceOptions

    @Flag(name: .long, help: "Only connections that must be used before the deadline.")
    var stale = false

    @OptionGroup var table: TableOptions

    func run() async throws {
        try table.check(.connections(.empty))
        let fleet = try await source.fleet(machines: .none)
        if !fleet.holdsConnections {
            Terminal.complain("renewal-report: \(fleet.source.description) hold no connections")
        }
        try table.write(.connections(fleet, stale: stale), of: fleet, to: source.destination)
    }
}
