// The code of "Keeping keys in a file".
import FileStoreTrials
import RenewalCore
import RenewalFileStore
import RenewalTestSupport
import Testing

struct FileKeyVaultExample {
    let path: String

    func generations() async throws -> [Generation] {
        let vault = FileKeyVault(folder: path)
        return try await vault.read()?.membership?.held.map(\.generation) ?? []
    }

    func advice() async -> String {
        let vault = FileKeyVault(folder: path, waiting: .seconds(30))
        do {
            return try await vault.read() == nil ? "join a group" : "go on"
        } catch let error as FileStoreError where error.code == .insecurePermissions {
            return "stop, and tell the admin: \(error)"
        } catch let error as FileStoreError where error.code == .damaged {
            return "put back a copy, or rejoin: \(error)"
        } catch {
            return "try again later: \(error)"
        }
    }
}

struct FileKeyVaultExampleTests {
    @Test func `the example of the article reads a vault and takes its errors apart`() async throws {
        let stored = try await StoredVault()
        let example = FileKeyVaultExample(path: stored.path)
        #expect(try await example.generations().map(\.number) == [1, 2])
        #expect(await example.advice() == "go on")
        #expect(await FileKeyVaultExample(path: stored.folder.file("none")).advice() == "join a group")
        try stored.open()
        #expect(await example.advice().hasPrefix("stop"))
    }
}
