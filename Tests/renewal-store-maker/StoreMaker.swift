import FoundationEssentials
import RenewalCore
import RenewalFileStore
import RenewalSimulation
import RenewalXML

/// Makes a file store of the rows of a package, for `Scripts/check-report-memory`.
///
/// `renewal-store-maker PACKAGE STORE`: what a real environment exported, as an app would import it. Nobody has keys for
/// it.
@main
enum StoreMaker {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { throw Usage() }
        let package = try DataPackage(contentsOf: arguments[1])
        let store = try FileStore(path: arguments[2])
        // 2026-11-23T00:00:00Z.
        let now = Instant(secondsSince1970: 1_795_392_000)
        let report = try await PackageImport(at: now, by: .app("store maker"), crypto: InsecureCrypto(seed: 1))
            .run(package, into: store)
        print("\(report.counts[.new]) new rows")
    }

    struct Usage: Error, CustomStringConvertible {
        var description: String { "renewal-store-maker PACKAGE STORE" }
    }
}
