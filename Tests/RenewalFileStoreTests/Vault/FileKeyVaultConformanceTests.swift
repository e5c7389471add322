import FileStoreTrials
import Foundation
import RenewalCore
import RenewalFileStore
import RenewalTestSupport
import RenewalTesting
import Testing

struct FileKeyVaultConformanceTests {
    @Test func `the file vault keeps the contract of a key vault`() async throws {
        let folder = try TemporaryFolder()
        await KeyVaultConformance.check(
            reopen: { FileKeyVault(folder: $0.folder) },
            makeVault: { FileKeyVault(folder: folder.file(UUID().uuidString)) })
    }

    @Test func `vaults of one folder take turns, and none loses a change`() async throws {
        let folder = try TemporaryFolder()
        let vaults = (0..<4).map { _ in FileKeyVault(folder: folder.file("keys"), waiting: .seconds(600)) }
        let first = try VaultExample.contents(version: 0)
        try await vaults[0].update { $0 = first }
        try await withThrowingTaskGroup { group in
            for vault in vaults {
                for _ in 0..<25 { group.addTask { try await vault.update { $0?.memory.passwordVersion += 1 } } }
            }
            try await group.waitForAll()
        }
        #expect(try await FileKeyVault(folder: folder.file("keys")).read()?.memory.passwordVersion == 100)
    }
}
