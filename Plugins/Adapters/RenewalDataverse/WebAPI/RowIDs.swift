import FoundationEssentials

/// The ids of rows, to find one that comes twice. Kept as two words, which cost less to hash than bytes.
struct RowIDs {
    private var ids: Set<Words> = []

    private struct Words: Hashable {
        var first: UInt64
        var second: UInt64
    }

    /// Adds an id.
    ///
    /// - Returns: whether it is new.
    mutating func insert(_ id: UUID) -> Bool {
        let words = withUnsafeBytes(of: id.uuid) {
            Words(first: $0.loadUnaligned(as: UInt64.self), second: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        return ids.insert(words).inserted
    }
}
