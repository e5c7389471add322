/// What came of trying to open a vault.
@_spi(Trials) public enum VaultOpening {
    /// The session, which has the lock.
    case open(VaultSession)
    /// Another session, here or in another process, has the lock.
    case busy
    /// There is no folder, and none was to be made.
    case absent
}

extension VaultSession {
    /// Opens the folder and takes the lock, if nobody has it.
    ///
    /// - Parameters:
    ///   - path: the folder's path.
    ///   - fileSystem: where it is.
    ///   - makingFolder: whether the folder is made where it is absent.
    /// - Throws: ``FileStoreError``, when something is not as it must be (Rule Z5) or a call fails.
    public static func open(
        _ path: String, on fileSystem: any FileSystem, makingFolder: Bool
    ) throws(FileStoreError) -> VaultOpening {
        let names = try VaultNames(path)
        let parent = try calling(names.parent, "opening the folder above the vault") { () throws(SystemFailure) in
            try uninterrupted { () throws(SystemFailure) in try fileSystem.openFolder(names.parent) }
        }
        defer { parent.close() }
        guard let (folder, isNew) = try openFolder(names, in: parent, makingFolder) else { return .absent }
        do {
            guard let lock = try takeLock(names, in: folder, isNew, parent) else {
                folder.close()
                return .busy
            }
            return .open(VaultSession(names: names, folder: folder, lock: lock))
        } catch {
            folder.close()
            throw error
        }
    }

    private static func openFolder(
        _ names: VaultNames, in parent: any OpenFolder, _ makingFolder: Bool
    ) throws(FileStoreError) -> (folder: any OpenFolder, isNew: Bool)? {
        var isNew = false
        if let status = try status(of: names.name, in: parent, names.path) {
            try status.requirePrivateFolder(names.path)
        } else {
            guard makingFolder else { return nil }
            isNew = try makeFolder(names, in: parent)
        }
        let folder = try calling(names.path, "opening the vault's folder") { () throws(SystemFailure) in
            try uninterrupted { () throws(SystemFailure) in try parent.openFolder(names.name) }
        }
        do {
            try calling(names.path, "looking at the vault's folder") { () throws(SystemFailure) in
                try folder.status()
            }.requirePrivateFolder(names.path)
            return (folder, isNew)
        } catch {
            folder.close()
            throw error
        }
    }

    /// Makes the folder; `false` where another process was faster. Checked it is in both cases.
    private static func makeFolder(_ names: VaultNames, in parent: any OpenFolder) throws(FileStoreError) -> Bool {
        do {
            try uninterrupted { () throws(SystemFailure) in try parent.makeFolder(names.name) }
            return true
        } catch let error where error.isExisting {
            return false
        } catch {
            throw error.error(names.path, "making the vault's folder")
        }
    }

    /// The lock file is made after the folder itself is certainly on disk, so its presence says that this was done.
    private static func takeLock(
        _ names: VaultNames, in folder: any OpenFolder, _ isNew: Bool, _ parent: any OpenFolder
    ) throws(FileStoreError) -> (any OpenFile)? {
        let path = names.path(VaultNames.lock)
        if let status = try status(of: VaultNames.lock, in: folder, path) {
            try status.requirePrivateFile(path)
        } else {
            do { try parent.sync() } catch {
                // A second sync could pass without doing anything, so the next attempt has to make the folder anew.
                if isNew { try? parent.remove(names.name, .folder) }
                throw error.error(names.path, "making the vault's folder durable")
            }
        }
        let lock = try calling(path, "opening the lock file") { () throws(SystemFailure) in
            try uninterrupted { () throws(SystemFailure) in try folder.open(VaultNames.lock, .locking) }
        }
        do {
            if try isLocked(lock, path, in: folder) { return lock }
            lock.close()
            return nil
        } catch {
            lock.close()
            throw error
        }
    }

    private static func isLocked(
        _ lock: any OpenFile, _ path: String, in folder: any OpenFolder
    ) throws(FileStoreError) -> Bool {
        let status = try calling(path, "looking at the lock file") { () throws(SystemFailure) in try lock.status() }
        try status.requirePrivateFile(path)
        let isLocked = try calling(path, "locking the vault") { () throws(SystemFailure) in
            try uninterrupted { () throws(SystemFailure) in try lock.tryLock() }
        }
        // Somebody may have removed the file meanwhile; then others lock another one.
        guard isLocked, let present = try self.status(of: VaultNames.lock, in: folder, path) else { return false }
        return present.identity == status.identity
    }
}
