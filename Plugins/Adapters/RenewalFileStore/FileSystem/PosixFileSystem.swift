#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The file system of the machine.
@_spi(Trials) public struct PosixFileSystem: FileSystem {
    /// The file system.
    public init() {}

    /// Opens the folder at a path, wherever symbolic links in it lead.
    public func openFolder(_ path: String) throws(SystemFailure) -> any OpenFolder {
        PosixFolder(try Descriptor("open", open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)))
    }
}

/// An open descriptor, closed when it is no longer referred to or before.
final class Descriptor: Sendable {
    let number: Int32

    /// Takes over what a call gave: -1 for a failure.
    init(_ call: String, _ result: Int32) throws(SystemFailure) {
        guard result >= 0 else { throw SystemFailure(call, errno) }
        number = result
    }

    deinit { _ = close(number) }

    func status() throws(SystemFailure) -> FileStatus {
        var status = stat()
        try Self.check("fstat", fstat(number, &status))
        return FileStatus(status)
    }

    func permit(_ permissions: UInt32) throws(SystemFailure) {
        try Self.check("fchmod", fchmod(number, mode_t(permissions)))
    }

    func sync() throws(SystemFailure) {
        #if canImport(Darwin)
        // fsync leaves the data in the drive's cache there; some network file systems know only that.
        if fcntl(number, F_FULLFSYNC) == 0 { return }
        guard errno == ENOTSUP || errno == EINVAL || errno == ENOTTY else { throw SystemFailure("fcntl", errno) }
        #endif
        try Self.check("fsync", fsync(number))
    }

    static func check(_ call: String, _ result: Int32) throws(SystemFailure) {
        guard result == 0 else { throw SystemFailure(call, errno) }
    }
}

extension FileStatus {
    init(_ status: stat) {
        let kind: Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            default: .special
            }
        self.init(
            kind: kind, permissions: UInt32(status.st_mode & 0o7777), owner: status.st_uid,
            isOwn: status.st_uid == geteuid(), links: UInt64(status.st_nlink), size: Int(status.st_size),
            identity: Identity(
                device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(truncatingIfNeeded: status.st_ino)))
    }
}
