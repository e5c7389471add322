/// A few texts by their bytes. Many machines have few versions, and comparing bytes costs less than making a text of
/// them.
struct RecentTexts {
    private static let limit = 8

    private var entries: [(start: Int, value: Value)] = []
    // The texts' lengths, as entries are gone through for each machine.
    private var counts: [Int] = []
    private var oldest = 0

    /// The text as it was kept; `nil` where it was not.
    func value(of text: JSONText, _ bytes: UnsafeBufferPointer<UInt8>) -> Value? {
        let raw = UnsafeRawBufferPointer(bytes)
        let found = UnsafeRawBufferPointer(rebasing: raw[text.start..<text.end])
        for index in counts.indices where counts[index] == found.count {
            let start = entries[index].start
            let kept = UnsafeRawBufferPointer(rebasing: raw[start..<start + found.count])
            if kept.hasSameBytes(as: found) { return entries[index].value }
        }
        return nil
    }

    /// Keeps a text of the same document, in the place of the oldest where there are many.
    mutating func keep(_ value: Value, of text: JSONText) {
        if entries.count < Self.limit {
            entries.append((text.start, value))
            counts.append(text.end - text.start)
        } else {
            entries[oldest] = (text.start, value)
            counts[oldest] = text.end - text.start
            oldest = (oldest + 1) % Self.limit
        }
    }
}
