#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Short texts one behind the other in one array: comparing with one of them counts no references, as comparing with an
/// array of arrays would.
struct ByteList {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// How many texts there are.
    var count: Int { ends.count }

    /// Adds a text at the end; none is as an empty one.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>?) {
        if let text { bytes += text }
        ends.append(bytes.count)
    }

    /// Forgets all texts.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Whether the text at that place is this one; none is as an empty one.
    func isSame(_ text: UnsafeBufferPointer<UInt8>?, at index: Int) -> Bool {
        let start = index == 0 ? 0 : ends[index - 1]
        let count = ends[index] - start
        guard let text, let other = text.baseAddress else { return count == 0 }
        guard text.count == count else { return false }
        return bytes.withUnsafeBufferPointer { own in
            own.baseAddress.map { memcmp($0 + start, other, count) == 0 } ?? true
        }
    }
}
