#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The first bytes of a file.
struct FileStart {
    private let bytes: [UInt8]

    private static let length = 512

    /// Reads them.
    ///
    /// - Throws: ``ReportError``: `inputOutput` where the file can not be read, `badInput` for a pipe or a device, which
    ///   can not be looked at and then read from its start.
    init(of path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.failure(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw ReportError(
                .badInput, "\(path.printable): is a pipe or a device; save what it gives in a file, and give that")
        }
        var buffer = [UInt8](repeating: 0, count: Self.length)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Self.failure(path) }
        bytes = Array(buffer.prefix(count))
    }

    private static func failure(_ path: String) -> ReportError {
        let failure = Descriptor.Failure(number: errno)
        return ReportError(.inputOutput, "\(path.printable): can not be read: \(failure)", cause: failure)
    }

    func begins(with text: String) -> Bool { bytes.starts(with: text.utf8) }

    /// Whether it begins as JSON does, after a byte order mark and white space; UTF-16 is left to the reader, whose
    /// error names it.
    var looksLikeJSON: Bool {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// What it looks like, for an error.
    var description: String {
        if bytes.isEmpty { return "is empty" }
        if begins(with: "SQLite format 3\0") { return "is an SQLite file that no RenewalKit store made" }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let hint =
            text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "<")
            ? " (of a package give the folder or the .zip)" : ""
        return "begins with \"\(String(decoding: text.prefix(24), as: UTF8.self).printable)\"\(hint)"
    }
}
