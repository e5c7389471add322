@_spi(Trials) internal import RenewalFileStore

/// An open folder of a disk in memory.
struct DiskFolder: OpenFolder {
    let disk: DiskInMemory
    let inode: Int
    let opening: Int

    private var label: String { inode == 0 ? "parent" : "folder" }

    func status() throws(SystemFailure) -> FileStatus {
        try disk.perform(.status, label) { contents throws(SystemFailure) in contents.disk.status(inode) }
    }

    func sync() throws(SystemFailure) {
        try disk.perform(.sync, label) { contents throws(SystemFailure) in
            try contents.sync(
                inode, opening, isLeftOut: contents.leftOut == (inode == 0 ? .parentSync : .folderSync))
        }
    }

    func close() {}

    func openFolder(_ name: String) throws(SystemFailure) -> any OpenFolder {
        try disk.perform(.openFolder, "folder") { contents throws(SystemFailure) in
            guard let found = contents.disk[folder: inode].seen[name] else { throw .missing }
            return DiskFolder(disk: disk, inode: found, opening: contents.open())
        }
    }

    func permit(_ permissions: UInt32) throws(SystemFailure) {
        try disk.perform(.permit, label) { contents throws(SystemFailure) in
            contents.disk[folder: inode].seen.permissions = permissions
        }
    }

    func makeFolder(_ name: String, _ permissions: UInt32) throws(SystemFailure) {
        try disk.perform(.makeFolder, "folder") { contents throws(SystemFailure) in
            guard contents.disk[folder: inode].seen[name] == nil else { throw SystemFailure("make", 17) }
            let names = DiskState.Names(permissions: permissions)
            contents.disk.inodes.append(.folder(DiskState.Folder(seen: names, certain: names)))
            contents.disk.name(name, contents.disk.inodes.count - 1, in: inode)
        }
    }

    func open(_ name: String, _ way: OpenWay) throws(SystemFailure) -> any OpenFile {
        try disk.perform(.open, name) { contents throws(SystemFailure) in
            let found = contents.disk[folder: inode].seen[name]
            if way == .reading, found == nil { throw .missing }
            if way == .creating, found != nil { throw SystemFailure("open", 17) }
            if found == nil {
                contents.disk.inodes.append(.file(DiskState.File()))
                contents.disk.name(name, contents.disk.inodes.count - 1, in: inode)
            }
            return DiskFile(
                disk: disk, inode: found ?? contents.disk.inodes.count - 1, opening: contents.open(), name: name)
        }
    }

    func status(of name: String) throws(SystemFailure) -> FileStatus? {
        try disk.perform(.status, inode == 0 ? "folder" : name) { contents throws(SystemFailure) in
            contents.disk[folder: inode].seen[name].map { contents.disk.status($0) }
        }
    }

    func rename(_ name: String, to newName: String) throws(SystemFailure) {
        try disk.perform(.rename, name) { contents throws(SystemFailure) in
            guard let found = contents.disk[folder: inode].seen[name] else { throw .missing }
            contents.disk.name(newName, found, in: inode)
            contents.disk.name(name, nil, in: inode)
        }
    }

    func remove(_ name: String, _ kind: FileStatus.Kind) throws(SystemFailure) {
        try disk.perform(.remove, inode == 0 ? "folder" : name) { contents throws(SystemFailure) in
            guard let found = contents.disk[folder: inode].seen[name] else { throw .missing }
            if kind == .folder, !contents.disk[folder: found].seen.entries.isEmpty {
                throw SystemFailure("remove", 39)
            }
            contents.disk.name(name, nil, in: inode)
        }
    }
}

extension DiskState {
    func status(_ inode: Int) -> FileStatus {
        let identity = FileStatus.Identity(device: 1, inode: UInt64(inode))
        return switch inodes[inode] {
        case .file(let file):
            FileStatus(kind: .file, permissions: 0o600, size: file.seen.count, identity: identity)
        case .folder(let folder):
            FileStatus(kind: .folder, permissions: folder.seen.permissions, identity: identity)
        }
    }
}
