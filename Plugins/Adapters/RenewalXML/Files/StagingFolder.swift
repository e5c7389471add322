#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A folder beside the destination in which a package grows, and which is gone when it is not needed any more.
final class StagingFolder {
    let path: String
    private let parent: String
    private var isMoved = false

    /// Makes a folder beside `destination`, with a hidden name that nobody else has.
    ///
    /// - Throws: ``PackageError`` with `notWritten`.
    init(beside destination: String, isPrivate: Bool) throws {
        let (parent, name) = Self.split(destination)
        guard !name.isEmpty, name != ".", name != ".." else {
            throw PackageError(.notWritten, expected: "the path of a file or folder to make", file: destination)
        }
        self.parent = parent
        var generator = SystemRandomNumberGenerator()
        path = "\(parent)/.\(name).\(String(generator.next(), radix: 36)).partial"
        guard mkdir(path, isPrivate ? 0o700 : 0o777) == 0 else { throw POSIXFailure.notWritten(path, errno) }
    }

    deinit {
        if !isMoved { Self.remove(path) }
    }

    /// Gives the folder its final name.
    func move(to destination: String) throws {
        guard rename(path, destination) == 0 else { throw POSIXFailure.notWritten(destination, errno) }
        isMoved = true
        try synchronizeParent()
    }

    /// Gives a file in the folder its final name beside the folder. Without `replacing`, something that is there stays.
    func moveOut(_ file: String, to destination: String, replacing: Bool) throws {
        if replacing {
            guard rename(file, destination) == 0 else { throw POSIXFailure.notWritten(destination, errno) }
        } else {
            // `rename` would replace what somebody put there meanwhile.
            guard link(file, destination) == 0 else {
                guard errno == EEXIST else { throw POSIXFailure.notWritten(destination, errno) }
                throw Self.exists(destination)
            }
            unlink(file)
        }
        try synchronizeParent()
    }

    /// Makes sure that the names in the folder are on the disk.
    func synchronize() throws { try Self.synchronize(path) }

    private func synchronizeParent() throws { try Self.synchronize(parent) }

    private static func synchronize(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw POSIXFailure.notWritten(folder, errno) }
        defer { close(descriptor) }
        guard POSIXFailure.synchronize(descriptor) == 0 else { throw POSIXFailure.notWritten(folder, errno) }
    }

    static func exists(_ path: String) -> PackageError {
        PackageError(.destinationExists, expected: "a path at which there is nothing yet", file: path)
    }

    /// Parent folder and last component of a path.
    static func split(_ path: String) -> (parent: String, name: String) {
        var path = path[...]
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        guard let slash = path.lastIndex(of: "/") else { return (".", String(path)) }
        let parent = path[..<slash]
        return (parent.isEmpty ? "/" : String(parent), String(path[path.index(after: slash)...]))
    }

    /// Removes a folder of files. Only what this module made is in it.
    private static func remove(_ folder: String) {
        guard let stream = opendir(folder) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { unlink("\(folder)/\(name)") }
        }
        closedir(stream)
        rmdir(folder)
    }
}
