import FoundationEssentials
import RenewalDataverse
import RenewalFileStore
import RenewalKit
import RenewalXML

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// A small fleet moves from one file store to another by way of a Configuration Migration package, and is then exported
// again. What a package can hold must come through unchanged, and a second import must find nothing to do.
do {
    let folder = FileManager.default.temporaryDirectory.appending(path: "MovedFleet-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await move(in: folder)
} catch {
    print("MovedFleet failed: \(error)")
    exit(1)
}

func move(in folder: String) async throws {
    let clock = ManualClock(at: Instant(secondsSince1970: 1_795_406_400))  // 2026-11-23T04:00:00Z
    let source = try SmallFleet(path: "\(folder)/source.sqlite", clock: clock)
    try await source.make()
    let now = clock.now()

    let written = try await PackageExport(at: now).write(source.store, to: .zip("\(folder)/fleet.zip"))
    print("exported:", written.groups, "groups,", written.machines, "machines,", written.connections, "connections")

    let package = try DataPackage(contentsOf: "\(folder)/fleet.zip")
    let target = try FileStore(path: "\(folder)/target.sqlite")
    let importer = PackageImport(at: now, by: .app("alice"), crypto: StandardCrypto())
    let first = try await importer.run(package, into: target)
    print("imported:", first.counts[.new], "rows are new")
    guard first.counts[.new] == written.rows, first.counts[.refused] == 0 else {
        throw Fault(first.entries.map(\.description).joined(separator: "\n"))
    }

    try await PackageExport(at: now).write(target, to: .zip("\(folder)/again.zip"))
    // A package holds no keys and no credentials: what follows from those is not the same.
    let state = "renewal_desktopflowconnection.renewal_state"
    let (rows, again) = try (
        PackageRows(contentsOf: "\(folder)/fleet.zip"), PackageRows(contentsOf: "\(folder)/again.zip")
    )
    let values = try rows.requireSame(as: again, except: Set(first.ignoredColumns.keys).union([state]))
    print("exported again:", values, "values of", rows.count, "rows are the same")
    print("not taken over:", first.ignoredColumns.keys.sorted().joined(separator: ", "))
    guard again.values(of: "renewal_state").allSatisfy({ $0 == .integer(3) }) else {
        throw Fault("a connection without credentials must be expired (Rule C4)")
    }
    print("expired until their credentials are entered again (Rule C4): all connections")

    let second = try await importer.run(package, into: target)
    guard second.counts[.unchanged] == written.rows else {
        throw Fault(second.entries.map(\.description).joined(separator: "\n"))
    }
    print("imported a second time:", second.counts[.new] + second.counts[.changed], "changes")

    let found = try await target.verify(crypto: StandardCrypto())
    if let fault = found.faults.first { throw Fault("\(fault)") }
    print("the new store holds")
}
