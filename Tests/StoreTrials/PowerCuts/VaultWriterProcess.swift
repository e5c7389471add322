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
