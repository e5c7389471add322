extension VaultSession {
    /// Replaces the vault file: new file, write, sync, rename, sync of the folder. Returns when all of it is on disk.
    ///
    /// - Throws: `outcomeUnknown` where the rename may have happened; anything else says that nothing was stored.
    func store(_ image: inout VaultImage) throws(FileStoreError) {
        let path = names.path(VaultNames.vault)
        do {
            try write(&image)
            try mark(unsettled: true)
        } catch {
            try? folder.remove(VaultNames.new, .file)
            throw error.error(path, "storing the keys")
        }
        do { try folder.rename(VaultNames.new, to: VaultNames.vault) } catch let error where error.changedNothing {
            try? folder.remove(VaultNames.new, .file)
            throw error.error(path, "storing the keys")
        } catch {
            throw unknown(path, error)
        }
        // Never twice: after a failed sync the kernel takes the names for written.
        do { try folder.sync() } catch { throw unknown(path, error) }
        // Where this fails the next session writes once more than it had to.
        try? mark(unsettled: false)
    }

    /// Whether a crash left a new file behind. One that this vault can not have made is refused.
    func hasLeftover() throws(FileStoreError) -> Bool {
        let path = names.path(VaultNames.new)
        guard let status = try Self.status(of: VaultNames.new, in: folder, path) else { return false }
        try status.requirePrivateFile(path)
        return true
    }

    /// Removes a new file that a crash left behind, if it is one that this vault can have made.
    func removeLeftover() throws(FileStoreError) {
        let path = names.path(VaultNames.new)
        guard try hasLeftover() else { return }
        try Self.calling(path, "removing what a crash left behind", try folder.remove(VaultNames.new, .file))
    }

    private func write(_ image: inout VaultImage) throws(SystemFailure) {
        var bytes = image.encode()
        defer { bytes.wipe() }
        let file = try uninterrupted(try folder.open(VaultNames.new, .creating))
        defer { file.close() }
        try Self.write(bytes, to: file)
        try file.sync()
    }

    private func mark(unsettled: Bool) throws(SystemFailure) { try Self.write([unsettled ? 1 : 0], to: lock) }

    private static func write(_ bytes: [UInt8], to file: any OpenFile) throws(SystemFailure) {
        var written = 0
        while written < bytes.count {
            let count = try uninterrupted(try file.write(bytes[written...], at: written))
            guard count > 0 else { throw .nothingWritten }
            written += count
        }
    }

    private func unknown(_ path: String, _ failure: SystemFailure) -> FileStoreError {
        FileStoreError(
            .outcomeUnknown,
            "whether the keys were stored is not known; look at the disk, then read the vault: what it gives is stored",
            path: path, cause: failure)
    }
}
