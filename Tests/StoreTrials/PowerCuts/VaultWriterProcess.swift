internal import FileStoreTrials
internal import RenewalCore
@_spi(Trials) internal import RenewalFileStore

/// A process that writes to a vault, version after version, and tells its parent what was acknowledged.
package struct VaultWriterProcess: Sendable {
    package var folder: String
    package var last: UInt64
    /// Whether no sync of its does anything.
    package var lies: Bool

    package init(folder: String, last: UInt64, lies: Bool) {
        self.folder = folder
        self.last = last
        self.lies = lies
    }

    package var arguments: [String] {
        ["vault-writer", "--vault", folder, "--last", "\(last)", "--lies", lies ? "1" : "0"]
    }

    /// Runs in the child, until it is killed or a write fails.
    package func run() async throws {
        let system: any FileSystem = lies ? LyingFileSystem(inner: PosixFileSystem()) : PosixFileSystem()
        let vault = FileKeyVault(folder: folder, waiting: .seconds(10), on: system)
        ParentProcess.tell("ready")
        for version in last + 1..<UInt64.max {
            let contents = try VaultExample.contents(version: version)
            try await vault.update { $0 = contents }
            ParentProcess.tell("a 0 \(version)")
        }
    }
}

/// The file system of the machine, with syncs that do nothing.
private struct LyingFileSystem: FileSystem {
    let inner: PosixFileSystem

    func openFolder(_ path: String) throws(SystemFailure) -> any OpenFolder {
        LyingFolder(inner: try inner.openFolder(path))
    }
}

private struct LyingFolder: OpenFolder {
    let inner: any OpenFolder

    func status() throws(SystemFailure) -> FileStatus { try inner.status() }
    func sync() {}
    func close() { inner.close() }
    func openFolder(_ name: String) throws(SystemFailure) -> any OpenFolder {
        LyingFolder(inner: try inner.openFolder(name))
    }
    func makeFolder(_ name: String) throws(SystemFailure) { try inner.makeFolder(name) }
    func open(_ name: String, _ way: OpenWay) throws(SystemFailure) -> any OpenFile {
        LyingFile(inner: try inner.open(name, way))
    }
    func status(of name: String) throws(SystemFailure) -> FileStatus? { try inner.status(of: name) }
    func rename(_ name: String, to newName: String) throws(SystemFailure) { try inner.rename(name, to: newName) }
    func remove(_ name: String, _ kind: FileStatus.Kind) throws(SystemFailure) { try inner.remove(name, kind) }
}

private struct LyingFile: OpenFile {
    let inner: any OpenFile

    func status() throws(SystemFailure) -> FileStatus { try inner.status() }
    func sync() {}
    func close() { inner.close() }
    func read(_ count: Int, at offset: Int) throws(SystemFailure) -> [UInt8] { try inner.read(count, at: offset) }
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(SystemFailure) -> Int {
        try inner.write(bytes, at: offset)
    }
    func tryLock() throws(SystemFailure) -> Bool { try inner.tryLock() }
}
