/// Bytes one behind the other, in memory that is used again and again.
///
/// An address is good until the next change, as the memory may move when it grows.
struct ReusedBytes: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// How many bytes there are.
    private(set) var count = 0

    /// No bytes, with room for some.
    init(capacity: Int) {
        memory = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { memory.deallocate() }

    /// Adds bytes at the end.
    @inline(__always)
    mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        if length > capacity - count { grow(by: length) }
        (memory + count).update(from: bytes, count: length)
        count += length
    }

    private mutating func grow(by length: Int) {
        capacity = max(capacity * 2, count + length)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: memory, count: count)
        memory.deallocate()
        memory = larger
    }

    /// Forgets what is behind the first bytes.
    mutating func cut(to length: Int) { count = min(count, length) }

    /// Forgets what is before that place; the rest begins at 0.
    mutating func drop(to start: Int) {
        count -= start
        memory.update(from: memory + start, count: count)
    }

    /// Some of the bytes.
    @inline(__always)
    func piece(_ start: Int, _ length: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: memory + start, count: length)
    }
}
