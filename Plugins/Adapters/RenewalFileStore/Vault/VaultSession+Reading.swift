extension VaultSession {
    /// What the vault file says; an empty image where there is none.
    func load() throws(FileStoreError) -> VaultImage {
        let path = names.path(VaultNames.vault)
        guard let status = try Self.status(of: VaultNames.vault, in: folder, path) else {
            return VaultImage(counter: 0, contents: nil)
        }
        try status.requirePrivateFile(path)
        let file = try Self.calling(path, "opening the vault", try folder.open(VaultNames.vault, .reading))
        defer { file.close() }
        let opened = try Self.calling(path, "looking at the vault", try file.status())
        try opened.requirePrivateFile(path)
        let size = min(opened.size, VaultImage.maximumSize)
        var bytes = try Self.calling(path, "reading the vault", try Self.bytes(of: file, size: size))
        defer { bytes.wipe() }
        let image = try VaultImage(decoding: bytes, path: path)
        try seen.requireNotNewer(than: image, path: path)
        return image
    }

    /// Whether the last rename, or the sync after it, did not come to its end.
    func isUnsettled() throws(FileStoreError) -> Bool {
        let mark = try Self.calling(names.path(VaultNames.lock), "reading the lock file", try lock.read(1, at: 0))
        return mark.contains { $0 != 0 }
    }

    private static func bytes(of file: any OpenFile, size: Int) throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        while bytes.count < size {
            var part = try uninterrupted(try file.read(size - bytes.count, at: bytes.count))
            if part.isEmpty { break }
            bytes.append(contentsOf: part)
            part.wipe()
        }
        return bytes
    }

    static func status(
        of name: String, in folder: any OpenFolder, _ path: String
    ) throws(FileStoreError) -> FileStatus? {
        try calling(path, "looking at the file", try folder.status(of: name))
    }

    /// Runs a call that may be interrupted, and puts its failure in the store's words.
    static func calling<Value>(
        _ path: String, _ task: String, _ call: @autoclosure () throws(SystemFailure) -> Value
    ) throws(FileStoreError) -> Value {
        do { return try uninterrupted(try call()) } catch { throw error.error(path, task) }
    }
}
