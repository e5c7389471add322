import RenewalTestSupport
import Testing

@testable import RenewalFileStore

/// What a transaction remembers of the keys that notifications wait with (Rule N3).
struct OrderKeyGapsTests {
    // Some are equal as texts and have different bytes: "é" composed and decomposed.
    private static let keys = (0..<12).map { "flowmachine/\($0)" } + ["", "\u{e9}", "e\u{301}", "z", "e"]

    private static let subscribers = ["\u{e9}", "e\u{301}"]

    /// An index: what waits, by its bytes.
    private struct Index {
        var waiting: [[UInt8]: Set<[UInt8]>] = [:]
        var looks = 0

        mutating func firstKey(of subscriber: String, from key: String) -> String? {
            looks += 1
            let from = Array(key.utf8)
            return waiting[Array(subscriber.utf8), default: []].filter { !$0.lexicographicallyPrecedes(from) }
                .min { $0.lexicographicallyPrecedes($1) }
                .map { String(decoding: $0, as: UTF8.self) }
        }

        /// Whether nothing waited with the key; then something does.
        mutating func keep(_ key: String, of subscriber: String) -> Bool {
            waiting[Array(subscriber.utf8), default: []].insert(Array(key.utf8)).inserted
        }
    }

    @Test(arguments: 0..<200)
    func `a key is new exactly where nothing waits with its bytes, in any order`(seed: Int) {
        var random = SplitMix(seed: UInt64(seed))
        var index = Index()
        for _ in 0..<Int.random(in: 0...10, using: &random) {
            _ = index.keep(Self.keys.randomElement(using: &random) ?? "", of: Self.subscribers[0])
        }
        var gaps = OrderKeyGaps()
        for _ in 0..<60 {
            let subscriber = Self.subscribers.randomElement(using: &random) ?? ""
            let key = Self.keys.randomElement(using: &random) ?? ""
            let isNew = gaps.isNew(key, of: subscriber) { index.firstKey(of: $0, from: $1) }
            #expect(isNew == index.keep(key, of: subscriber), "\(key) of \(subscriber)")
        }
    }

    @Test func `keys in their order take one look for each gap between what waits`() {
        var index = Index()
        for key in ["c", "f"] { _ = index.keep(key, of: "one") }
        var gaps = OrderKeyGaps()
        let areNew = ["a", "b", "c", "d", "e", "f", "g", "h"].map { key in
            defer { _ = index.keep(key, of: "one") }
            return gaps.isNew(key, of: "one") { index.firstKey(of: $0, from: $1) }
        }
        #expect(areNew == [true, true, false, true, true, false, true, true])
        // At a, c, d, f and g.
        #expect(index.looks == 5)
    }
}
