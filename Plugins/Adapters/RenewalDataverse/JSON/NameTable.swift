/// The distinct member names of a document, numbered from 0 as they appear.
///
/// A response repeats the same names in the same order in each of thousands of rows, so what a name means is decided
/// once, and a row costs one comparison a name. Numbers also make repeated names within an object cheap to find.
struct NameTable {
    /// How many distinct names there may be. A response has a few hundred; the bound keeps hostile input from making
    /// the table slow.
    static let limit = 16_384

    private var entries: [Entry] = []
    // The names one after the other, each with the quotation mark that ends it in a document.
    private var arena: [UInt8] = []
    // Open addressing over a power of two of slots, each an index into `entries` or -1.
    private var slots = [Int32](repeating: -1, count: 256)

    /// The number that was given last, or -1.
    private var last = -1

    private struct Entry {
        var hash: UInt64
        var start: Int
        var length: Int
        /// Whether a document has the name as it is, without escapes.
        var isPlain: Bool
        /// The number that came after this one when it was last given, or -1.
        var next = -1
    }

    var count: Int { entries.count }

    /// The number of the name that came after the last one before, where it stands at that place with the quotation mark
    /// that ends it; and how many bytes both take. `nil` where another name stands there, or the same one with escapes.
    @inline(__always)
    mutating func expected(at position: Int, of bytes: UnsafeBufferPointer<UInt8>) -> (number: Int, length: Int)? {
        guard last >= 0 else { return nil }
        let number = entries[last].next
        guard number >= 0 else { return nil }
        let (start, length) = (entries[number].start, entries[number].length + 1)
        guard entries[number].isPlain, length <= bytes.count - position else { return nil }
        let found = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[position..<position + length])
        guard matches(start, found) else { return nil }
        last = number
        return (number, length)
    }

    /// The number of that name, a new one at its first appearance; `nil` where there would be too many.
    ///
    /// - Parameters:
    ///   - name: the name, without escapes.
    ///   - isPlain: whether the document has it as it is.
    mutating func number(of name: UnsafeBufferPointer<UInt8>, isPlain: Bool) -> Int? {
        guard let number = find(name, isPlain) else { return nil }
        if last >= 0 { entries[last].next = number }
        last = number
        return number
    }

    private mutating func find(_ name: UnsafeBufferPointer<UInt8>, _ isPlain: Bool) -> Int? {
        let hash = Self.hash(name)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            let entry = entries[number]
            if entry.hash == hash, entry.length == name.count, matches(entry.start, UnsafeRawBufferPointer(name)) {
                return number
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        guard entries.count < Self.limit else { return nil }
        slots[slot] = Int32(entries.count)
        entries.append(Entry(hash: hash, start: arena.count, length: name.count, isPlain: isPlain))
        arena.append(contentsOf: name)
        arena.append(UInt8(ascii: "\""))
        if entries.count * 2 > slots.count { grow() }
        return entries.count - 1
    }

    /// The name of that number.
    func text(of number: Int) -> String {
        let entry = entries[number]
        return String(decoding: arena[entry.start..<entry.start + entry.length], as: UTF8.self)
    }

    @inline(__always)
    private func matches(_ start: Int, _ found: UnsafeRawBufferPointer) -> Bool {
        arena.withUnsafeBytes { arena in
            UnsafeRawBufferPointer(rebasing: arena[start..<start + found.count]).hasSameBytes(as: found)
        }
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }

    /// Eight bytes at a time, multiplied and folded.
    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(name)
        var hash = UInt64(raw.count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while index + 8 <= raw.count {
            hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var rest: UInt64 = 0
        while index < raw.count {
            rest = rest << 8 | UInt64(raw[index])
            index += 1
        }
        return mix(hash ^ rest)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the other, of the same length, has the same bytes.
    @inline(__always)
    func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
        assert(count == other.count, "buffers of different length")
        var index = 0
        while index + 8 <= count {
            let word = loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word != other.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
            index += 8
        }
        while index < count {
            if self[index] != other[index] { return false }
            index += 1
        }
        return true
    }
}
