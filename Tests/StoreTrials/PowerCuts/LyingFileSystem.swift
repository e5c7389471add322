@_spi(Trials) internal import RenewalFileStore

/// The file system of the machine, with syncs that do nothing.
struct LyingFileSystem: FileSystem {
    let inner: PosixFileSystem

    func openFolder(_ path: String) throws(SystemFailure) -> any OpenFolder {
        LyingFolder(inner: try inner.openFolder(path))
    }
}

private struct LyingFolder: OpenFolder {
    let inner: any OpenFolder

    func status() throws(SystemFailure) -> FileStatus { try inner.status() }
    func permit(_ permissions: UInt32) throws(SystemFailure) { try inner.permit(permissions) }
    func sync() {}
    func close() { inner.close() }
    func openFolder(_ name: String) throws(SystemFailure) -> any OpenFolder {
        LyingFolder(inner: try inner.openFolder(name))
    }
    func makeFolder(_ name: String, _ permissions: UInt32) throws(SystemFailure) {
        try inner.makeFolder(name, permissions)
    }
    func open(_ name: String, _ way: OpenWay) throws(SystemFailure) -> any OpenFile {
        LyingFile(inner: try inner.open(name, way))
    }
    func status(of name: String) throws(SystemFailure) -> FileStatus? { try inner.status(of: name) }
    func rename(_ name: String, to newName: String) throws(SystemFailure) { try inner.rename(name, to: newName) }
    func remove(_ name: String, _ kind: FileStatus.Kind) throws(SystemFailure) { try inner.remove(name, kind) }
}

private struct LyingFile: OpenFile {
    let inner: any OpenFile

    func status() throws(SystemFailure) -> FileStatus { try inner.status() }
    func permit(_ permissions: UInt32) throws(SystemFailure) { try inner.permit(permissions) }
    func sync() {}
    func close() { inner.close() }
    func read(_ count: Int, at offset: Int) throws(SystemFailure) -> [UInt8] { try inner.read(count, at: offset) }
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(SystemFailure) -> Int {
        try inner.write(bytes, at: offset)
    }
    func tryLock() throws(SystemFailure) -> Bool { try inner.tryLock() }
}
