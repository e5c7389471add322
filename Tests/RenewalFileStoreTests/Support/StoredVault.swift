import FileStoreTrials
import Foundation
import RenewalCore
import RenewalFileStore
import RenewalTestSupport
import Testing

/// A vault on the machine's disk that holds something, to be tampered with.
struct StoredVault {
    let folder: TemporaryFolder
    let path: String
    let vault: FileKeyVault
    let contents: VaultContents
    private let bytes: Data

    init() async throws {
        folder = try TemporaryFolder()
        path = folder.file("keys")
        vault = FileKeyVault(folder: path)
        let contents = try VaultExample.member(at: 2)
        try await vault.update { $0 = contents }
        self.contents = contents
        bytes = try Data(contentsOf: URL(fileURLWithPath: path + "/vault"))
    }

    func path(_ place: VaultRefusalTests.Place) -> String { path + place.rawValue }

    func mode(_ place: VaultRefusalTests.Place) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(place))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    /// Lets others read it.
    func open() throws { #expect(chmod(path(.vault), 0o644) == 0) }

    /// Leaves a new file, as a crash does.
    func putNew(_ contents: Data = Data([1, 2, 3])) throws {
        #expect(FileManager.default.createFile(atPath: path(.new), contents: contents))
        #expect(chmod(path(.new), 0o600) == 0)
    }

    /// What a change throws, after seeing that a read throws the same, and that a vault does that is made anew. The
    /// vault file stays as it was.
    func refusal(isIntact: Bool = true) async throws -> FileStoreError {
        var refusals: [FileStoreError?] = []
        for vault in [vault, FileKeyVault(folder: path)] {
            refusals.append(await #expect(throws: FileStoreError.self) { try await vault.read() })
            refusals.append(
                await #expect(throws: FileStoreError.self) {
                    try await vault.update { $0 = try VaultExample.member(at: 3) }
                })
        }
        if isIntact { #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/vault")) == bytes) }
        let error = try #require(refusals.last ?? nil)
        for other in refusals {
            #expect(other == error)
            #expect(other?.message == error.message)
            #expect(other?.path == error.path)
        }
        return error
    }
}
