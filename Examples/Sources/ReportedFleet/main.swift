import FoundationEssentials
import RenewalKit
import RenewalReporting

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

let usage = """
    usage: ReportedFleet [PACKAGE]

    Imports a Configuration Migration package into a store of its own and reports on it: what came over, where each
    group stands, which machines need somebody, and what a shorter validity would do. Without PACKAGE it first makes one
    from the fleet in Examples/Fleet, and reports as of 2026-11-23.
    """

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.contains("--help") || arguments.contains("-h") {
    print(usage)
    exit(0)
}
guard arguments.count <= 1 else {
    print(usage)
    exit(64)
}

let folder = FileManager.default.temporaryDirectory.appending(path: "ReportedFleet-\(UUID().uuidString)").path
do {
    try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    if let package = arguments.first {
        try await Reporter(package: package, store: "\(folder)/store.sqlite", now: SystemClock().now()).report()
    } else {
        let now = Instant(secondsSince1970: 1_795_392_000)  // 2026-11-23
        let package = try await exampleFleet(to: "\(folder)/fleet.zip", at: now)
        try await Reporter(package: package, store: "\(folder)/store.sqlite", now: now).report()
    }
} catch {
    print("ReportedFleet failed: \(error)")
    exit(1)
}

/// The fleet in Examples/Fleet as a package.
func exampleFleet(to path: String, at now: Instant) async throws -> String {
    let responses = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fleet/Responses")
    let result = try await ExportRequest(source: responses.standardizedFileURL.path, target: path, instant: now).run()
    print("\(result.rows ?? 0) rows of Examples/Fleet are in a package")
    return path
}
