import FileStoreTrials
import Foundation
import RenewalCore
@_spi(Trials) import RenewalFileStore
import Synchronization
import Testing

/// Who has the vault keeps others out, and waiting ends.
struct VaultWaitingTests {
    @Test func `a vault that another has is waited for as long as was said, and then is in use`() async throws {
        let disk = DiskInMemory()
        let session = try VaultDamageTests.session(disk)
        let pauses = Mutex<[Duration]>([])
        let vault = FileKeyVault(folder: VaultOperation.folder, waiting: .milliseconds(200), on: disk) { pause in
            pauses.withLock { $0.append(pause) }
        }
        for _ in 0..<2 {
            await #expect(throws: FileStoreError(.inUse, "")) { try await vault.read() }
        }
        let waited = pauses.withLock { $0.reduce(.zero, +) }
        #expect((.milliseconds(400) ... .milliseconds(500)).contains(waited))
        #expect(pauses.withLock { $0.allSatisfy { $0 <= .milliseconds(50) } })
        session.close()
        #expect(try await vault.read() == nil)
    }

    @Test func `it goes on as soon as the other is done`() async throws {
        let disk = DiskInMemory()
        let session = Mutex<VaultSession?>(try VaultDamageTests.session(disk))
        let vault = FileKeyVault(folder: VaultOperation.folder, waiting: .seconds(1), on: disk) { _ in
            session.withLock { session in
                session?.close()
                session = nil
            }
        }
        try await vault.update { $0 = try VaultExample.contents(version: 1) }
        #expect(try await vault.read()?.memory.passwordVersion == 1)
    }

    @Test func `waiting ends where the task is cancelled, for the lock and for the turn, and nothing is changed`()
        async throws
    {
        let disk = DiskInMemory()
        let session = try VaultDamageTests.session(disk)
        let (started, start) = AsyncStream<Void>.makeStream()
        let vault = FileKeyVault(folder: VaultOperation.folder, waiting: .seconds(1), on: disk) { _ in
            start.yield()
            try await Task.sleep(for: .seconds(86_400))
        }
        let first = Task { try await vault.update { $0 = try VaultExample.contents(version: 1) } }
        for await _ in started { break }
        let second = Task { try await vault.update { $0 = try VaultExample.contents(version: 2) } }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        session.close()
        #expect(try await vault.read() == nil)
    }

    @Test func `two openings of one process keep each other out`() async throws {
        let vault = try await StoredVault()
        guard case .open(let session) = try VaultSession.open(vault.path, on: PosixFileSystem(), makingFolder: true)
        else { return #expect(Bool(false), "the vault does not open") }
        guard case .busy = try VaultSession.open(vault.path, on: PosixFileSystem(), makingFolder: true) else {
            return #expect(Bool(false), "two have the lock")
        }
        session.close()
        #expect(try await vault.vault.read() == vault.contents)
    }

    @Test func `a folder that is moved away before its lock is taken is left alone, and the path's own is used`()
        async throws
    {
        let disk = DiskInMemory()
        let parent = try disk.openFolder("/disk/")
        let isMoved = Atomic(false)
        let moving = ObservedFileSystem(disk) { call, moment in
            guard call == DiskCall(.open, "vault.lock"), moment == .after else { return }
            guard !isMoved.exchange(true, ordering: .relaxed) else { return }
            do { try parent.rename("keys", to: "moved") } catch { Issue.record(error) }
        }
        let vault = FileKeyVault(folder: VaultOperation.folder, waiting: .seconds(1), on: moving)
        try await vault.update { $0 = try VaultExample.contents(version: 1) }
        let wasMoved = isMoved.load(ordering: .relaxed)
        #expect(wasMoved)
        #expect(try await vault.read()?.memory.passwordVersion == 1)
        #expect(try parent.openFolder("moved").status(of: "vault") == nil)
        #expect(try parent.openFolder("keys").status(of: "vault") != nil)
    }

    @Test func `another process keeps this one out until it ends, killed or not`() async throws {
        let stored = try await StoredVault()
        let impatient = FileKeyVault(folder: stored.path, waiting: .zero)
        for isKilled in [false, true] {
            let holder = try TrialProcess("vault-hold", "--folder", stored.path)
            #expect(holder.line() == "held")
            await #expect(throws: FileStoreError(.inUse, "")) { try await impatient.update { $0 = nil } }
            holder.end(killing: isKilled)
            #expect(try await impatient.read() == stored.contents)
        }
    }
}
