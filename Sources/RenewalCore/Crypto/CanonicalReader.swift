/// Reads the fields that ``CanonicalBytes`` appends, one after another; never past the end.
struct CanonicalReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether every byte has been read.
    var isAtEnd: Bool { position == bytes.count }

    /// The next field; `nil` where the bytes end before it does.
    mutating func field() -> ArraySlice<UInt8>? {
        guard bytes.count - position >= 4 else { return nil }
        let count = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count - position - 4 >= count else { return nil }
        position += 4 + count
        return bytes[position - count..<position]
    }
}
