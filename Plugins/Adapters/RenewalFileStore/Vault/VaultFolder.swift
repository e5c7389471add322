/// Finds or makes a vault's folder.
///
/// A folder is made without permission to write in it (0500), and gets that (0700) once its name is certainly on disk.
/// So one whose making did not come to its end is known: a second sync could pass without doing anything, after the
/// first one failed, and the folder would go with the next power cut and the keys in it. It is made anew.
struct VaultFolder {
    /// What came of it.
    enum Outcome {
        /// The folder, checked, and whether its name was brought to disk now.
        case open(any OpenFolder, isNew: Bool)
        /// There is none in which anything was ever stored, and none was to be made.
        case absent
        /// Another process is making it.
        case busy
    }

    let names: VaultNames
    let parent: any OpenFolder

    private static let unsettled: UInt32 = 0o500
    private static let settled: UInt32 = 0o700

    func open(making: Bool) throws(FileStoreError) -> Outcome {
        if let status = try VaultSession.status(of: names.name, in: parent, names.path) {
            try status.requirePrivateFolder(names.path)
            // One that can not be removed because something is in it was on disk before that was put there.
            if !Self.isSettled(status), try isEmptyAndGone(if: making) {
                guard making else { return .absent }
                if try !make() { return .busy }
            }
        } else {
            guard making else { return .absent }
            if try !make() { return .busy }
        }
        let folder: any OpenFolder
        do {
            folder = try uninterrupted(try parent.openFolder(names.name))
        } catch let error where error.isMissing {
            return .busy
        } catch {
            throw error.error(names.path, "opening the vault's folder")
        }
        do {
            return .open(folder, isNew: try settle(folder))
        } catch {
            folder.close()
            throw error
        }
    }

    /// Brings the folder's name to disk; `false` where that was done before.
    private func settle(_ folder: any OpenFolder) throws(FileStoreError) -> Bool {
        let task = "making the vault's folder"
        let status = try VaultSession.calling(names.path, task, try folder.status())
        try status.requirePrivateFolder(names.path)
        guard !Self.isSettled(status) else { return false }
        do { try parent.sync() } catch { throw error.error(names.path, task) }
        try VaultSession.calling(names.path, task, try folder.permit(Self.settled))
        return true
    }

    /// Makes the folder; `false` where another process was faster.
    private func make() throws(FileStoreError) -> Bool {
        do {
            try uninterrupted(try parent.makeFolder(names.name, Self.unsettled))
            return true
        } catch let error where error.isExisting {
            return false
        } catch {
            throw error.error(names.path, "making the vault's folder")
        }
    }

    /// Removes a folder whose making did not come to its end, where it is to be made; `false` where it holds something.
    private func isEmptyAndGone(if making: Bool) throws(FileStoreError) -> Bool {
        do {
            guard making else { return try isEmpty() }
            try uninterrupted(try parent.remove(names.name, .folder))
            return true
        } catch let error where error.isExisting {
            return false
        } catch let error where error.isMissing {
            return true
        } catch {
            throw error.error(names.path, "making the vault's folder anew")
        }
    }

    /// Whether nothing was ever stored in the folder.
    private func isEmpty() throws(SystemFailure) -> Bool {
        let folder = try uninterrupted(try parent.openFolder(names.name))
        defer { folder.close() }
        for name in [VaultNames.lock, VaultNames.vault] {
            let status = try uninterrupted(try folder.status(of: name))
            if status != nil { return false }
        }
        return true
    }

    private static func isSettled(_ status: FileStatus) -> Bool { status.permissions & 0o200 != 0 }
}
