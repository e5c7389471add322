public import RenewalCore

/// A vault's folder, open, checked and locked: one operation. It keeps nothing between operations, so a folder that was
/// put back from a copy is seen by the next one.
///
/// The lock file's one byte tells whether the vault file's name is settled, that is, certainly on disk. It is 1 from
/// before the rename until the folder is synced. A process that died in between, or whose sync failed, leaves it 1, and
/// then what is seen need not be what a power cut leaves: whoever comes next writes the same contents anew, with every
/// sync, before anything is read or changed. The byte need not be durable itself: after a power cut everything that is
/// seen is on disk.
@_spi(Trials) public final class VaultSession {
    let names: VaultNames
    let folder: any OpenFolder
    let lock: any OpenFile

    /// A session that has the lock.
    init(names: VaultNames, folder: any OpenFolder, lock: any OpenFile) {
        self.names = names
        self.folder = folder
        self.lock = lock
    }

    /// Gives up the lock.
    public func close() {
        lock.close()
        folder.close()
    }

    /// What the vault holds, and it will hold that after a power cut.
    public func read() throws(FileStoreError) -> VaultContents? { try settled().contents }

    /// Runs the change and stores what it leaves, durably.
    public func update<Result>(_ change: (inout VaultContents?) throws -> Result) throws -> Result {
        let image = try settled()
        try removeLeftover()
        var contents = image.contents
        let result = try change(&contents)
        if contents != image.contents {
            try image.contents?.requireNotNewer(than: contents, path: names.path(VaultNames.vault))
            try store(VaultImage(counter: image.counter + 1, contents: contents))
        }
        return result
    }

    /// What the vault holds, written anew where it was not settled.
    private func settled() throws(FileStoreError) -> VaultImage {
        let image = try load()
        guard try isUnsettled() else { return image }
        try removeLeftover()
        let again = VaultImage(counter: image.counter + 1, contents: image.contents)
        try store(again)
        return again
    }
}
