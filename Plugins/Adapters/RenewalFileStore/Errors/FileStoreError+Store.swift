import GRDB

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#endif

// The errors of stores, with their texts. Each says what to do.
extension FileStoreError {
    static func folderMissing(_ path: String) -> FileStoreError {
        FileStoreError(
            .folderMissing, "the folder \(StoreFile.folder(of: path)) is not there; make it, or mend the path",
            path: path)
    }

    static func fileMissing(_ path: String) -> FileStoreError {
        FileStoreError(
            .fileMissing,
            "there is no store to read; mend the path, or restore a backup where it was lost, or open it for writing once "
                + "to make a new one", path: path)
    }

    static func danglingLink(_ path: String) -> FileStoreError {
        FileStoreError(
            .fileMissing,
            "the path is a symbolic link that leads nowhere; put the store back where it leads, or remove it",
            path: path)
    }

    static func movedAway(_ path: String) -> FileStoreError {
        FileStoreError(
            .fileMissing,
            "the store was moved away or replaced while it was open; put it back, or stop every process that uses it and "
                + "open it anew", path: path)
    }

    static func noLog(_ path: String) -> FileStoreError {
        FileStoreError(
            .ioFailure,
            "this file system lets SQLite keep no write-ahead log; put the store on a local disk (not on a network one)",
            path: path)
    }

    static func notAStore(_ path: String) -> FileStoreError {
        FileStoreError(
            .notAStore,
            "the file is not a store of this library, or is cut short; mend the path, or put a backup in its place",
            path: path)
    }

    static func newerSchema(_ version: Int, path: String) -> FileStoreError {
        FileStoreError(
            .newerSchema,
            "the store has schema \(version), and this program knows schemas up to \(Schema.version); update the program",
            path: path)
    }

    static func olderSchema(_ version: Int, path: String) -> FileStoreError {
        FileStoreError(
            .olderSchema,
            "the store has schema \(version), and this program reads schema \(Schema.version); open it for writing once to "
                + "bring it up to date", path: path)
    }

    static func readOnlyFile(_ path: String) -> FileStoreError {
        FileStoreError(
            .readOnlyFile, "the file may not be written; change its mode or owner, or open it read-only", path: path)
    }

    static func readOnly(_ path: String) -> FileStoreError {
        FileStoreError(.readOnly, "the store was opened read-only and can not be written", path: path)
    }

    static func alreadyThere(_ path: String) -> FileStoreError {
        FileStoreError(.alreadyThere, "there is a file of that name, which stays; take another name", path: path)
    }

    static func orphanedLog(_ path: String) -> FileStoreError {
        FileStoreError(
            .damaged,
            "there is a write-ahead log (\(path)-wal) and no store beside it; put the store back, or move the log away to "
                + "begin a new one", path: path)
    }

    static func outcomeUnknown(_ error: DatabaseError, path: String) -> FileStoreError {
        FileStoreError(
            .outcomeUnknown,
            "the disk failed while the change was made durable, so it may be stored or not; ask again, and look after the "
                + "disk", path: path, cause: error)
    }

    static func system(_ code: Int32, _ what: String, path: String) -> FileStoreError {
        let text = "\(String(cString: strerror(code))) (errno \(code))"
        switch code {
        case ENOSPC, EDQUOT:
            return FileStoreError(.diskFull, "the disk is full, and nothing was stored: make room: \(text)", path: path)
        case EROFS, EACCES, EPERM:
            return FileStoreError(
                .readOnlyFile, "it can not be \(what): \(text); change mode, owner or place, or open it read-only",
                path: path)
        default:
            return FileStoreError(.ioFailure, "it can not be \(what): \(text)", path: path)
        }
    }

    /// The error for a failure to open a store.
    static func opening(_ error: any Error, path: String) -> FileStoreError {
        if let error = error as? FileStoreError { return error.at(path) }
        guard let error = error as? DatabaseError else {
            return FileStoreError(.ioFailure, "the store can not be opened", path: path, cause: error)
        }
        return error.resultCode.primaryResultCode == .SQLITE_NOTADB ? notAStore(path) : reading(error, path: path)
    }

    /// The error for a failure to read.
    static func reading(_ error: DatabaseError, path: String) -> FileStoreError {
        switch error.resultCode.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            return FileStoreError(
                .busy,
                "another process has the store and did not let go in time; try again, and look for one that hangs",
                path: path, cause: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT, .SQLITE_ERROR:
            return FileStoreError(
                .damaged, "the file is damaged; run verify, and restore the last good backup", path: path, cause: error)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return FileStoreError(
                .readOnlyFile,
                "the store, or the log beside it, may not be written; change mode or owner of the file and its folder. "
                    + "Reading writes too where no log is there: read while a writer has it open, or copy it",
                path: path, cause: error)
        case .SQLITE_CANTOPEN:
            return FileStoreError(
                .ioFailure,
                "the store, or the log beside it, can not be opened; nothing was stored. Look at the permissions of its "
                    + "folder, and how many files this process has open", path: path, cause: error)
        case .SQLITE_FULL:
            return FileStoreError(
                .diskFull, "the disk is full, and nothing was stored: make room, then try again", path: path,
                cause: error)
        default:
            return FileStoreError(
                .ioFailure, "the operating system refused; nothing was stored. Look after the disk, then try again",
                path: path, cause: error)
        }
    }

    /// The error for a failure to write that is known to have stored nothing.
    static func writing(_ error: DatabaseError, path: String) -> FileStoreError { reading(error, path: path) }

    /// The error with the path, where it has none.
    func at(_ path: String) -> FileStoreError {
        var error = self
        error.path = error.path ?? path
        return error
    }
}

extension DatabaseError {
    /// Whether a row of that key is there.
    var isDuplicate: Bool {
        [.SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_ROWID]
            .contains(extendedResultCode)
    }

    /// Whether every write of the transaction is concerned, not the one statement alone.
    var concernsFile: Bool {
        [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_INTERRUPT, .SQLITE_READONLY]
            .contains(resultCode.primaryResultCode)
    }

    /// Whether a commit that ended with this may be on disk all the same: whenever it may have got as far as the log.
    var leavesOutcomeUnknown: Bool {
        ![.SQLITE_BUSY, .SQLITE_FULL, .SQLITE_CONSTRAINT].contains(resultCode.primaryResultCode)
    }
}
