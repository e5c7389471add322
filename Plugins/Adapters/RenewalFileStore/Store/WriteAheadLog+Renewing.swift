import GRDB
import GRDBSQLite

extension WriteAheadLog {
    /// Writes the log anew, as far as its frames count, and syncs it. Under the write lock, so that nobody else writes to
    /// it.
    ///
    /// After a sync that failed, the kernel takes what it did not write for written. Where that process then died, the
    /// next one finds a log that is whole in memory and has a hole on disk, which no sync fills; with a power cut every
    /// transaction behind the hole would be lost. So whoever opens a store writes the bytes of its log once more.
    ///
    /// - Returns: how many bytes it wrote.
    @discardableResult
    static func renew(_ database: Database) throws -> Int64 {
        var found: UnsafeMutablePointer<sqlite3_file>?
        let code = withUnsafeMutablePointer(to: &found) { pointer in
            sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_JOURNAL_POINTER, pointer)
        }
        guard code == SQLITE_OK, let file = found, let methods = file.pointee.pMethods?.pointee else { return 0 }
        return try LogFile(file: file, methods: methods).renew()
    }
}

/// The bytes of a log, as SQLite documents them ("Database File Format", section 4, "The Write-Ahead Log"): a header of
/// 32 bytes, then frames, each a header of 24 bytes and a page. Frames count up to the first one whose salt is not the
/// header's: what lies behind is of an earlier round, as a log is overwritten from its beginning and never shortened.
private struct LogFile {
    let file: UnsafeMutablePointer<sqlite3_file>
    let methods: sqlite3_io_methods

    private static let headerSize = 32
    private static let frameHeaderSize = 24
    // Where the salt is, in the header and in that of a frame.
    private static let (salt, frameSalt) = (16..<24, 8..<16)
    private static let framesAtOnce = 16

    func renew() throws -> Int64 {
        var size: sqlite3_int64 = 0
        try check(methods.xFileSize?(file, &size))
        if size == 0 { return 0 }
        let header = try read(Int(min(Int64(Self.headerSize), size)), at: 0)
        try write(header[...], at: 0)
        var end = Int64(header.count)
        if let frameSize = Self.frameSize(header) {
            let salt = header[Self.salt]
            while true {
                let frames = min(Int64(Self.framesAtOnce), (size - end) / Int64(frameSize))
                let bytes = try read(Int(frames) * frameSize, at: end)
                let counting = stride(from: 0, to: bytes.count, by: frameSize).prefix { start in
                    bytes[(start + Self.frameSalt.lowerBound)..<(start + Self.frameSalt.upperBound)] == salt
                }.count
                try write(bytes[..<(counting * frameSize)], at: end)
                end += Int64(counting * frameSize)
                if counting < Self.framesAtOnce { break }
            }
        }
        try check(methods.xSync?(file, SQLITE_SYNC_FULL))
        return end
    }

    // The size of a page stands at byte 8, the most significant byte first.
    private static func frameSize(_ header: [UInt8]) -> Int? {
        guard header.count == headerSize else { return nil }
        let page = header[8..<12].reduce(0) { $0 << 8 | Int($1) }
        return (512...65_536).contains(page) ? frameHeaderSize + page : nil
    }

    private func read(_ count: Int, at offset: Int64) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        if count == 0 { return bytes }
        try bytes.withUnsafeMutableBytes { try check(methods.xRead?(file, $0.baseAddress, Int32($0.count), offset)) }
        return bytes
    }

    private func write(_ bytes: ArraySlice<UInt8>, at offset: Int64) throws {
        if bytes.isEmpty { return }
        try bytes.withUnsafeBytes { try check(methods.xWrite?(file, $0.baseAddress, Int32($0.count), offset)) }
    }

    private func check(_ code: Int32?) throws {
        guard let code, code == SQLITE_OK else {
            throw DatabaseError(resultCode: code.map(ResultCode.init(rawValue:)) ?? .SQLITE_IOERR)
        }
    }
}
