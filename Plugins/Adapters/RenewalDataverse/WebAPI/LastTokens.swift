/// For each member, the last value that was read and what it came to: neighbouring rows often have the same, as the
/// group of a machine, and comparing bytes costs less than reading them again.
struct LastTokens {
    private var entries: [Entry] = []

    private struct Entry {
        var start = 0
        var count = -1
        var value = Value.null
    }

    /// What the same text came to in this member; `nil` where it is another text.
    func value(of text: JSONText, in member: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Value? {
        guard member < entries.count, entries[member].count == text.end - text.start else { return nil }
        let raw = UnsafeRawBufferPointer(bytes)
        let start = entries[member].start
        let last = UnsafeRawBufferPointer(rebasing: raw[start..<start + entries[member].count])
        let found = UnsafeRawBufferPointer(rebasing: raw[text.start..<text.end])
        return last.hasSameBytes(as: found) ? entries[member].value : nil
    }

    /// Remembers what a text came to.
    mutating func keep(_ value: Value, of text: JSONText, in member: Int) {
        while entries.count <= member { entries.append(Entry()) }
        entries[member] = Entry(start: text.start, count: text.end - text.start, value: value)
    }
}
