/// The distinct member names of a document, numbered from 0 as they appear.
///
/// A response repeats the same names in each of thousands of rows, so what a name means is decided once and a row costs
/// one look-up a name. Numbers also make repeated names within an object cheap to find.
struct NameTable {
    /// How many distinct names there may be. A response has a few hundred; the bound keeps hostile input from making
    /// the table slow.
    static let limit = 16_384

    private var entries: [Entry] = []
    private var arena: [UInt8] = []
    // Open addressing over a power of two of slots, each an index into `entries` or -1.
    private var slots = [Int32](repeating: -1, count: 256)

    /// The number that was given last, or -1.
    private var last = -1

    private struct Entry {
        var hash: UInt64
        var start: Int
        var length: Int
        /// The number that came after this one when it was last given, or -1: rows repeat their names in one order.
        var next = -1
    }

    var count: Int { entries.count }

    /// The number of that name, a new one at its first appearance; `nil` where there would be too many.
    mutating func number(of name: UnsafeBufferPointer<UInt8>) -> Int? {
        let expected = last < 0 ? -1 : entries[last].next
        if expected >= 0, entries[expected].length == name.count, matches(entries[expected], name) {
            last = expected
            return expected
        }
        guard let number = find(name) else { return nil }
        if last >= 0 { entries[last].next = number }
        last = number
        return number
    }

    private mutating func find(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        let hash = Self.hash(name)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            let entry = entries[number]
            if entry.hash == hash, entry.length == name.count, matches(entry, name) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        guard entries.count < Self.limit else { return nil }
        slots[slot] = Int32(entries.count)
        entries.append(Entry(hash: hash, start: arena.count, length: name.count))
        arena.append(contentsOf: name)
        if entries.count * 2 > slots.count { grow() }
        return entries.count - 1
    }

    /// The name of that number.
    func text(of number: Int) -> String {
        let entry = entries[number]
        return String(decoding: arena[entry.start..<entry.start + entry.length], as: UTF8.self)
    }

    private func matches(_ entry: Entry, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        let raw = UnsafeRawBufferPointer(name)
        return arena.withUnsafeBytes { arena in
            var index = 0
            while index + 8 <= raw.count {
                let left = arena.loadUnaligned(fromByteOffset: entry.start + index, as: UInt64.self)
                if left != raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
                index += 8
            }
            while index < raw.count {
                if arena[entry.start + index] != raw[index] { return false }
                index += 1
            }
            return true
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
