internal import FileStoreTrials
internal import RenewalCore
internal import RenewalFileStore

// A vault that a process of `VaultWriterProcess` writes has one writer, and its versions are that one's transactions.
extension TrialExpectation {
    static let vaultWriter = TrialWriter(0)

    /// Takes in what the process told.
    mutating func noteVault(_ lines: [String]?) {
        for line in lines ?? [] where line.hasPrefix("a ") {
            if let version = line.split(separator: " ").last.flatMap({ UInt64($0) }) {
                acknowledge(version, by: Self.vaultWriter)
            }
        }
    }

    /// Looks at what the vault holds.
    ///
    /// - Throws: ``StoreTrialError`` where that may not be.
    mutating func checkVault(in folder: String) async throws {
        do {
            let contents = try await FileKeyVault(folder: folder).read()
            let version = contents?.memory.passwordVersion ?? 0
            if let contents, contents != (try VaultExample.contents(version: version)) {
                throw StoreTrialError("HALF: the vault holds contents that were never written")
            }
            try found(version, by: Self.vaultWriter)
        } catch {
            throw StoreTrialError("vault: \(error)")
        }
    }
}
