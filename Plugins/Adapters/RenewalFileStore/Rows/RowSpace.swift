/// Memory for the row that a connection reads or writes at the moment, taken once for all of them: SQLite need not copy
/// what is bound to a statement, and asks nothing twice about a column.
final class RowSpace {
    /// What a column holds.
    struct Cell {
        /// SQLite's number of its type.
        var type: Int32 = 0
        /// An integer, or how many bytes a text or blob has.
        var integer: Int64 = 0
        var start: UnsafeRawPointer?

        /// A text's or blob's bytes, valid while the statement stands on the row.
        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: Int(integer)) }
    }

    private static let capacity = 8_192

    /// The columns of the row that is read; no table has more.
    let cells = UnsafeMutableBufferPointer<Cell>.allocate(capacity: 32)
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 8)
    private var used = 0
    // For values that are too long for the block.
    private var others: [UnsafeMutableRawBufferPointer] = []

    init() { cells.initialize(repeating: Cell()) }

    deinit {
        begin()
        cells.deallocate()
        block.deallocate()
    }

    /// Whether a statement reads rows by what is in the space: nothing else may begin then.
    var isBound = false

    /// Starts a row or the parameters of a statement: what was taken before is given up.
    func begin() {
        assert(!isBound, "a statement begins while another one still reads by its parameters")
        used = 0
        if others.isEmpty { return }
        for other in others { other.deallocate() }
        others = []
    }

    /// Room for a value, until the next row or statement begins.
    func take(_ count: Int) -> UnsafeMutableRawBufferPointer {
        if count > block.count - used {
            let other = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 8)
            others.append(other)
            return other
        }
        defer { used += count }
        return UnsafeMutableRawBufferPointer(rebasing: block[used..<used + count])
    }

    /// A copy of the bytes, as long.
    func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let copy = take(bytes.count)
        copy.copyMemory(from: bytes)
        return UnsafeRawBufferPointer(copy)
    }
}
