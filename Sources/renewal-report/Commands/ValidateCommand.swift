import ArgumentParser
import RenewalReporting

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Checks a Configuration Migration package: structure, values, each row once.",
        discussion: """
            EXAMPLES
              renewal-report validate fleet.zip
              renewal-report validate package
            """)

    @Argument(help: "A zip, or a folder with data.xml and data_schema.xml.")
    var package: String

    func run() throws {
        let check = try PackageCheck(path: package)
        try ReportDestination.standardOutput.write { output in
            for line in check.lines { try output.write(line + "\n") }
        }
    }
}
