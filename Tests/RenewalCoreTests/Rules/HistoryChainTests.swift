import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

/// The history: each entry carries the hash of the one before, so that whatever was done to it shows.
struct HistoryChainTests {
    private let crypto = InsecureCrypto(seed: 1)
    private let group = GroupID(Counter.id(2, 1))

    private func chain(_ count: UInt64) -> [HistoryEntry] {
        var entries: [HistoryEntry] = []
        for number in 1...count {
            var entry = HistoryEntry(
                group: group, number: number, at: Sample.start.adding(seconds: Int64(number)), by: .app("alice"),
                action: "policyChanged", rule: "P1", reason: "reason \(number)", subject: "s",
                previousHash: entries.last?.hash ?? HistoryChain.start, hash: .zero)
            entry.hash = crypto.digest(HistoryChain.hashedBytes(of: entry))
            entries.append(entry)
        }
        return entries
    }

    private func fault(_ entries: [HistoryEntry], after previous: HistoryEntry? = nil) -> UInt64? {
        HistoryChain.firstFault(in: entries, group: group, after: previous, crypto: crypto)?.number
    }

    @Test func `a chain holds, whole and in pages`() {
        let entries = chain(5)
        #expect(fault(entries) == nil)
        #expect(fault(Array(entries[2...]), after: entries[1]) == nil)
        #expect(fault([]) == nil)
    }

    @Test("any changed field of any entry is named", arguments: 0..<8, 0..<5)
    func changed(field: Int, index: Int) {
        var entries = chain(5)
        switch field {
        case 0: entries[index].at = entries[index].at.adding(seconds: 1)
        case 1: entries[index].by = .app("mallory")
        case 2: entries[index].action = "groupDeleted"
        case 3: entries[index].rule = "P2"
        case 4: entries[index].reason += "."
        case 5: entries[index].subject = "t"
        case 6: entries[index].group = GroupID(Counter.id(2, 2))
        default: entries[index].number += 10
        }
        #expect(fault(entries) == UInt64(index + 1))
    }

    @Test("a dropped, inserted or reordered entry is named", arguments: 0..<4)
    func moved(index: Int) {
        var dropped = chain(5)
        dropped.remove(at: index)
        #expect(fault(dropped) == UInt64(index + 1))
        var inserted = chain(5)
        inserted.insert(inserted[index], at: index + 1)
        #expect(fault(inserted) == UInt64(index + 2))
        var reordered = chain(5)
        reordered.swapAt(index, index + 1)
        #expect(fault(reordered) == UInt64(index + 1))
    }

    @Test("an entry changed and hashed anew breaks the one after it", arguments: 0..<4)
    func rehashed(index: Int) {
        var entries = chain(5)
        entries[index].reason = "another"
        entries[index].hash = crypto.digest(HistoryChain.hashedBytes(of: entries[index]))
        #expect(fault(entries) == UInt64(index + 2))
    }
}
