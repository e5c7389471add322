/// The values of a row by the place of their column, in that order.
struct RowFields: Hashable, Sendable {
    private(set) var entries: [Entry] = []

    /// No values, with room for so many.
    init(capacity: Int = 0) {
        entries.reserveCapacity(capacity)
    }

    struct Entry: Hashable, Sendable {
        var value: Value
        // Four bytes fit behind the value, so that an entry is 24 bytes long.
        var position: Int32
    }

    func value(at position: Int) -> Value? {
        for index in entries.indices where Int(entries[index].position) == position { return entries[index].value }
        return nil
    }

    mutating func set(_ value: Value?, at position: Int) {
        if let value, entries.last.map({ Int($0.position) < position }) ?? true {
            entries.append(Entry(value: value, position: Int32(truncatingIfNeeded: position)))
            return
        }
        // From the end, as rows mostly come in the table's order.
        var index = entries.count
        while index > 0, Int(entries[index - 1].position) >= position { index -= 1 }
        let isPresent = index < entries.count && Int(entries[index].position) == position
        switch (value, isPresent) {
        case (let value?, true): entries[index].value = value
        case (let value?, false):
            entries.insert(Entry(value: value, position: Int32(truncatingIfNeeded: position)), at: index)
        case (nil, true): entries.remove(at: index)
        case (nil, false): break
        }
    }
}
