#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The bytes of a regular file.
final class FileSource: ByteSource {
    private let path: String
    private let descriptor: CInt

    /// Opens the file.
    ///
    /// - Throws: ``PackageError`` with `notFound` or `unreadable`; folders, pipes and devices are not read.
    init(_ path: String) throws(PackageError) {
        self.path = path
        // Without O_NONBLOCK a pipe would wait for a writer.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw POSIXFailure.notRead(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw POSIXFailure.notRead(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw PackageError(
                .notAPackage, expected: "a file", found: "a folder, a pipe or a device", file: path)
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(PackageError) -> Int {
        while true {
            let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw POSIXFailure.notRead(path, errno) }
        }
    }
}

private func systemRead(_ descriptor: CInt, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
