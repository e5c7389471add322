#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A new file that is written once, from its start to its end.
final class FileOutput: ByteSink {
    let path: String
    private var descriptor: CInt
    /// The first error's number.
    private(set) var failure: CInt?
    /// How many bytes were written.
    private(set) var size = 0

    /// Makes the file. It must not be there, and no link is followed.
    ///
    /// - Throws: ``PackageError`` with `notWritten`.
    init(creating path: String, mode: mode_t) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw POSIXFailure.notWritten(path, errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            let written = systemWrite(descriptor, piece.baseAddress, piece.count)
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else {
                failure = failure ?? errno
                return false
            }
            size += written
            rest = rest.dropFirst(written)
        }
        return true
    }

    /// Brings everything to the disk and closes the file.
    ///
    /// - Throws: ``PackageError`` with `notWritten`, also for what failed before.
    func finish() throws {
        if failure == nil, POSIXFailure.synchronize(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0, failure == nil { failure = errno }
        descriptor = -1
        if let failure { throw POSIXFailure.notWritten(path, failure) }
    }
}

private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// What the system says, as an error of this module.
enum POSIXFailure {
    static func notWritten(_ path: String, _ number: CInt) -> PackageError {
        PackageError(.notWritten, expected: "a place that can be written", found: text(number), file: path)
    }

    static func notRead(_ path: String, _ number: CInt) -> PackageError {
        number == ENOENT
            ? PackageError(.notFound, expected: "a package: a folder or a .zip", file: path)
            : PackageError(.unreadable, expected: "something that can be read", found: text(number), file: path)
    }

    static func text(_ number: CInt) -> String {
        guard let message = strerror(number) else { return "error \(number)" }
        return String(cString: message)
    }

    /// Brings a file or folder to the disk, not only to the drive's cache where the system tells the two apart.
    static func synchronize(_ descriptor: CInt) -> CInt {
        #if canImport(Darwin)
        fcntl(descriptor, F_FULLFSYNC) == 0 ? 0 : fsync(descriptor)
        #else
        fsync(descriptor)
        #endif
    }
}
