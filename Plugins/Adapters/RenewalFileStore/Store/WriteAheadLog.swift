import GRDB
import GRDBSQLite
import Synchronization

/// The write-ahead log beside a store, as one connection that writes sees it.
final class WriteAheadLog: Sendable {
    /// From so many pages on it is written back to the store, unless said otherwise.
    ///
    /// SQLite itself would take 1,000. Transactions that follow each other mostly change the same pages, and a page is
    /// written back once however often the log has it. Longer still, the log would no longer fit into the first table of
    /// its index, which holds 4,062 pages.
    static let usualLength = 4_000

    private let longest: Int
    private let state = Mutex(State())

    /// The log that is written back from so many pages on.
    init(longest: Int) { self.longest = longest }

    private struct State {
        var pages = 0
        var failures = 0
        var lastFailure: DatabaseError?
    }

    /// Why the log could not be written back the last time; `nil` where it could, or never had to be.
    var failure: DatabaseError? { state.withLock(\.lastFailure) }

    /// How often it could not be written back.
    var failures: Int { state.withLock(\.failures) }

    /// Counts the pages of the log at each commit. SQLite then checkpoints no more by itself: it would keep a failed
    /// sync to itself, and sync the same handle again.
    func follow(_ database: Database) {
        let log = Unmanaged.passUnretained(self).toOpaque()
        _ = sqlite3_wal_hook(
            database.sqliteConnection,
            { log, _, _, pages in
                guard let log else { return SQLITE_OK }
                Unmanaged<WriteAheadLog>.fromOpaque(log).takeUnretainedValue().state.withLock { $0.pages = Int(pages) }
                return SQLITE_OK
            }, log)
    }

    /// Writes the log back to the store where it is long, as far as readers permit. Nothing is lost where it fails: what
    /// was committed is in the log, and the next commit tries again.
    ///
    /// - Returns: `false` where the disk failed: this connection must not be used any more.
    func checkpoint(_ database: Database) -> Bool {
        let isLong = state.withLock { state in
            // Short after it was long: another process wrote it back.
            if state.pages < longest { state.lastFailure = nil }
            return state.pages >= longest
        }
        guard isLong else { return true }
        do {
            _ = try database.checkpoint(.passive)
            state.withLock { $0.lastFailure = nil }
            return true
        } catch {
            // Busy: somebody else writes it back.
            guard let error = error as? DatabaseError, error.resultCode.primaryResultCode != .SQLITE_BUSY else {
                return true
            }
            state.withLock {
                $0.failures += 1
                $0.lastFailure = error
            }
            return error.resultCode.primaryResultCode != .SQLITE_IOERR
        }
    }

    /// Writes the log anew, byte for byte, and syncs it. Under the write lock, so that nobody else writes to it.
    ///
    /// After a sync that failed, the kernel takes what it did not write for written. Where that process then died, the
    /// next one finds a log that is whole in memory and has a hole on disk, which no sync fills; with a power cut every
    /// transaction behind the hole would be lost. So whoever opens a store writes every byte of its log once more.
    static func renew(_ database: Database) throws {
        var found: UnsafeMutablePointer<sqlite3_file>?
        let code = withUnsafeMutablePointer(to: &found) { pointer in
            sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_JOURNAL_POINTER, pointer)
        }
        guard code == SQLITE_OK, let file = found, let methods = file.pointee.pMethods?.pointee,
            let sizeOf = methods.xFileSize, let read = methods.xRead, let write = methods.xWrite,
            let sync = methods.xSync
        else { return }
        var size: sqlite3_int64 = 0
        try check(sizeOf(file, &size))
        if size == 0 { return }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        for offset in stride(from: 0, to: size, by: buffer.count) {
            let count = Int32(min(Int64(buffer.count), size - offset))
            try buffer.withUnsafeMutableBytes { bytes in
                try check(read(file, bytes.baseAddress, count, offset))
                try check(write(file, bytes.baseAddress, count, offset))
            }
        }
        try check(sync(file, SQLITE_SYNC_FULL))
    }

    private static func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
