// What a key vault asks of a file system. Small, so that a disk in memory can stand in its place and lose, tear and
// refuse whatever a real one can. Every call but `close` may throw, and none retries.

/// A file system: where a path leads to a folder.
@_spi(Trials) public protocol FileSystem: Sendable {
    /// Opens the folder at a path, wherever symbolic links in it lead.
    func openFolder(_ path: String) throws(SystemFailure) -> any OpenFolder
}

/// Something open: a file or a folder.
@_spi(Trials) public protocol OpenItem: Sendable {
    /// Kind, permissions, owner, links and size.
    func status() throws(SystemFailure) -> FileStatus
    /// Sets the permission bits.
    func permit(_ permissions: UInt32) throws(SystemFailure)
    /// Makes durable what a file holds, or which names a folder has.
    func sync() throws(SystemFailure)
    /// Closes it, and with it gives up its lock.
    func close()
}

/// An open folder. Names are those of its own entries, and no symbolic link is followed.
@_spi(Trials) public protocol OpenFolder: OpenItem {
    /// Opens a folder in it.
    func openFolder(_ name: String) throws(SystemFailure) -> any OpenFolder
    /// Makes a folder in it with these permission bits.
    func makeFolder(_ name: String, _ permissions: UInt32) throws(SystemFailure)
    /// Opens a file in it, or makes one that only its owner may use (0600), and does not wait for a FIFO's other end.
    func open(_ name: String, _ way: OpenWay) throws(SystemFailure) -> any OpenFile
    /// The status of an entry, a symbolic link's own; `nil` where there is none of that name.
    func status(of name: String) throws(SystemFailure) -> FileStatus?
    /// Gives a file another name, in place of the file that had it.
    func rename(_ name: String, to newName: String) throws(SystemFailure)
    /// Removes a file, or an empty folder.
    func remove(_ name: String, _ kind: FileStatus.Kind) throws(SystemFailure)
}

/// An open file.
@_spi(Trials) public protocol OpenFile: OpenItem {
    /// Bytes from an offset on: as many as asked for, or fewer; none at the end.
    func read(_ count: Int, at offset: Int) throws(SystemFailure) -> [UInt8]
    /// Writes bytes from an offset on, and gives how many it took.
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(SystemFailure) -> Int
    /// Locks the file against every other opening of it, unless another one has the lock: `false` then.
    func tryLock() throws(SystemFailure) -> Bool
}

/// How a file is opened.
@_spi(Trials) public enum OpenWay: Sendable {
    /// To read a file that is there.
    case reading
    /// To write a new file; fails where there is one.
    case creating
    /// To read, write and lock a file that is there or is made.
    case locking
}
