import ArgumentParser
import RenewalCore
import RenewalReporting

struct Machines: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machines",
        abstract: "Lists machines: who is updated, who must come online, whose agent is too old.",
        discussion: """
            EXAMPLES
              renewal-report machines --from fleet.zip --status pending-new-key
              renewal-report machines --from responses --outdated --format csv
              renewal-report machines --from responses --filter "verdict eq 'atRisk'"
            """)

    @OptionGroup var source: SourceOptions

    @Option(name: .long, help: "Only machines of this status.")
    var status: Status?

    @Flag(name: .long, help: "Only machines whose agent is older than 2.23.")
    var outdated = false

    @OptionGroup var table: TableOptions

    func run() async throws {
        try table.check(.machines(.empty))
        let fleet = try await source.fleet()
        try table.write(
            .machines(fleet, status: status?.value, outdated: outdated), of: fleet, to: source.destination)
    }

    enum Status: String, ExpressibleByArgument, CaseIterable {
        case `default`
        case pendingNewKey = "pending-new-key"
        case keyExpired = "key-expired"

        var value: KeyDeliveryStatus {
            switch self {
            case .default: .default
            case .pendingNewKey: .pendingNewKey
            case .keyExpired: .keyExpired
            }
        }
    }
}
