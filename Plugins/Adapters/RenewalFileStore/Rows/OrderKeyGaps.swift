#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Which order keys nothing waits with, by subscriber: the gaps between those that something waits with.
///
/// The notifications of one transaction mostly come in the order of their rows, so that many of their keys lie in one
/// gap, and one look at the index answers for all of them. Texts are compared by their bytes, as the index has them.
struct OrderKeyGaps {
    /// Nothing waits with a key between the two.
    private struct Gap {
        var start: String
        /// `nil` where nothing waits with any key behind the start.
        var end: String?

        func holds(_ key: String) -> Bool { start.isBefore(key) && (end.map { key.isBefore($0) } ?? true) }
    }

    private var gaps: [ByteText: Gap] = [:]

    /// Whether nothing waits with the key, which something then does.
    ///
    /// - Parameter firstKey: finds the first key of a subscriber, from this key on, that something waits with.
    mutating func isNew(
        _ key: String, of subscriber: String, firstKey: (_ subscriber: String, _ from: String) throws -> String?
    ) rethrows -> Bool {
        let owner = ByteText(text: subscriber)
        if let index = gaps.index(forKey: owner), gaps.values[index].holds(key) {
            gaps.values[index].start = key
            return true
        }
        let end = try firstKey(subscriber, key)
        gaps[owner] = Gap(start: key, end: end)
        return end.map { key.isBefore($0) } ?? true
    }
}

/// A text that equals those of the same bytes only: as texts, two of different bytes may be equal.
private struct ByteText: Hashable {
    let text: String

    static func == (left: ByteText, right: ByteText) -> Bool { left.text.hasBytes(of: right.text) }

    func hash(into hasher: inout Hasher) { text.withBytes { hasher.combine(bytes: $0) } }
}

extension String {
    /// Whether its UTF-8 comes before the other's, byte by byte.
    func isBefore(_ other: String) -> Bool {
        withBytes { mine in
            other.withBytes { others in
                let order = Self.order(mine, others, count: min(mine.count, others.count))
                return order == 0 ? mine.count < others.count : order < 0
            }
        }
    }

    /// Whether its UTF-8 is the other's.
    func hasBytes(of other: String) -> Bool {
        withBytes { mine in
            other.withBytes { mine.count == $0.count && Self.order(mine, $0, count: mine.count) == 0 }
        }
    }

    private static func order(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, count: Int) -> Int32 {
        guard let first = one.baseAddress, let second = other.baseAddress else { return 0 }
        return memcmp(first, second, count)
    }

    fileprivate func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var text = self
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}
