import FileStoreTrials
import RenewalTestSupport
import Testing

/// Processes that die while they change a vault. `file-store-trials vault-kills` does it a thousand times.
struct VaultKillTests {
    @Test func `a process killed before, after or in a call leaves what it acknowledged`() async throws {
        let folder = try TemporaryFolder()
        var trial = VaultKills(TrialProcess.executable, in: folder.url)
        try await trial.run(kills: 3 * VaultKills.boundaries.count, seed: 1)
        #expect(VaultKills.boundaries.filter { trial.byBoundary[$0] == nil } == [])
    }
}
