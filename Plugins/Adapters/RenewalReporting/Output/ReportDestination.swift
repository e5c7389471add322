import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Where a report is written: standard output, or a file that is replaced as a whole.
public enum ReportDestination: Hashable, Sendable {
    /// Standard output.
    case standardOutput
    /// A file. It holds the old report or the whole new one, never a part.
    case file(String)

    /// `-` and nothing are standard output.
    public init(_ path: String?) {
        if let path, path != "-" { self = .file(path) } else { self = .standardOutput }
    }

    /// Lets the body write.
    ///
    /// - Returns: `false` where nobody reads standard output any more, which is no error.
    /// - Throws: ``ReportError`` with `inputOutput` where writing fails; what the body throws.
    @discardableResult
    public func write(_ body: (ReportOutput) throws -> Void) throws -> Bool {
        switch self {
        case .standardOutput: try Self.write(to: STDOUT_FILENO, "standard output", body)
        case .file(let path): try Self.replace(path, body)
        }
    }

    private static func write(
        to descriptor: Int32, _ name: String, _ body: (ReportOutput) throws -> Void
    ) throws -> Bool {
        do {
            let output = ReportOutput { try Descriptor.write($0, to: descriptor) }
            try body(output)
            try output.flush()
            return true
        } catch let failure as Descriptor.Failure {
            if failure.isClosedPipe { return false }
            throw ReportError(.inputOutput, "\(name): can not be written: \(failure)", cause: failure)
        }
    }

    private static func replace(_ path: String, _ body: (ReportOutput) throws -> Void) throws -> Bool {
        let target = resolved(path)
        var status = stat()
        let exists = stat(target, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR {
            throw ReportError(.inputOutput, "\(path.printable): is a folder; give a file to write to")
        }
        // A device or pipe is written to as it is: it can not be replaced.
        if exists, status.st_mode & S_IFMT != S_IFREG { return try writeThrough(target, path, body) }
        let temporary = "\(target).\(UUID().uuidString.prefix(8).lowercased()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(path) }
        var isKept = false
        defer { if !isKept { unlink(temporary) } }
        do {
            defer { close(descriptor) }
            if exists { fchmod(descriptor, status.st_mode & 0o777) }
            _ = try write(to: descriptor, path.printable, body)
            guard fsync(descriptor) == 0 else { throw failure(path) }
        }
        guard rename(temporary, target) == 0 else { throw failure(path) }
        isKept = true
        return true
    }

    private static func writeThrough(
        _ target: String, _ path: String, _ body: (ReportOutput) throws -> Void
    ) throws -> Bool {
        let descriptor = open(target, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        return try write(to: descriptor, path.printable, body)
    }

    /// The file behind symbolic links, so that a link stays one.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func failure(_ path: String) -> ReportError {
        let failure = Descriptor.Failure(number: errno)
        return ReportError(.inputOutput, "\(path.printable): can not be written: \(failure)", cause: failure)
    }
}
