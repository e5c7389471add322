#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A look at the end of a zip before libzip reads its directory into memory, which can be as large as the zip.
enum ZipDirectory {
    /// The largest directory that three entries have.
    private static let maximumSize = 64 * 1_024
    /// The record at the end, and the longest comment that may follow it.
    private static let recordSize = 22
    private static let maximumComment = 65_535

    /// Refuses what is no zip of three entries.
    ///
    /// - Throws: ``PackageError`` with `notAPackage`, `notFound` or `unreadable`.
    static func check(_ path: String) throws(PackageError) {
        let tail = try tail(of: path)
        let signature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
        guard
            let start = (0...max(0, tail.count - recordSize)).last(where: { start in
                tail[start...].starts(with: signature) && start + recordSize <= tail.count
                    && start + recordSize + number(tail, start + 20, 2) == tail.count
            }), tail.count >= recordSize
        else {
            throw PackageError(.notAPackage, expected: "a folder or a zip", found: "another file", file: path)
        }
        let (count, size) = (number(tail, start + 10, 2), number(tail, start + 12, 4))
        guard count == PackageFile.allCases.count, size <= maximumSize else {
            throw PackageError(
                .notAPackage, expected: "a zip of \(PackageFile.allCases.map(\.name).joined(separator: ", "))",
                found: "\(count) entries", file: path)
        }
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ width: Int) -> Int {
        bytes[start..<start + width].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The last bytes of a file.
    private static func tail(of path: String) throws(PackageError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw POSIXFailure.notRead(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw POSIXFailure.notRead(path, errno) }
        let count = min(Int(status.st_size), recordSize + maximumComment)
        var bytes = [UInt8](repeating: 0, count: count)
        let read = bytes.withUnsafeMutableBytes {
            pread(descriptor, $0.baseAddress, count, status.st_size - off_t(count))
        }
        guard read == count else { throw POSIXFailure.notRead(path, read < 0 ? errno : EIO) }
        return bytes
    }
}
