import RenewalCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The groups that a connection read last, with the bytes that they were decoded from: every check-in reads its group,
/// which seldom changes.
final class KnownGroups {
    private struct Known {
        var bytes: [UInt8]
        var row: MachineGroup
    }

    private static let limit = 64
    private var known: [GroupID: Known] = [:]

    /// The group, where it was read from the same bytes before.
    func group(_ id: GroupID, from bytes: UnsafeRawBufferPointer) -> MachineGroup? {
        guard let known = known[id] else { return nil }
        let isSame = known.bytes.withUnsafeBytes { old in
            guard old.count == bytes.count, let first = old.baseAddress, let second = bytes.baseAddress else {
                return false
            }
            return memcmp(first, second, old.count) == 0
        }
        return isSame ? known.row : nil
    }

    /// Remembers a group as it was read.
    func remember(_ row: MachineGroup, from bytes: UnsafeRawBufferPointer) {
        if known.count >= Self.limit, known[row.id] == nil { known.removeAll(keepingCapacity: true) }
        known[row.id] = Known(bytes: Array(bytes), row: row)
    }
}
