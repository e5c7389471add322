extension VaultSession {
    /// What the vault file says; an empty image where there is none.
    func load() throws(FileStoreError) -> VaultImage {
        let path = names.path(VaultNames.vault)
        guard let status = try Self.status(of: VaultNames.vault, in: folder, path) else {
            return VaultImage(counter: 0, contents: nil)
        }
        try status.requirePrivateFile(path)
        let file = try Self.calling(path, "opening the vault") { () throws(SystemFailure) in
            try uninterrupted { () throws(SystemFailure) in try folder.open(VaultNames.vault, .reading) }
        }
        defer { file.close() }
        let opened = try Self.calling(path, "looking at the vault") { () throws(SystemFailure) in try file.status() }
        try opened.requirePrivateFile(path)
        var bytes = try Self.calling(path, "reading the vault") { () throws(SystemFailure) in
            try Self.bytes(of: file, size: min(opened.size, VaultImage.maximumSize))
        }
        defer { bytes.wipe() }
        return try VaultImage(decoding: bytes, path: path)
    }

    /// Whether the last rename, or the sync after it, did not come to its end.
    func isUnsettled() throws(FileStoreError) -> Bool {
        try Self.calling(names.path(VaultNames.lock), "reading the lock file") { () throws(SystemFailure) in
            try uninterrupted { () throws(SystemFailure) in try lock.read(1, at: 0) }.contains { $0 != 0 }
        }
    }

    private static func bytes(of file: any OpenFile, size: Int) throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        while bytes.count < size {
            var part = try uninterrupted { () throws(SystemFailure) in
                try file.read(size - bytes.count, at: bytes.count)
            }
            if part.isEmpty { break }
            bytes.append(contentsOf: part)
            part.wipe()
        }
        return bytes
    }

    static func status(
        of name: String, in folder: any OpenFolder, _ path: String
    ) throws(FileStoreError) -> FileStatus? {
        try calling(path, "looking at the file") { () throws(SystemFailure) in
            try uninterrupted { () throws(SystemFailure) in try folder.status(of: name) }
        }
    }

    /// Runs a call and puts its failure in the store's words.
    static func calling<Value>(
        _ path: String, _ task: String, _ call: () throws(SystemFailure) -> Value
    ) throws(FileStoreError) -> Value {
        do { return try call() } catch { throw error.error(path, task) }
    }
}
