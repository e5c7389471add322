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
    ///   - seen: how far the file was seen before, as an earlier session says.
    /// - Throws: ``FileStoreError``, when something is not as it must be (Rule Z5) or a call fails.
    public static func open(
        _ path: String, on fileSystem: any FileSystem, makingFolder: Bool, seen: VaultMark = VaultMark()
    ) throws(FileStoreError) -> VaultOpening {
        let names = try VaultNames(path)
        let parent = try calling(
            names.parent, "opening the folder above the vault", try fileSystem.openFolder(names.parent))
        defer { parent.close() }
        switch try VaultFolder(names: names, parent: parent).open(making: makingFolder) {
        case .absent: return .absent
        case .busy: return .busy
        case .open(let folder, let isNew):
            do {
                if let lock = try takeLock(names, in: folder, isNew ? nil : parent) {
                    let session = VaultSession(names: names, folder: folder, lock: lock, seen: seen)
                    if try session.isInPlace(parent) { return .open(session) }
                }
                folder.close()
                return .busy
            } catch {
                folder.close()
                throw error
            }
        }
    }

    /// Whether the folder still is where the path leads. Somebody may have moved it away before the lock was taken; then
    /// others open another one. Gives up the lock where it is not.
    private func isInPlace(_ parent: any OpenFolder) throws(FileStoreError) -> Bool {
        do {
            let own = try Self.calling(names.path, "looking at the vault's folder", try folder.status())
            let present = try Self.status(of: names.name, in: parent, names.path)
            if present?.identity == own.identity { return true }
        } catch {
            lock.close()
            throw error
        }
        lock.close()
        return false
    }

    private static func takeLock(
        _ names: VaultNames, in folder: any OpenFolder, _ parent: (any OpenFolder)?
    ) throws(FileStoreError) -> (any OpenFile)? {
        let path = names.path(VaultNames.lock)
        if let status = try status(of: VaultNames.lock, in: folder, path) {
            try status.requirePrivateFile(path)
        } else if let parent {
            // The folder may have been made by hand, a moment ago.
            do { try parent.sync() } catch { throw error.error(names.path, "making the folder durable") }
        }
        let lock: any OpenFile
        do {
            lock = try uninterrupted(try folder.open(VaultNames.lock, .locking))
        } catch let error where error.isMissing {
            return nil  // Another process is making the folder anew.
        } catch {
            throw error.error(path, "opening the lock file")
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
        let status = try calling(path, "looking at the lock file", try lock.status())
        try status.requirePrivateFile(path)
        let isLocked = try calling(path, "locking the vault", try lock.tryLock())
        // Somebody may have removed the file meanwhile; then others lock another one.
        guard isLocked, let present = try self.status(of: VaultNames.lock, in: folder, path) else { return false }
        return present.identity == status.identity
    }
}
