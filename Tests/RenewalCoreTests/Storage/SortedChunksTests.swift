import Synchronization
import Testing

@testable import RenewalCore

/// The index structure of the store in memory, against the plainest way to do the same.
struct SortedChunksTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func `it does what a dictionary with sorted keys does`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var chunks = SortedChunks<Int, Int>()
        var model: [Int: Int] = [:]
        // Seeds differ in how dense the keys are and so in how often chunks split and merge.
        let keys = 0...(200 << Int(seed * 2))
        for step in 0..<12_000 {
            let key = Int.random(in: keys, using: &generator)
            // Grows in the first two thirds and shrinks in the last.
            if Int.random(in: 0..<3, using: &generator) < (step < 8_000 ? 2 : 1) {
                chunks.set(step, for: key)
                model[key] = step
            } else {
                chunks.remove(key)
                model[key] = nil
            }
            if step % 500 == 0 { expectSame(chunks, model, around: key, "seed \(seed), step \(step)") }
        }
        for key in keys { chunks.remove(key) }
        #expect(chunks.count == 0 && chunks.first == nil && chunks.entries.keys().isEmpty, "seed \(seed)")
    }

    private func expectSame(_ chunks: SortedChunks<Int, Int>, _ model: [Int: Int], around key: Int, _ place: String) {
        let sorted = model.keys.sorted()
        #expect(chunks.count == model.count, "\(place)")
        #expect(chunks[key] == model[key], "\(place)")
        #expect(chunks.first?.key == sorted.first, "\(place)")
        #expect(chunks.entries.keys() == sorted, "\(place)")
        #expect(chunks.entries.values() == sorted.compactMap { model[$0] }, "\(place)")
        #expect(chunks.entries(from: key).keys() == sorted.filter { $0 >= key }, "\(place)")
        #expect(chunks.entries(after: key).keys(limit: 5) == Array(sorted.filter { $0 > key }.prefix(5)), "\(place)")
        #expect(chunks.entries(from: key).keys { $0 < key + 9 } == sorted.filter { (key..<key + 9).contains($0) })
    }

    @Test func `a copy stays as it was while the other is written`() {
        var chunks = SortedChunks<Int, Int>()
        for key in 0..<1_000 { chunks.set(key, for: key) }
        let copy = chunks
        for key in 0..<1_000 where key % 3 == 0 { chunks.remove(key) }
        for key in 500..<2_000 { chunks.set(-1, for: key) }
        #expect(copy.entries.values() == Array(0..<1_000))
        #expect(copy.count == 1_000)
    }

    @Test(arguments: [100, 10_000, 100_000])
    func `finding a key compares a logarithmic number of keys`(count: Int) {
        let comparisons = Comparisons()
        var chunks = SortedChunks<CountedKey, Int>()
        for key in 0..<count { chunks.set(key, for: CountedKey(number: key, comparisons: comparisons)) }
        var worst = 0
        for key in stride(from: 0, to: count, by: max(1, count / 1_000)) {
            comparisons.reset()
            #expect(chunks[CountedKey(number: key, comparisons: comparisons)] == key)
            worst = max(worst, comparisons.count)
        }
        // Two binary searches, each with one comparison to spare, and one test for equality.
        let bound = Int((Double(count).log2()).rounded(.up)) + 4
        #expect(worst <= bound, "\(worst) comparisons among \(count) keys")
    }
}

private final class Comparisons: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }
    func reset() { number.withLock { $0 = 0 } }
    func add() { number.withLock { $0 += 1 } }
}

private struct CountedKey: Comparable, Sendable {
    let number: Int
    let comparisons: Comparisons

    static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.comparisons.add()
        return lhs.number < rhs.number
    }

    static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.comparisons.add()
        return lhs.number == rhs.number
    }
}

extension Double {
    fileprivate func log2() -> Double {
        var (rest, result) = (self, 0.0)
        while rest > 1 {
            rest /= 2
            result += 1
        }
        return result
    }
}
