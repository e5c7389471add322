#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A folder for a trial's files, removed with what is in it.
package final class TrialFolder {
    package let path: String
    private let isKept: Bool

    /// Makes one inside of `parent`, by default where temporary files go.
    package init(in parent: String? = nil, keeping isKept: Bool = false) throws {
        let parent = parent ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/renewal-trial-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreTrialError("no folder can be made in \(parent)") }
        // Without symbolic links, as SQLite names its files.
        guard let resolved = realpath(template, nil) else { throw StoreTrialError("\(parent) can not be resolved") }
        defer { free(resolved) }
        path = String(cString: resolved)
        self.isKept = isKept
    }

    deinit { if !isKept { Self.remove(path) } }

    /// The path of something in it.
    package func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Removes everything in it.
    package func empty() { for name in Self.names(in: path) { Self.remove("\(path)/\(name)") } }

    /// The size of a file; 0 where there is none.
    static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Makes a folder.
    static func make(_ path: String) -> Bool { mkdir(path, 0o700) == 0 }

    /// The names in a folder.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file, or a folder with what is in it.
    static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }

    /// Copies the files of a folder into another one, but for shared memory, which a restart makes anew.
    static func copyFiles(from source: String, to target: String) throws {
        for name in names(in: source) where !name.hasSuffix("-shm") {
            try copy("\(source)/\(name)", to: "\(target)/\(name)")
        }
    }

    /// Copies a file, without a sync.
    static func copy(_ source: String, to target: String) throws {
        let (from, to) = (open(source, O_RDONLY), open(target, O_WRONLY | O_CREAT | O_TRUNC, 0o600))
        defer {
            close(from)
            close(to)
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(from, $0.baseAddress, $0.count) }
            if count == 0 { return }
            guard count > 0, buffer.withUnsafeBytes({ write(to, $0.baseAddress, count) }) == count else {
                throw StoreTrialError("\(source) can not be copied: errno \(errno)")
            }
        }
    }

    /// The first bytes of a file; `nil` where it has fewer.
    static func start(of path: String, count: Int) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: count)
        return fread(&bytes, 1, count, file) == count ? bytes : nil
    }

    /// The last line of a file that is no longer than 4,095 bytes.
    static func lastLine(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4_095)
        // A shorter file is read from its beginning.
        _ = fseek(file, -bytes.count, SEEK_END)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n").last.map(String.init)
    }

    /// Whether the text is in a file.
    static func contains(_ text: String, in path: String) -> Bool {
        guard let file = fopen(path, "r") else { return false }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 4_096)
        while fgets(&line, Int32(line.count), file) != nil {
            if strstr(line, text) != nil { return true }
        }
        return false
    }
}
