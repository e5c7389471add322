import ArgumentParser
import RenewalCore
import RenewalReporting

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a source as a Configuration Migration package.",
        discussion: """
            A package is written with all its tables unchanged, its timestamp kept. Nothing is overwritten.

            EXAMPLES
              renewal-report export --from store.sqlite --to fleet.zip
              renewal-report export --from responses --to package --group Finance
            """)

    @OptionGroup var source: SourceOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A zip where it ends with .zip, else a folder. Nothing may be there.", valueName: "folder|file.zip")
    )
    var to: String

    @Flag(
        name: .long,
        help: "Write key packages too. Whoever reads them and learns a group's password holds its private keys.")
    var includeKeyPackages = false

    func validate() throws {
        if to.isEmpty || to == "-" { throw ValidationError("--to: expected the name of a folder or of a zip file") }
        try source.keepSource(from: .file(to), "--to")
    }

    func run() async throws {
        let line = ProgressLine()
        let request = ExportRequest(
            source: source.from, target: to, instant: source.at ?? SystemClock().now(), groups: source.group,
            includesKeyPackages: includeKeyPackages)
        defer { line.clear() }
        let result = try await request.run { line.show(rows: $0) }
        line.clear()
        source.complain(of: result.unknownGroups)
        let count = result.rows.map { "\($0) row\($0 == 1 ? "" : "s") written to" } ?? "copied to"
        try source.destination.write { try $0.write("\(count) \(to)\n") }
    }
}
