#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif
internal import Synchronization

/// An open folder of the machine.
final class PosixFolder: OpenFolder {
    private let descriptor: Mutex<Descriptor?>

    init(_ descriptor: Descriptor) { self.descriptor = Mutex(descriptor) }

    func status() throws(SystemFailure) -> FileStatus { try open().status() }

    func permit(_ permissions: UInt32) throws(SystemFailure) { try open().permit(permissions) }

    func sync() throws(SystemFailure) { try open().sync() }

    func close() { descriptor.withLock { $0 = nil } }

    func openFolder(_ name: String) throws(SystemFailure) -> any OpenFolder {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        return PosixFolder(try Descriptor("openat", openat(try open().number, name, flags)))
    }

    func makeFolder(_ name: String, _ permissions: UInt32) throws(SystemFailure) {
        try Descriptor.check("mkdirat", mkdirat(try open().number, name, mode_t(permissions)))
    }

    func open(_ name: String, _ way: OpenWay) throws(SystemFailure) -> any OpenFile {
        let flags =
            switch way {
            case .reading: O_RDONLY
            case .creating: O_WRONLY | O_CREAT | O_EXCL
            case .locking: O_RDWR | O_CREAT
            }
        let safe = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        return PosixFile(try Descriptor("openat", openat(try open().number, name, flags | safe, 0o600)))
    }

    func status(of name: String) throws(SystemFailure) -> FileStatus? {
        var status = stat()
        guard fstatat(try open().number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT { return nil }
            throw SystemFailure("fstatat", errno)
        }
        return FileStatus(status)
    }

    func rename(_ name: String, to newName: String) throws(SystemFailure) {
        let folder = try open().number
        try Descriptor.check("renameat", renameat(folder, name, folder, newName))
    }

    func remove(_ name: String, _ kind: FileStatus.Kind) throws(SystemFailure) {
        try Descriptor.check("unlinkat", unlinkat(try open().number, name, kind == .folder ? AT_REMOVEDIR : 0))
    }

    private func open() throws(SystemFailure) -> Descriptor {
        guard let descriptor = descriptor.withLock({ $0 }) else { throw SystemFailure("open", EBADF) }
        return descriptor
    }
}
