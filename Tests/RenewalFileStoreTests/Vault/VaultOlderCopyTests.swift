import FileStoreTrials
import Foundation
import RenewalCore
import RenewalFileStore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// An older copy of the vault file that somebody put in its place, with real files: a vault that knows better refuses
/// it and writes nothing over anything; one that was made anew takes it, and the agent copes (Rule Z4).
struct VaultOlderCopyTests {
    /// How a copy gets into the file's place.
    enum Way: CaseIterable {
        /// As `mv` does it: another file has the name.
        case renamed
        /// As `cp` does it: the file is written over.
        case written
        /// The whole folder is another one.
        case folder
    }

    @Test(arguments: Way.allCases) func `a vault that is open refuses an older copy, to read and to change`(way: Way)
        async throws
    {
        let scene = try await OlderCopy()
        try await scene.advance()
        let newest = try scene.bytes()
        try scene.putBack(way)
        for _ in 0..<2 {
            await #expect(throws: FileStoreError(.olderCopy, "")) { try await scene.vault.read() }
            await #expect(throws: FileStoreError(.olderCopy, "")) {
                try await scene.vault.update { $0 = try VaultExample.member(at: 4) }
            }
            await #expect(throws: FileStoreError(.olderCopy, "")) { try await scene.vault.update { $0 = nil } }
            #expect(try scene.bytes() == scene.old, "the copy stays as it is")
        }
        // Put right, it goes on.
        try newest.write(to: scene.file)
        #expect(try await scene.vault.read() == VaultExample.member(at: 3))
        try await scene.vault.update { $0?.membership?.sequence += 1 }
    }

    @Test(arguments: Way.allCases) func `a vault that only read knows better too`(way: Way) async throws {
        let scene = try await OlderCopy()
        let reader = FileKeyVault(folder: scene.path)
        _ = try await reader.read()
        // By another vault, as another process does it.
        try await scene.advance()
        #expect(try await reader.read() == VaultExample.member(at: 3))
        try scene.putBack(way)
        await #expect(throws: FileStoreError(.olderCopy, "")) { try await reader.read() }
    }

    @Test(arguments: Way.allCases)
    func `a vault made anew takes the copy, whole, and goes on from it (Rule Z4)`(way: Way) async throws {
        let scene = try await OlderCopy()
        try await scene.advance()
        try scene.putBack(way)
        let anew = FileKeyVault(folder: scene.path)
        #expect(try await anew.read() == VaultExample.member(at: 2))
        await #expect(throws: FileStoreError(.olderGeneration, "")) {
            try await anew.update { $0 = try VaultExample.member(at: 1) }
        }
        try await anew.update { $0 = try VaultExample.member(at: 3) }
        #expect(try await anew.read() == VaultExample.member(at: 3))
    }

    @Test func `a copy that somebody went on from is refused while its counter tells`() async throws {
        let scene = try await OlderCopy()
        try await scene.vault.update { $0 = try VaultExample.member(at: 3) }
        try scene.putBack(.renamed)
        // As often written as the vault has seen it, and not by it.
        try await FileKeyVault(folder: scene.path).update { $0?.membership?.sequence += 7 }
        await #expect(throws: FileStoreError(.olderCopy, "")) { try await scene.vault.read() }
        // From here on the file counts higher, and nobody can tell: the documentation says so.
        try await FileKeyVault(folder: scene.path).update { $0?.membership?.sequence += 7 }
        #expect(try await scene.vault.read()?.membership?.sequence == 16)
    }

    @Test func `a file that is gone is an empty vault, and an older copy put there later is still one`() async throws {
        let scene = try await OlderCopy()
        try await scene.advance()
        try FileManager.default.removeItem(at: scene.file)
        #expect(try await scene.vault.read() == nil)
        try scene.putBack(.written)
        await #expect(throws: FileStoreError(.olderCopy, "")) { try await scene.vault.read() }
        try FileManager.default.removeItem(atPath: scene.path)
        #expect(try await scene.vault.read() == nil)
        try await scene.vault.update { $0 = try VaultExample.member(at: 1, group: 8) }
        #expect(try await scene.vault.read() == VaultExample.member(at: 1, group: 8))
        try scene.putBack(.renamed)
        await #expect(throws: FileStoreError(.olderCopy, "")) { try await scene.vault.read() }
    }

    @Test func `a damaged file in between does not let an older copy in`() async throws {
        let scene = try await OlderCopy()
        try await scene.advance()
        try Data([1, 2, 3]).write(to: scene.file)
        await #expect(throws: FileStoreError(.damaged, "")) { try await scene.vault.read() }
        try scene.putBack(.written)
        await #expect(throws: FileStoreError(.olderCopy, "")) { try await scene.vault.read() }
    }

    @Test func `an agent stops at an older copy, and started anew it catches up (Rule Z2)`() async throws {
        let world = try await TestWorld(crypto: InsecureCrypto(seed: 4))
        let folder = try TemporaryFolder()
        let file = URL(fileURLWithPath: folder.file("keys/vault"))
        func agent() throws -> MachineAgent {
            MachineAgent(
                vault: FileKeyVault(folder: folder.file("keys")), service: world.coordinator, crypto: world.crypto,
                clock: world.clock, version: try AgentVersion("2.23"), makeID: { Counter.id(1, 77) })
        }
        let running = try agent()
        _ = try await running.join(
            world.group, name: try Name("machine"), password: world.password,
            founding: world.coordinator.founding(by: .app("test")))
        try await running.checkIn()
        let old = try Data(contentsOf: file)
        world.advanceToRenewal()
        try await running.checkIn()
        try await running.checkIn()
        let sequence = try #require(try await running.summary()?.sequence)
        try old.write(to: file)
        await #expect(throws: FileStoreError(.olderCopy, "")) { try await running.checkIn() }
        await #expect(throws: FileStoreError(.olderCopy, "")) { try await running.rejoin(password: world.password) }
        #expect(try Data(contentsOf: file) == old)
        // The generation that the copy lacks comes back, and its number goes on above the newest one's.
        let anew = try agent()
        #expect(try await anew.summary()?.held.map(\.generation.number) == [1])
        try await anew.checkIn()
        #expect(try await anew.summary()?.held.map(\.generation.number) == [1, 2])
        #expect(try #require(try await anew.summary()?.sequence) > sequence)
    }

    @Test func `a file that says it was written as often as can be is no trap`() throws {
        // The last number that there is, with a good checksum.
        let disk = try VaultDamageTests.disk(writtenSoOften: .max)
        for version in UInt64(1)...3 {
            try VaultDamageTests.update(disk) { $0 = try VaultExample.contents(version: version) }
            try VaultDamageTests.update(disk) { #expect($0?.memory.passwordVersion == version) }
        }
    }
}

/// A vault at its second generation, and a copy of it to be put back later.
private struct OlderCopy {
    let folder: TemporaryFolder
    let path: String
    let vault: FileKeyVault
    let old: Data

    var file: URL { URL(fileURLWithPath: path + "/vault") }

    init() async throws {
        folder = try TemporaryFolder()
        path = folder.file("keys")
        vault = FileKeyVault(folder: path)
        try await vault.update { $0 = try VaultExample.member(at: 2) }
        old = try Data(contentsOf: URL(fileURLWithPath: path + "/vault"))
        try FileManager.default.copyItem(atPath: path, toPath: folder.file("copy"))
    }

    /// Stores the third generation, after another change.
    func advance() async throws {
        try await vault.update { $0?.membership?.sequence += 1 }
        try await vault.update { $0 = try VaultExample.member(at: 3) }
    }

    func bytes() throws -> Data { try Data(contentsOf: file) }

    func putBack(_ way: VaultOlderCopyTests.Way) throws {
        switch way {
        case .renamed:
            let aside = folder.file("aside")
            try old.write(to: URL(fileURLWithPath: aside))
            #expect(chmod(aside, 0o600) == 0 && rename(aside, path + "/vault") == 0)
        case .written:
            if !FileManager.default.fileExists(atPath: file.path) {
                #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
                #expect(chmod(file.path, 0o600) == 0)
            }
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: old)
        case .folder:
            #expect(rename(path, folder.file("gone")) == 0 && rename(folder.file("copy"), path) == 0)
        }
    }
}
