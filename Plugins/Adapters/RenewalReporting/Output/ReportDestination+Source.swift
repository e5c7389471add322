#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension ReportDestination {
    /// Whether writing there would change the source at that path: its file, the log of a store, or anything in its
    /// folder.
    public func isPart(ofSource source: String) -> Bool {
        guard case .file(let path) = self, let whole = FileIdentity(of: source) else { return false }
        let own = FileIdentity(of: path)
        let isFile = own != nil && [source, source + "-wal", source + "-shm"].contains { FileIdentity(of: $0) == own }
        // A file of such a name beside a store would be taken for its log, whether it is there yet or not.
        let isLog = Self.logs.contains { ending in
            path.hasSuffix(ending) && FileIdentity(of: String(path.dropLast(ending.count))) == whole
        }
        return isFile || isLog || Self.folders(above: path).contains { FileIdentity(of: $0) == whole }
    }

    private static let logs = ["-wal", "-shm", "-journal"]

    /// The folders in which something is or would be, from its own one up.
    private static func folders(above path: String) -> [String] {
        let isThere = FileIdentity(of: path) != nil
        let parent = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[..<$0].isEmpty ? "/" : String(path[..<$0]) }
        guard let real = realpath(isThere ? path : parent ?? ".", nil) else { return [] }
        defer { free(real) }
        var folder = String(cString: real)
        var folders = isThere ? [] : [folder]
        while folder != "/", let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) {
            folder = folder[..<slash].isEmpty ? "/" : String(folder[..<slash])
            folders.append(folder)
        }
        return folders
    }
}

/// What tells one file from another, whatever path leads to it.
private struct FileIdentity: Equatable {
    let device: UInt64
    let number: UInt64

    /// `nil` where there is nothing.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
    }
}
