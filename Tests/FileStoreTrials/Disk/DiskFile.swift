@_spi(Trials) internal import RenewalFileStore
internal import Synchronization

/// An open file of a disk in memory.
struct DiskFile: OpenFile {
    let disk: DiskInMemory
    let inode: Int
    let opening: Int
    let name: String

    func status() throws(SystemFailure) -> FileStatus {
        try disk.perform(.status, name) { contents throws(SystemFailure) in contents.disk.status(inode) }
    }

    func permit(_ permissions: UInt32) throws(SystemFailure) {}

    func sync() throws(SystemFailure) {
        try disk.perform(.sync, name) { contents throws(SystemFailure) in
            try contents.sync(inode, opening, isLeftOut: contents.leftOut == .fileSync)
        }
    }

    func close() {
        disk.contents.withLock { $0.disk.locks.removeAll { $0.opening == opening } }
    }

    func read(_ count: Int, at offset: Int) throws(SystemFailure) -> [UInt8] {
        try disk.perform(.read, name) { contents throws(SystemFailure) in
            let bytes = Array(contents.disk[file: inode].seen.dropFirst(offset).prefix(count))
            return Array(bytes.prefix(contents.taken(of: bytes.count)))
        }
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(SystemFailure) -> Int {
        try disk.perform(.write, name) { contents throws(SystemFailure) in
            // Without its mark nothing is ever taken for unsettled.
            if contents.leftOut == .settling, name == "vault.lock" { return bytes.count }
            let taken = contents.taken(of: bytes.count)
            contents.disk.write(Array(bytes.prefix(taken)), at: offset, in: inode)
            return taken
        }
    }

    func tryLock() throws(SystemFailure) -> Bool {
        try disk.perform(.lock, name) { contents throws(SystemFailure) in
            guard !contents.disk.locks.contains(where: { $0.inode == inode }) else { return false }
            contents.disk.locks.append((inode, opening))
            return true
        }
    }
}
