import GRDB
import GRDBSQLite

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#endif

/// The store's file itself. It is never opened but by SQLite once it is in its place: closing any descriptor of it would
/// drop the locks that SQLite holds for this process.
enum StoreFile {
    /// Whether there is a file, and one that can be a store.
    static func exists(_ path: String) throws(FileStoreError) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            if code == ENOTDIR { throw FileStoreError.folderMissing(path) }
            guard code == ENOENT else { throw FileStoreError.system(code, "looked at", path: path) }
            // SQLite would follow the link and make an empty file.
            if lstat(path, &status) == 0 { throw FileStoreError.danglingLink(path) }
            try checkFolder(of: path)
            return false
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else { throw FileStoreError.notAStore(path) }
        return true
    }

    /// Checks that the file may be written, as its mode and its file system say.
    static func checkWritable(_ path: String) throws(FileStoreError) {
        var status = stat()
        let isMarked = stat(path, &status) == 0 && status.st_mode & 0o222 == 0
        if isMarked || access(path, W_OK) != 0 { throw FileStoreError.readOnlyFile(path) }
    }

    /// Makes an empty store beside the path, whole and synced, and puts it there. Where another process was first,
    /// its store stays.
    static func create(_ path: String) throws(FileStoreError) {
        var status = stat()
        if stat(path + "-wal", &status) == 0 {
            // The log of a store that another process has made since.
            if stat(path, &status) == 0 { return }
            throw FileStoreError.orphanedLog(path)
        }
        try withTemporaryFile(beside: path) { temporary throws(FileStoreError) in
            try fill(temporary)
            try sync(temporary)
            // Whoever was first has made the store.
            try place(temporary, at: path, orAccept: true)
        }
    }

    /// Which file a path leads to.
    static func identity(of path: String) throws(FileStoreError) -> FileStatus.Identity {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            if code == ENOENT { throw FileStoreError.movedAway(path) }
            throw FileStoreError.system(code, "looked at", path: path)
        }
        return FileStatus(status).identity
    }

    /// Checks that a path still leads to the file that was opened first: later connections must not be to another one,
    /// nor make one.
    static func check(_ path: String, is identity: FileStatus.Identity) throws(FileStoreError) {
        if try self.identity(of: path) != identity { throw FileStoreError.movedAway(path) }
    }

    /// Gives a whole and synced file its name, durably. A file that has the name stays.
    static func place(
        _ temporary: String, at path: String, orAccept acceptsOther: Bool = false
    ) throws(FileStoreError) {
        if link(temporary, path) != 0 {
            let code = errno
            if code != EEXIST { throw FileStoreError.system(code, "put in its place", path: path) }
            if !acceptsOther { throw FileStoreError.alreadyThere(path) }
        }
        try syncFolder(of: path)
    }

    /// Makes the names of a store and of its log durable, wherever the path leads.
    static func syncFolder(of path: String) throws(FileStoreError) {
        guard let real = realpath(path, nil) else { throw FileStoreError.system(errno, "found", path: path) }
        defer { free(real) }
        try sync(folder(of: String(cString: real)))
    }

    /// Whether anything has that name, in a folder that is there.
    static func isThere(_ path: String) throws(FileStoreError) -> Bool {
        var status = stat()
        if lstat(path, &status) == 0 { return true }
        try checkFolder(of: path)
        return false
    }

    /// Makes a file for its owner alone, whatever the umask, gives it to the body, and removes its name.
    static func withTemporaryFile(
        beside path: String, _ body: (String) throws(FileStoreError) -> Void
    ) throws(FileStoreError) {
        let temporary = path + ".new-\(UInt64.random(in: 0 ... .max))"
        let descriptor = open(temporary, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileStoreError.system(errno, "made", path: path) }
        defer { for suffix in ["", "-wal", "-shm", "-journal"] { unlink(temporary + suffix) } }
        let code = fchmod(descriptor, 0o600) == 0 ? 0 : errno
        close(descriptor)
        guard code == 0 else { throw FileStoreError.system(code, "made", path: path) }
        try body(temporary)
    }

    /// The folder that the path is in.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Writes what the kernel has of a file or folder to the disk.
    static func sync(_ path: String) throws(FileStoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileStoreError.system(errno, "opened", path: path) }
        do {
            try Descriptor("open", descriptor).sync()
        } catch {
            throw FileStoreError.system(error.number, "synced", path: path)
        }
    }

    /// The path from the root of the file system on: a process may change its folder while it has a store open.
    static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }

    private static func fill(_ path: String) throws(FileStoreError) {
        do {
            let queue = try DatabaseQueue(path: path)
            let statements = PreparedStatements()
            try queue.inDatabase { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try database.inTransaction {
                    try Schema.migrate(database)
                    let store = StoreDatabase(base: database, statements: statements)
                    try store.insert(StoreRow(keptInstant: nil, lastDelivery: 0))
                    return .commit
                }
                try database.execute(sql: "PRAGMA journal_mode = WAL")
            }
            statements.forget()
            try queue.close()
        } catch {
            throw FileStoreError.opening(error, path: path)
        }
    }

    private static func checkFolder(of path: String) throws(FileStoreError) {
        var status = stat()
        guard stat(folder(of: path), &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw FileStoreError.folderMissing(path)
        }
    }
}
