internal import RenewalCore
internal import RenewalFileStore
internal import RenewalKit

/// What trials ask of a store besides storage.
enum TrialStore {
    /// Opens the store, or makes it.
    static func open(_ path: String) throws -> FileStore { try FileStore(path: path) }

    /// Lets the store verify itself.
    ///
    /// - Throws: ``StoreTrialError`` with what it finds.
    static func verify(_ store: FileStore) async throws {
        let found = try await store.verify(crypto: StandardCrypto())
        guard found.isClean else {
            let faults = found.faults.prefix(5).map(\.description).joined(separator: "; ")
            throw StoreTrialError("UNCLEAN: verify finds \(found.faults.count) faults: \(faults)")
        }
    }
}
