import FileStoreTrials
import Foundation
import RenewalCore
@_spi(Trials) import RenewalFileStore
import RenewalTestSupport
import Synchronization
import Testing

/// Rule Z5: what is no file where a file belongs, or no folder where the folder belongs, is refused to reads and to
/// changes, and no open waits for it.
@Suite(.timeLimit(.minutes(1))) struct WrongKindTests {
    /// What can stand in a place.
    enum Kind: CaseIterable {
        case file, folder, fifo, unixSocket, device

        func make(_ path: String) throws {
            switch self {
            case .file: #expect(FileManager.default.createFile(atPath: path, contents: Data([1])))
            case .folder: #expect(mkdir(path, 0o700) == 0)
            case .fifo: #expect(mkfifo(path, 0o600) == 0)
            case .unixSocket: try Self.bindSocket(path)
            case .device: #expect(Self.makeDevice(path))
            }
        }

        private static func bindSocket(_ path: String) throws {
            #if os(Linux)
            let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            #else
            let number = socket(AF_UNIX, SOCK_STREAM, 0)
            #endif
            defer { close(number) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            // The room is small, and folders of tests have long paths.
            let name = Array(path.utf8)
            try #require(name.count < MemoryLayout.size(ofValue: address.sun_path), "\(path) is too long")
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(number, $0, size) }
            }
            #expect(result == 0)
            #expect(chmod(path, 0o600) == 0)
        }

        /// The null device, under another name.
        static func makeDevice(_ path: String) -> Bool {
            #if os(Linux)
            mknod(path, S_IFCHR | 0o600, 1 << 8 | 3) == 0
            #else
            mknod(path, S_IFCHR | 0o600, 3 << 24 | 2) == 0
            #endif
        }
    }

    /// Only root makes devices, and not in every container.
    static let kinds: [Kind] = {
        let folder = try? TemporaryFolder()
        let makesDevices = folder.map { Kind.makeDevice($0.file("null")) } ?? false
        return Kind.allCases.filter { $0 != .device || makesDevices }
    }()

    @Test(arguments: VaultRefusalTests.files, kinds.filter { $0 != .file })
    func `what is no file is refused in a file's place`(place: VaultRefusalTests.Place, kind: Kind) async throws {
        let vault = try await StoredVault()
        unlink(vault.path(place))
        try kind.make(vault.path(place))
        let error = try await vault.refusal(isIntact: place != .vault)
        #expect(error.code == .notARegularFile)
        #expect(error.path == vault.path(place))
    }

    @Test(arguments: kinds.filter { $0 != .folder })
    func `what is no folder is refused in the folder's place, and stays`(kind: Kind) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("keys")
        try kind.make(path)
        let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64
        for spelling in [path, path + "/", path + "//"] {
            let vault = FileKeyVault(folder: spelling)
            await #expect(throws: FileStoreError(.notAFolder, "")) { try await vault.read() }
            await #expect(throws: FileStoreError(.notAFolder, "")) {
                try await vault.update { $0 = try VaultExample.member(at: 3) }
            }
        }
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64 == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["keys"])
    }

    @Test(arguments: ["/dev/null", "/dev/zero"]) func `a device is no folder`(path: String) async throws {
        await #expect(throws: FileStoreError(.notAFolder, "")) { try await FileKeyVault(folder: path).read() }
        await #expect(throws: FileStoreError(.notAFolder, "")) {
            try await FileKeyVault(folder: path).update { $0 = nil }
        }
    }

    @Test(arguments: kinds.filter { $0 != .folder })
    func `what is no folder is refused where the folder above belongs`(kind: Kind) async throws {
        let folder = try TemporaryFolder()
        try kind.make(folder.file("above"))
        let vault = FileKeyVault(folder: folder.file("above/keys"))
        await #expect(throws: FileStoreError(.folderMissing, "")) { try await vault.read() }
        await #expect(throws: FileStoreError(.folderMissing, "")) { try await vault.update { $0 = nil } }
    }

    @Test(arguments: VaultRefusalTests.Place.allCases)
    func `a FIFO that is put there between the look and the opening is refused all the same`(
        place: VaultRefusalTests.Place
    ) async throws {
        for isWriting in [false, true] {
            let stored = try await StoredVault()
            let name = place == .folder ? "folder" : String(place.rawValue.dropFirst())
            let isDone = Mutex(false)
            let swapping = ObservedFileSystem(PosixFileSystem()) { call, moment in
                let opening = DiskCall(place == .folder ? .openFolder : .open, name)
                guard call == opening, moment == .before, !isDone.withLock({ $0 }) else { return }
                isDone.withLock { $0 = true }
                _ = rename(stored.path(place), stored.folder.file("away"))
                if mkfifo(stored.path(place), 0o600) != 0 { Issue.record("no FIFO can be made there") }
            }
            let vault = FileKeyVault(folder: stored.path, waiting: .zero, on: swapping)
            // A read opens no new file.
            if place == .new, !isWriting { continue }
            // Somebody who waits is let go on, to be found late.
            let path = stored.path(place)
            let rescue = Task {
                try await Task.sleep(for: .seconds(20))
                close(open(path, O_RDWR | O_NONBLOCK))
            }
            defer { rescue.cancel() }
            let start = ContinuousClock.now
            await #expect(throws: FileStoreError.self) {
                if isWriting {
                    try await vault.update { $0 = try VaultExample.member(at: 3) }
                } else {
                    _ = try await vault.read()
                }
            }
            #expect(isDone.withLock { $0 })
            #expect(ContinuousClock.now - start < .seconds(15), "it waited for the other end")
        }
    }

    @Test func `a new file that a crash left, and that is not as it must be, is refused to a read that has to write`()
        async throws
    {
        let vault = try await StoredVault()
        try vault.putNew()
        // A process died between the rename and the sync of the folder.
        try Data([1]).write(to: URL(fileURLWithPath: vault.path(.lock)))
        #expect(chmod(vault.path(.new), 0o640) == 0)
        #expect(try await vault.refusal().code == .insecurePermissions)
        #expect(chmod(vault.path(.new), 0o600) == 0)
        #expect(try await vault.vault.read() == vault.contents)
    }
}
