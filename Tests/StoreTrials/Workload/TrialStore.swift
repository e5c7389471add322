internal import RenewalCore
@_spi(Trials) internal import RenewalFileStore
internal import RenewalKit

/// What trials ask of a store besides storage.
enum TrialStore {
    /// From how many pages on the log is written back where a trial is to meet that often: half of what is usual.
    static let shortLog = 1_000

    /// Opens the store, or makes it.
    ///
    /// - Parameters:
    ///   - cachePages: how many pages the connection that writes keeps in memory; as usual without.
    ///   - longestLog: from how many pages on the log is written back; as usual without.
    static func open(_ path: String, cachePages: Int? = nil, longestLog: Int? = nil) throws -> FileStore {
        var configuration = FileStore.Configuration()
        if let longestLog { configuration.longestLog = longestLog }
        if let cachePages { configuration.writerCachePages = cachePages }
        return try FileStore(path: path, configuration: configuration)
    }

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
