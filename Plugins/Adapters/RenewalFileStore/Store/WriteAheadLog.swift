import GRDB
import GRDBSQLite
import Synchronization

/// The write-ahead log beside a store, as one connection that writes sees it.
final class WriteAheadLog: Sendable {
    /// From so many pages on it is written back to the store, unless said otherwise.
    ///
    /// SQLite itself would take 1,000. Transactions that follow each other mostly change the same pages, and a page is
    /// written back once however often the log has it. But whoever opens the store writes its log anew, so it does not
    /// get as long as it could.
    static let usualLength = 2_000

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
}
