internal import FoundationEssentials

/// A folder for the files of one workload; it goes away with the last workload that uses it.
final class StoreFolder: Sendable {
    private let url: URL

    /// A new folder where the system keeps temporary files. What is measured is that disk.
    ///
    /// - Parameter inMemory: whether it is to be in memory, on systems that have a place for that, as Linux has.
    init(inMemory: Bool = false) throws {
        let memory = URL(filePath: "/dev/shm", directoryHint: .isDirectory)
        let isThere = inMemory && FileManager.default.isWritableFile(atPath: "/dev/shm")
        url = (isThere ? memory : FileManager.default.temporaryDirectory).appending(path: "renewal-speed-\(UUID())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of a file in it.
    func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

    /// The path of the store that the library works on.
    var store: String { path("store.sqlite") }
}
