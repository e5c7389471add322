import FoundationEssentials
import RenewalFileStore
import RenewalKit

/// Everything in the files of a folder.
final class FileHome: Home {
    private let store: FileStore
    private let folder: StoreFolder
    private let journal: DurableFile
    private let encoder = JSONEncoder()

    /// Keeps the journal, which is the first file of a new folder, and opens the store.
    init(_ folder: StoreFolder, _ journal: Journal) throws {
        self.folder = folder
        self.journal = DurableFile(folder: folder.path, name: "journal")
        if folder.journal == nil { try self.journal.replace(with: Array(encoder.encode(journal))) }
        // Vaults make their own folders, and sync the one they are in.
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/keys", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try DurableFile.syncFolder(folder.path)
        store = try FileStore(path: "\(folder.path)/store.sqlite")
    }

    var storage: any Storage { store }

    func vault(of machine: MachineID) -> any KeyVault { FileKeyVault(folder: "\(folder.path)/keys/\(machine)") }

    func save(_ journal: Journal) throws { try self.journal.replace(with: Array(encoder.encode(journal))) }

    func verify() async throws -> (rows: Int, faults: [String])? {
        let found = try await store.verify(crypto: StandardCrypto())
        return (found.rows.values.reduce(0, +), found.faults.map(\.description))
    }
}
