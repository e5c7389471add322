import RenewalCore
@_spi(Trials) internal import RenewalFileStore

extension FileStore {
    /// Writes until the log has its greatest length, as that of a store that has run for a while has it: from then on it
    /// is overwritten, and a sync that need not store a new length takes less.
    func lengthenLog() async throws {
        guard let kept = try await keptInstant(.read) else { throw WorkloadFailure("the store keeps no instant") }
        for commit in 0..<FileStore.Configuration().longestLog {
            _ = try await keptInstant(.set(kept.adding(seconds: commit.isMultiple(of: 2) ? -1 : 0)))
        }
        _ = try await keptInstant(.set(kept))
    }
}
