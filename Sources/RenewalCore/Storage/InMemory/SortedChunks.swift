/// A map in the order of its keys, kept as sorted chunks: the one index structure of ``InMemoryStorage``.
///
/// A copy shares its chunks; a write after a copy copies the list of chunks and the one chunk that it touches, so a
/// snapshot of a large table is cheap and writers go on.
///
/// - Complexity: finding is O(log n); a write moves at most one chunk's entries, and the list of chunks where a chunk is
///   split.
struct SortedChunks<Key: Comparable & Sendable, Value: Sendable>: Sendable {
    /// Where an entry is.
    struct Position: Equatable, Sendable {
        var chunk: Int
        var offset: Int
    }

    private struct Chunk: Sendable {
        var keys: [Key]
        var values: [Value]
    }

    // The last key of each chunk lies apart, so that finding the chunk reads one array. No chunk is empty.
    private var lastKeys: [Key] = []
    private var chunks: [Chunk] = []
    private(set) var count = 0

    private static var largestChunk: Int { 128 }

    /// The first entry.
    var first: (key: Key, value: Value)? {
        chunks.isEmpty ? nil : entry(at: Position(chunk: 0, offset: 0))
    }

    /// The value of that key.
    subscript(key: Key) -> Value? {
        guard let position = position(of: key) else { return nil }
        return value(at: position)
    }

    /// Where the key is, if it is there.
    func position(of key: Key) -> Position? {
        let position = firstPosition(notBefore: key)
        guard position.chunk < chunks.count, chunks[position.chunk].keys[position.offset] == key else { return nil }
        return position
    }

    /// The value of an entry that is there.
    func value(at position: Position) -> Value { chunks[position.chunk].values[position.offset] }

    /// Writes a value in place of one that is there.
    mutating func replace(at position: Position, with value: Value) {
        chunks[position.chunk].values[position.offset] = value
    }

    /// Adds an entry, or gives the key that is there a new value.
    mutating func set(_ value: Value, for key: Key) {
        var position = firstPosition(notBefore: key)
        guard position.chunk < chunks.count else { return append(value, for: key) }
        if chunks[position.chunk].keys[position.offset] == key {
            return replace(at: position, with: value)
        }
        if chunks[position.chunk].keys.count >= Self.largestChunk {
            split(position.chunk)
            position = firstPosition(notBefore: key)
        }
        chunks[position.chunk].keys.insert(key, at: position.offset)
        chunks[position.chunk].values.insert(value, at: position.offset)
        count += 1
    }

    /// Removes the key's entry, if it is there.
    mutating func remove(_ key: Key) {
        guard let position = position(of: key) else { return }
        count -= 1
        chunks[position.chunk].keys.remove(at: position.offset)
        chunks[position.chunk].values.remove(at: position.offset)
        if let last = chunks[position.chunk].keys.last {
            lastKeys[position.chunk] = last
            mergeWithNext(position.chunk)
        } else {
            chunks.remove(at: position.chunk)
            lastKeys.remove(at: position.chunk)
        }
    }

    private func entry(at position: Position) -> (key: Key, value: Value) {
        (chunks[position.chunk].keys[position.offset], chunks[position.chunk].values[position.offset])
    }

    private func firstPosition(notBefore key: Key) -> Position {
        let chunk = lastKeys.firstIndex(notBefore: key)
        return Position(chunk: chunk, offset: chunk < chunks.count ? chunks[chunk].keys.firstIndex(notBefore: key) : 0)
    }

    // Keys that come in ascending order fill chunks to the brim, which is how sequences and histories grow.
    private mutating func append(_ value: Value, for key: Key) {
        count += 1
        if let last = chunks.indices.last, chunks[last].keys.count < Self.largestChunk {
            chunks[last].keys.append(key)
            chunks[last].values.append(value)
            lastKeys[last] = key
        } else {
            chunks.append(Chunk(keys: [key], values: [value]))
            lastKeys.append(key)
        }
    }

    private mutating func split(_ index: Int) {
        let half = chunks[index].keys.count / 2
        let upper = Chunk(keys: Array(chunks[index].keys[half...]), values: Array(chunks[index].values[half...]))
        chunks[index].keys.removeSubrange(half...)
        chunks[index].values.removeSubrange(half...)
        chunks.insert(upper, at: index + 1)
        lastKeys.insert(chunks[index].keys[half - 1], at: index)
    }

    // Joins small neighbours, so that removals do not leave a long list of nearly empty chunks.
    private mutating func mergeWithNext(_ index: Int) {
        guard index + 1 < chunks.count else { return }
        guard chunks[index].keys.count + chunks[index + 1].keys.count <= Self.largestChunk / 2 else { return }
        chunks[index].keys += chunks[index + 1].keys
        chunks[index].values += chunks[index + 1].values
        lastKeys[index] = lastKeys[index + 1]
        chunks.remove(at: index + 1)
        lastKeys.remove(at: index + 1)
    }
}

extension SortedChunks {
    /// The entries from a key on, in order. Reads a copy, which costs nothing unless a write comes meanwhile.
    struct Entries: Sequence, IteratorProtocol {
        fileprivate let map: SortedChunks
        fileprivate var position: Position

        mutating func next() -> (key: Key, value: Value)? {
            guard position.chunk < map.chunks.count else { return nil }
            let entry = map.entry(at: position)
            position.offset += 1
            if position.offset == map.chunks[position.chunk].keys.count {
                position = Position(chunk: position.chunk + 1, offset: 0)
            }
            return entry
        }

        /// The keys from here on for as long as the condition holds, at most so many.
        func keys(limit: Int = .max, while condition: (Key) -> Bool = { _ in true }) -> [Key] {
            var (rest, keys) = (self, [Key]())
            while keys.count < limit, let key = rest.next()?.key, condition(key) { keys.append(key) }
            return keys
        }

        /// The values from here on for as long as the condition holds for their keys, at most so many.
        func values(limit: Int = .max, while condition: (Key) -> Bool = { _ in true }) -> [Value] {
            var (rest, values) = (self, [Value]())
            while values.count < limit, let entry = rest.next(), condition(entry.key) { values.append(entry.value) }
            return values
        }
    }

    /// All entries in order.
    var entries: Entries { Entries(map: self, position: Position(chunk: 0, offset: 0)) }

    /// The entries whose key is not before that one, in order.
    func entries(from key: Key) -> Entries {
        Entries(map: self, position: firstPosition(notBefore: key))
    }

    /// The entries whose key is after that one, in order.
    func entries(after key: Key) -> Entries {
        var entries = entries(from: key)
        if let position = position(of: key), entries.position == position { _ = entries.next() }
        return entries
    }
}

extension SortedChunks where Value == Void {
    /// Adds a key to a map that is used as a set.
    mutating func insert(_ key: Key) { set((), for: key) }
}

extension Array where Element: Comparable {
    /// In a sorted array, the index of the first element that is not before that one; `count` where all are.
    fileprivate func firstIndex(notBefore element: Element) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
