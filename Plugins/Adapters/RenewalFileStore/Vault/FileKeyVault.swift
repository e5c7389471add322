public import RenewalCore
internal import Synchronization

/// A machine's keys in a file that only its owner may read (Rule Z5).
///
/// ```swift
/// let vault = FileKeyVault(folder: "/var/lib/renewal/keys")
/// ```
///
/// The path names a folder that is the vault's own. It is made, with mode 0700, by the first change; the folder above it
/// must be there. In it are `vault` (the keys), `vault.lock`, and for moments `vault.new`, each of mode 0600. A file or
/// folder with wider permissions, of another owner, with a second name, or that is no regular file is refused, and so is
/// a symbolic link; links on the way to the folder are followed.
///
/// A change is on disk when ``update(_:)`` returns. Tasks, vaults and processes on one folder take turns, by a lock
/// (`flock`) that ends with its process. No contents are kept between calls.
///
/// A vault remembers how far it has seen its file, and refuses an older copy in its place with `olderCopy`, to read and
/// to change. A new vault, as after a restart, knows nothing and takes the copy as it is (Rule Z4).
///
/// Errors are ``FileStoreError``. After `outcomeUnknown` read the vault: what ``read()`` gives is on disk.
public final class FileKeyVault: KeyVault, Redacted {
    /// The path of its folder, as it was given.
    public let folder: String
    private let waiting: Duration
    private let fileSystem: any FileSystem
    private let pause: @Sendable (Duration) async throws -> Void
    private let turnstile = Turnstile()
    private let seen = Mutex(VaultMark())

    /// The vault in that folder. Nothing is opened or made yet.
    ///
    /// - Parameters:
    ///   - folder: the path of the vault's own folder. An absolute one: a relative path moves with the process.
    ///   - waiting: how long each call waits while another process has the vault.
    public convenience init(folder: String, waiting: Duration = .seconds(10)) {
        self.init(folder: folder, waiting: waiting, on: PosixFileSystem())
    }

    /// A vault on any file system, which waits as it is told.
    @_spi(Trials) public init(
        folder: String, waiting: Duration, on fileSystem: any FileSystem,
        pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.folder = folder
        self.waiting = waiting
        self.fileSystem = fileSystem
        self.pause = pause
    }

    /// What the vault holds; `nil` where the folder or the file is not there yet.
    ///
    /// - Throws: ``FileStoreError``, with `olderCopy` where the file is older than this vault has seen it;
    ///   `CancellationError` while it waits.
    public func read() async throws -> VaultContents? {
        try await inTurn(makingFolder: false) { session in try session?.read() }
    }

    /// Runs the change on the contents and stores the result durably; writes nothing where they stay equal.
    ///
    /// - Throws: what the change throws; ``FileStoreError``, with `olderGeneration` where the change goes back behind
    ///   the generation or password version that the vault knows in the same group; `CancellationError` while it waits.
    ///   Nothing is stored then, unless the code is `outcomeUnknown`.
    public func update<Result: Sendable>(
        _ change: @Sendable (inout VaultContents?) throws -> Result
    ) async throws -> Result {
        try await inTurn(makingFolder: true) { session in
            guard let session else { throw FileStoreError(.folderMissing, "the vault's folder is gone", path: folder) }
            return try session.update(change)
        }
    }

    /// Runs an operation on the locked vault, off the caller's actor. Waiting holds no thread; the operation does, for
    /// as long as the disk takes.
    @concurrent private func inTurn<Result: Sendable>(
        makingFolder: Bool, _ operation: @Sendable (VaultSession?) throws -> Result
    ) async throws -> Result {
        try await turnstile.enter()
        defer { turnstile.leave() }
        var waited = Duration.zero
        var step = Duration.milliseconds(1)
        while true {
            try Task.checkCancellation()
            let known = seen.withLock { $0 }
            switch try VaultSession.open(folder, on: fileSystem, makingFolder: makingFolder, seen: known) {
            case .absent: return try operation(nil)
            case .open(let session):
                defer {
                    seen.withLock { $0 = session.seen }
                    session.close()
                }
                return try operation(session)
            case .busy:
                guard waited < waiting else { throw inUse }
                try await pause(step)
                waited += step
                step = min(step * 2, .milliseconds(50))
            }
        }
    }

    private var inUse: FileStoreError {
        FileStoreError(
            .inUse,
            "another process has had the vault for \(waiting); find it (fuser, lsof on vault.lock), or wait longer",
            path: folder)
    }
}

extension KeyVault where Self == FileKeyVault {
    /// The vault in that folder, as ``FileKeyVault/init(folder:waiting:)`` makes it.
    public static func file(in folder: String) -> FileKeyVault { FileKeyVault(folder: folder) }
}
