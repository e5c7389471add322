#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file of mode 0600 that is replaced whole: after a crash it holds what it held before or what it holds now, and once
/// ``replace(with:)`` has returned, what it holds now.
struct DurableFile {
    let folder: String
    let name: String

    var path: String { "\(folder)/\(name)" }

    /// Writes and syncs a new file, gives it the name, and syncs the folder.
    func replace(with bytes: [UInt8]) throws {
        let new = path + ".new"
        unlink(new)
        let file = open(new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("made") }
        defer { close(file) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("written") }
            rest = rest.dropFirst(count)
        }
        guard Self.sync(file) else { throw failure("synced") }
        guard rename(new, path) == 0 else { throw failure("replaced") }
        try Self.syncFolder(folder)
    }

    /// Puts the names in a folder on disk.
    static func syncFolder(_ path: String) throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Stop.system("\(path) can not be opened: \(reason())") }
        defer { close(folder) }
        guard sync(folder) else { throw Stop.system("\(path) can not be synced: \(reason())") }
    }

    private static func sync(_ file: Int32) -> Bool {
        #if canImport(Darwin)
        return fcntl(file, F_FULLFSYNC) == 0
        #else
        return fsync(file) == 0
        #endif
    }

    private func failure(_ what: String) -> Stop { .system("\(path) can not be \(what): \(Self.reason())") }

    /// What the last call that failed said.
    static func reason() -> String { String(cString: strerror(errno)) }
}
