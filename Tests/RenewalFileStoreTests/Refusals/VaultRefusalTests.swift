import FileStoreTrials
import Foundation
import RenewalCore
import RenewalFileStore
import RenewalTestSupport
import Testing

/// Rule Z5: what could be read, replaced or reached by others is refused to reads and to changes, wherever it stands, and
/// stays as it is.
struct VaultRefusalTests {
    enum Place: String, CaseIterable {
        case folder = "", vault = "/vault", lock = "/vault.lock", new = "/vault.new"
    }

    static let files: [Place] = [.vault, .lock, .new]

    @Test func `a new vault is a folder 0700 with files 0600 (Rule Z5)`() async throws {
        let vault = try await StoredVault()
        #expect(try vault.mode(.folder) == 0o700)
        #expect(try vault.mode(.vault) == 0o600)
        #expect(try vault.mode(.lock) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: vault.path).sorted() == ["vault", "vault.lock"])
    }

    @Test(arguments: Place.allCases, [0o640, 0o604, 0o620, 0o601, 0o4600])
    func `wider permissions are refused and say what to do (Rule Z5)`(place: Place, mode: Int) async throws {
        let vault = try await StoredVault()
        try vault.putNew()
        let mode = place == .folder ? mode & 0o077 | 0o700 : mode
        if place == .folder, mode == 0o700 { return }
        #expect(chmod(vault.path(place), mode_t(mode)) == 0)
        let error = try await vault.refusal()
        #expect(error.code == .insecurePermissions)
        #expect(error.message.contains(place == .folder ? "chmod 700" : "chmod 600"))
        #expect(error.path == vault.path(place))
    }

    @Test(arguments: Place.allCases) func `a symbolic link is refused`(place: Place) async throws {
        let vault = try await StoredVault()
        try vault.putNew()
        let elsewhere = vault.folder.file("elsewhere")
        try FileManager.default.moveItem(atPath: vault.path(place), toPath: elsewhere)
        try FileManager.default.createSymbolicLink(atPath: vault.path(place), withDestinationPath: elsewhere)
        #expect(try await vault.refusal().code == (place == .folder ? .notAFolder : .notARegularFile))
        if place == .folder {
            let slashed = FileKeyVault(folder: vault.path + "//")
            await #expect(throws: FileStoreError(.notAFolder, "")) { try await slashed.read() }
        }
    }

    @Test(arguments: files) func `a hard link is refused`(place: Place) async throws {
        let vault = try await StoredVault()
        try vault.putNew()
        #expect(link(vault.path(place), vault.folder.file("second")) == 0)
        #expect(try await vault.refusal().code == .hardLinked)
    }

    @Test(.enabled(if: geteuid() == 0, "needs to be root, to give files away"), arguments: Place.allCases)
    func `another owner is refused`(place: Place) async throws {
        let vault = try await StoredVault()
        try vault.putNew()
        #expect(chown(vault.path(place), 65_534, 65_534) == 0)
        let error = try await vault.refusal()
        #expect(error.code == .wrongOwner)
        #expect(error.message.contains("65534"))
    }

    @Test func `a link on the way to the folder is followed`() async throws {
        let vault = try await StoredVault()
        let link = vault.folder.path + "-link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: vault.folder.path)
        defer { unlink(link) }
        #expect(try await FileKeyVault(folder: link + "/keys").read() == vault.contents)
    }

    @Test(arguments: ["", "/", ".", "..", "a/..", "a\0b"])
    func `a path that can not be a vault's is refused`(path: String) async throws {
        await #expect(throws: FileStoreError(.invalidPath, "")) { try await FileKeyVault(folder: path).read() }
    }

    @Test func `the folder above has to be there, and reading makes nothing`() async throws {
        let folder = try TemporaryFolder()
        await #expect(throws: FileStoreError(.folderMissing, "")) {
            try await FileKeyVault(folder: folder.file("missing/keys")).update { $0 = nil }
        }
        #expect(try await FileKeyVault(folder: folder.file("keys")).read() == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `a folder that was made by hand is taken, one that others may use is not`() async throws {
        let folder = try TemporaryFolder()
        #expect(mkdir(folder.file("mine"), 0o700) == 0)
        try await FileKeyVault(folder: folder.file("mine")).update { $0 = try VaultExample.contents(version: 1) }
        #expect(mkdir(folder.file("open"), 0o755) == 0 && chmod(folder.file("open"), 0o755) == 0)
        await #expect(throws: FileStoreError(.insecurePermissions, "")) {
            try await FileKeyVault(folder: folder.file("open")).update { $0 = nil }
        }
    }
}
