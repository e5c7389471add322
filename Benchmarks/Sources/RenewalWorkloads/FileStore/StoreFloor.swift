internal import CStoreFloor
@_spi(Trials) internal import RenewalFileStore

/// The bare SQLite statements in C, on a copy of a file store.
final class StoreFloor {
    private let floor: OpaquePointer
    // Never the same twice: SQLite writes no row that is what it was.
    private var nextNumber: Int64 = 1

    /// Copies the store and opens the copy.
    init(copying source: String, to target: String) throws {
        try Self.check(store_floor_copy(source, target))
        var opened: OpaquePointer?
        // As much memory as a store has, and as long a log.
        let settings = FileStore.Configuration()
        let (cache, log) = (Int32(clamping: settings.writerCachePages), Int32(clamping: settings.longestLog))
        try Self.check(store_floor_open(target, cache, log, &opened))
        guard let opened else { throw WorkloadFailure("the floor did not open") }
        floor = opened
    }

    deinit { store_floor_close(floor) }

    /// Writes what check-ins of these machines write.
    func checkIns(_ ids: [String], rowsToACommit: Int) throws {
        try withIDs(ids) { store_floor_check_ins(floor, $0, ids.count, rowsToACommit, nextNumber) }
        nextNumber += Int64(ids.count)
    }

    /// Writes what the rows of these machines and their notifications are in an opened renewal.
    func opening(_ ids: [String], rowsToACommit: Int, transition: Int, event: [UInt8]) throws {
        try withIDs(ids) {
            store_floor_opening(floor, $0, ids.count, rowsToACommit, Int64(transition), event, event.count)
        }
    }

    /// Writes a database's log back to it, so that work and floor begin alike.
    static func checkpoint(_ path: String) throws { try check(store_floor_checkpoint(path)) }

    /// Takes out the notifications of earlier openings.
    func forgetNotifications() throws { try Self.check(store_floor_forget_notifications(floor)) }

    /// The median size of the notifications that wait in a store.
    static func eventSize(in store: String) throws -> Int {
        let size = store_floor_event_size(store)
        try require(size > 0, "no notifications wait in the store")
        return Int(size)
    }

    private func withIDs(_ ids: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Int32) throws {
        // All of them in one buffer, so that no row pays for a conversion.
        var text: [CChar] = []
        for id in ids {
            try require(id.utf8.count == 36, "an id is not one")
            text += id.utf8.map(CChar.init(bitPattern:)) + [0]
        }
        let result = text.withUnsafeBufferPointer { buffer -> Int32 in
            let starts: [UnsafePointer<CChar>?] = ids.indices.map { index in
                buffer.baseAddress.map { base in base + 37 * index }
            }
            return starts.withUnsafeBufferPointer { pointers -> Int32 in
                guard let first = pointers.baseAddress else { return 0 }
                return body(first)
            }
        }
        try Self.check(result)
    }

    private static func check(_ result: Int32) throws {
        try require(result == 0, "SQLite's error \(result) at the floor")
    }
}
