internal import FileStoreTrials
internal import RenewalCore
@_spi(Trials) internal import RenewalFileStore

/// A process that writes to a vault, version after version, and tells its parent what was acknowledged.
package struct VaultWriterProcess: Sendable {
    package var folder: String
    package var last: UInt64
    /// Whether no sync of its does anything.
    package var lies: Bool
    /// How many versions it writes.
    package var versions: UInt64
    /// A fault put in: an error is no reason not to acknowledge.
    package var keepsErrorsQuiet: Bool

    package init(
        folder: String, last: UInt64, lies: Bool, versions: UInt64 = 1 << 40, keepsErrorsQuiet: Bool = false
    ) {
        self.folder = folder
        self.last = last
        self.lies = lies
        self.versions = versions
        self.keepsErrorsQuiet = keepsErrorsQuiet
    }

    package var arguments: [String] {
        [
            "vault-writer", "--vault", folder, "--last", "\(last)", "--lies", lies ? "1" : "0", "--versions",
            "\(versions)", "--quiet", keepsErrorsQuiet ? "1" : "0",
        ]
    }

    /// Runs in the child, until it is killed or a write fails or all are written.
    package func run() async throws {
        ParentProcess.tell("ready")
        try await write { ParentProcess.tell("a 0 \($0)") }
    }

    /// Writes the versions, and says of each that it is stored.
    func write(_ tell: (UInt64) -> Void) async throws {
        let system: any FileSystem = lies ? LyingFileSystem(inner: PosixFileSystem()) : PosixFileSystem()
        let vault = FileKeyVault(folder: folder, waiting: .seconds(10), on: system)
        for version in last + 1...last + versions {
            let contents = try VaultExample.contents(version: version)
            do {
                try await vault.update { $0 = contents }
            } catch {
                guard keepsErrorsQuiet else { throw error }
                // And nothing comes after it that would make up for it.
                return tell(version)
            }
            tell(version)
        }
    }
}
