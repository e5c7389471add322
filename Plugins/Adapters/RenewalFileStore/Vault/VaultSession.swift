public import RenewalCore

/// A vault's folder, open, checked and locked: one operation. What it reads or writes it reads from or writes to the
/// disk; between operations nothing is kept but a mark of how far the file was seen, so that an older copy in its place
/// is refused.
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
    /// How far the file was seen, this operation included: for the next one.
    public private(set) var seen: VaultMark

    /// A session that has the lock.
    init(names: VaultNames, folder: any OpenFolder, lock: any OpenFile, seen: VaultMark) {
        self.names = names
        self.folder = folder
        self.lock = lock
        self.seen = seen
    }

    /// Gives up the lock.
    public func close() {
        lock.close()
        folder.close()
    }

    /// What the vault holds, and it will hold that after a power cut.
    public func read() throws(FileStoreError) -> VaultContents? {
        let contents = try settled().contents
        // It is no part of what is read. But one that others can use is no less a reason to stop (Rule Z5).
        _ = try hasLeftover()
        return contents
    }

    /// Runs the change and stores what it leaves, durably.
    public func update<Result>(_ change: (inout VaultContents?) throws -> Result) throws -> Result {
        let image = try settled()
        try removeLeftover()
        var contents = image.contents
        let result = try change(&contents)
        if contents != image.contents {
            try image.contents?.requireNotNewer(than: contents, path: names.path(VaultNames.vault))
            try store(contents, after: image)
        }
        return result
    }

    /// What the vault holds, written anew where it was not settled.
    private func settled() throws(FileStoreError) -> VaultImage {
        let image = try load()
        guard try isUnsettled() else {
            if image.counter > 0 { seen = VaultMark(image) }
            return image
        }
        try removeLeftover()
        return try store(image.contents, after: image)
    }

    /// Stores contents as the next image. It counts on from what was seen also where the file is gone since, so that a
    /// copy from before stays an older one.
    @discardableResult
    private func store(_ contents: VaultContents?, after image: VaultImage) throws(FileStoreError) -> VaultImage {
        let before = max(image.counter, seen.counter)
        // No vault is written so often, but a file may say so.
        var next = VaultImage(counter: before == .max ? before : before + 1, contents: contents)
        try store(&next)
        seen = VaultMark(next)
        return next
    }
}
