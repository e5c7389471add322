import Foundation
import RenewalCore
import RenewalFileStore
import RenewalTestSupport
import RenewalTesting
import Testing

/// The storage suite, unchanged, over one store and over two that share a file.
struct FileStoreConformanceTests {
    @Test(arguments: [UInt64(1), 2])
    func `the file store keeps the contract, across two stores on one file`(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        await StorageConformance.check(
            seed: seed,
            another: { store in
                guard let store = store as? FileStore else { return store }
                return try FileStore(path: store.path)
            },
            makeStorage: { try FileStore(path: folder.file("\(UUID().uuidString).sqlite")) })
    }

    @Test func `the file store alone keeps the contract`() async throws {
        let folder = try TemporaryFolder()
        await StorageConformance.check { try FileStore(path: folder.file("\(UUID().uuidString).sqlite")) }
    }
}
