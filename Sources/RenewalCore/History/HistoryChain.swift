/// The history's hash chain: making the next entry, and verifying what is there.
public enum HistoryChain {
    /// What the first entry of a group names as the hash before it.
    public static let start = Fingerprint.zero

    /// The bytes whose digest is an entry's hash: use `history` and every field but the hash.
    public static func hashedBytes(of entry: HistoryEntry) -> [UInt8] {
        var canonical = CanonicalBytes(use: "history")
        canonical.append(entry.group)
        canonical.append(entry.number)
        canonical.append(entry.at)
        canonical.append(entry.by.description)
        canonical.append(entry.action)
        canonical.append(entry.rule)
        canonical.append(entry.reason)
        canonical.append(entry.subject)
        canonical.append(entry.previousHash)
        return canonical.bytes
    }

    /// Verifies a group's history.
    ///
    /// - Parameters:
    ///   - entries: the entries, oldest first; all of them, or those after `previous`.
    ///   - group: whose history it is.
    ///   - previous: the verified entry before the first of them, when verifying in pages.
    ///   - crypto: makes the hashes.
    /// - Returns: the number of the first bad entry and what is wrong with it; `nil` where all hold.
    public static func firstFault(
        in entries: some Sequence<HistoryEntry>, group: GroupID, after previous: HistoryEntry? = nil,
        crypto: some VerifyingCrypto
    ) -> Fault? {
        var number = previous?.number ?? 0
        var hash = previous?.hash ?? start
        for entry in entries {
            let (next, isBeyond) = number.addingReportingOverflow(1)
            if isBeyond { return Fault(number: number, reason: "is the last that there can be, and another follows") }
            number = next
            if entry.group != group { return Fault(number: number, reason: "belongs to group \(entry.group)") }
            if entry.number != number { return Fault(number: number, reason: "is missing; \(entry.number) follows") }
            if entry.previousHash != hash { return Fault(number: number, reason: "does not carry the hash before it") }
            if entry.hash != crypto.digest(hashedBytes(of: entry)) {
                return Fault(number: number, reason: "was changed after it was written")
            }
            hash = entry.hash
        }
        return nil
    }

    /// The first bad entry of a history.
    public struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// The number that the bad or missing entry has or should have.
        public let number: UInt64
        /// What is wrong with it.
        public let reason: String
        /// As `entry 7 was changed after it was written`.
        public var description: String { "entry \(number) \(reason)" }
    }
}
