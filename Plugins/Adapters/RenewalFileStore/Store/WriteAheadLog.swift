import GRDB
import GRDBSQLite

/// The write-ahead log beside a store.
enum WriteAheadLog {
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
