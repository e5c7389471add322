import FoundationEssentials
import RenewalKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// Two coordinators and an agent, each a process of its own, take turns on one store through a renewal. Started without
// arguments this program plays the conductor: it starts itself once for each of them and tells them what to do.
do {
    if CommandLine.arguments.count == 3 {
        try await Player(role: CommandLine.arguments[1], folder: CommandLine.arguments[2]).play()
    } else {
        let folder = FileManager.default.temporaryDirectory.appending(path: "SharedStore-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Conductor(folder: folder).conduct()
    }
} catch {
    print("SharedStore failed: \(error)")
    exit(1)
}
