internal import RenewalCore

extension VaultContents {
    /// Refuses contents that go back behind these in the same group (Rules I9, I10). Leaving, or another group, is no
    /// step back.
    ///
    /// - Throws: `olderGeneration`.
    func requireNotNewer(than new: VaultContents?, path: String) throws(FileStoreError) {
        guard let new, new.group == group else { return }
        let steps: [(what: String, held: UInt64, offered: UInt64)] = [
            ("trusts generation", memory.highest?.generation.number ?? 0, new.memory.highest?.generation.number ?? 0),
            ("has seen password version", memory.passwordVersion, new.memory.passwordVersion),
            // Without a membership nothing is held, and nothing older either.
            (
                "holds the key of generation", membership?.held.last?.generation.number ?? 0,
                new.membership.map { $0.held.last?.generation.number ?? 0 } ?? .max
            ),
        ]
        for step in steps where step.offered < step.held {
            throw FileStoreError(
                .olderGeneration,
                "the vault \(step.what) \(step.held) and was to go back to \(step.offered); nothing was stored: read "
                    + "the vault again and change what it holds now",
                path: path)
        }
    }
}
