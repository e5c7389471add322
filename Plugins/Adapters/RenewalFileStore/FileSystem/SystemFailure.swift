#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// A call of the operating system that failed: its name and `errno`.
@_spi(Trials) public struct SystemFailure: Error, Equatable, CustomStringConvertible {
    /// The call.
    public var call: String
    /// The value of `errno`.
    public var number: Int32

    /// A failure of that call.
    public init(_ call: String, _ number: Int32) {
        self.call = call
        self.number = number
    }

    /// As `fsync: Input/output error (errno 5)`.
    public var description: String { "\(call): \(String(cString: strerror(number))) (errno \(number))" }

    /// A write that took nothing and gave no reason.
    static let nothingWritten = SystemFailure("pwrite", EIO)

    /// Whether there is already something of that name, or in that folder.
    var isExisting: Bool { number == EEXIST || number == ENOTEMPTY }

    /// Whether a signal interrupted the call before it did anything.
    var isInterruption: Bool { number == EINTR }

    /// Whether there is nothing of that name.
    var isMissing: Bool { number == ENOENT }

    /// A failure that says with certainty that nothing was changed.
    var changedNothing: Bool { [ENOSPC, EDQUOT, EACCES, EPERM, EROFS, ENOENT].contains(number) }

    /// The failure as an error of the store.
    func error(_ path: String, _ task: String) -> FileStoreError {
        switch number {
        case ENOSPC, EDQUOT, EFBIG:
            FileStoreError(
                .diskFull, "\(task) needs room on the disk or in the quota; make some and repeat the call",
                path: path, cause: self)
        case EACCES, EPERM, EROFS:
            FileStoreError(
                .accessDenied, "\(task) is not permitted to this user; run as the folder's owner, on a writable disk",
                path: path, cause: self)
        case ENOENT, ENOTDIR:
            FileStoreError(.folderMissing, "\(task) failed: a folder on the path is not there", path: path, cause: self)
        default:
            FileStoreError(
                .ioFailure, "\(task) failed and nothing was changed; look at the disk and repeat the call", path: path,
                cause: self)
        }
    }
}

/// Runs a call again while a signal interrupts it, a hundred times at most. Never for a sync or a rename: what an
/// interrupted one did is not known.
func uninterrupted<Value>(
    _ call: @autoclosure () throws(SystemFailure) -> Value
) throws(SystemFailure) -> Value {
    for _ in 0..<100 {
        do { return try call() } catch let error where error.isInterruption { continue }
    }
    return try call()
}
