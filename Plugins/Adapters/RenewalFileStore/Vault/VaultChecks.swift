// Rule Z5: a file or folder that others could read, replace or reach under another name is refused.
extension FileStatus {
    /// Refuses what is not a regular file of one name that only its owner, this user, may use.
    ///
    /// - Throws: `notARegularFile`, `wrongOwner`, `insecurePermissions`, `hardLinked`.
    func requirePrivateFile(_ path: String) throws(FileStoreError) {
        guard kind == .file else {
            throw FileStoreError(
                .notARegularFile, "a regular file belongs here and this is \(kindName); remove it", path: path)
        }
        try requireOwn(path, permissions: 0o600, change: permissions & ~0o600)
        guard links == 1 else {
            throw FileStoreError(
                .hardLinked, "the file has \(links) names; find the others (find -inum) and remove them", path: path)
        }
    }

    /// Refuses what is not a folder that only its owner, this user, may use.
    ///
    /// - Throws: `notAFolder`, `wrongOwner`, `insecurePermissions`.
    func requirePrivateFolder(_ path: String) throws(FileStoreError) {
        guard kind == .folder else {
            throw FileStoreError(
                .notAFolder, "a key vault is a folder and this is \(kindName); name the folder itself", path: path)
        }
        // A folder made in one whose group is passed on has that bit too; it opens nothing.
        try requireOwn(path, permissions: 0o700, change: permissions & 0o077)
    }

    private func requireOwn(_ path: String, permissions right: UInt32, change: UInt32) throws(FileStoreError) {
        guard isOwn else {
            throw FileStoreError(
                .wrongOwner, "the owner is the user of id \(owner); run as that user, or give it to this one (chown)",
                path: path)
        }
        guard change == 0 else {
            let text = { (bits: UInt32) in "0" + String(bits, radix: 8) }
            throw FileStoreError(
                .insecurePermissions,
                "the permissions are \(text(permissions)), so others may have read the keys; regenerate the password "
                    + "if they could, and run: chmod \(String(right, radix: 8)) (Rule Z5)",
                path: path)
        }
    }

    private var kindName: String {
        switch kind {
        case .file: "a file"
        case .folder: "a folder"
        case .symbolicLink: "a symbolic link"
        case .special: "a FIFO, a socket or a device"
        }
    }
}
