import FileStoreTrials
import Foundation
import RenewalCore
import RenewalFileStore
import RenewalTestSupport
import Testing

/// What a change may do, and what it leaves in the folder.
struct VaultChangeTests {
    @Test func `an older generation, key or password version is not written over a newer one (Rules I9, I10)`()
        async throws
    {
        let vault = try await StoredVault()
        await #expect(throws: FileStoreError(.olderGeneration, "")) {
            try await vault.vault.update { $0 = try VaultExample.member(at: 1) }
        }
        await #expect(throws: FileStoreError(.olderGeneration, "")) {
            try await vault.vault.update { $0?.membership?.held.removeLast() }
        }
        await #expect(throws: FileStoreError(.olderGeneration, "")) {
            try await vault.vault.update { $0?.memory.passwordVersion -= 1 }
        }
        await #expect(throws: FileStoreError(.olderGeneration, "")) {
            try await vault.vault.update { $0?.memory.highest = nil }
        }
        #expect(try await vault.vault.read() == vault.contents)
        try await vault.vault.update { $0?.membership?.sequence += 1 }
        try await vault.vault.update { $0 = try VaultExample.member(at: 3) }
    }

    @Test func `leaving, another group and a lost membership are no step back`() async throws {
        let stored = try await StoredVault()
        let vault = stored.vault
        try await vault.update { $0 = try VaultExample.member(at: 1, group: 8) }
        try await vault.update { $0 = try VaultExample.member(at: 2) }
        try await vault.update { $0?.membership = nil }
        try await vault.update { $0 = nil }
        try await vault.update { $0 = try VaultExample.member(at: 1) }
        #expect(try await FileKeyVault(folder: stored.path).read() == VaultExample.member(at: 1))
    }

    @Test func `a retired key is in no file of the folder any more (Rule K2)`() async throws {
        let vault = try await StoredVault()
        let retired = VaultExample.key(1).secret.bytes
        #expect(try vault.folder.holds(retired))
        // A crash left a copy behind.
        try vault.putNew(try Data(contentsOf: URL(fileURLWithPath: vault.path(.vault))))
        try await vault.vault.update { $0 = try VaultExample.member(at: 3) }
        #expect(try !vault.folder.holds(retired))
        #expect(try vault.folder.holds(VaultExample.key(2).secret.bytes))
        try await vault.vault.update { $0 = nil }
        #expect(try !vault.folder.holds(VaultExample.key(2).secret.bytes))
        #expect(try !vault.folder.holds(VaultExample.key(1_000).secret.bytes))
    }

    @Test func `a change that changes nothing writes nothing`() async throws {
        let vault = try await StoredVault()
        let before = try FileManager.default.attributesOfItem(atPath: vault.path(.vault))[.systemFileNumber] as? UInt64
        #expect(try await vault.vault.update { $0?.name.description } == "machine")
        let after = try FileManager.default.attributesOfItem(atPath: vault.path(.vault))[.systemFileNumber] as? UInt64
        #expect(before != nil && before == after)
    }

    @Test func `a vault shows neither its contents nor an error of them (Rule Z1)`() async throws {
        let vault = try await StoredVault()
        var shown = "\(vault.vault)" + String(reflecting: vault.vault)
        dump(vault.vault, to: &shown)
        #expect(shown.contains("FileKeyVault(redacted)") && !shown.contains("keys"))
    }
}

extension TemporaryFolder {
    /// Whether a file anywhere in it holds these bytes.
    func holds(_ bytes: [UInt8]) throws -> Bool {
        let names = try FileManager.default.subpathsOfDirectory(atPath: path)
        return try names.contains { name in
            let kind = try FileManager.default.attributesOfItem(atPath: file(name))[.type] as? FileAttributeType
            guard kind == .typeRegular else { return false }
            return try Data(contentsOf: URL(fileURLWithPath: file(name))).range(of: Data(bytes)) != nil
        }
    }
}
