internal import FoundationEssentials
internal import Synchronization

/// Random numbers that a seed repeats: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Ids that a seed repeats, in the order in which they are asked for.
final class SeededIDs: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func next() -> UUID {
        generator.withLock { generator in
            var bytes = UUID().uuid
            let halves = (generator.next(), generator.next())
            withUnsafeMutableBytes(of: &bytes) { bytes in withUnsafeBytes(of: halves) { bytes.copyMemory(from: $0) } }
            // RFC 9562: version 4, variant 10.
            bytes.6 = bytes.6 & 0x0f | 0x40
            bytes.8 = bytes.8 & 0x3f | 0x80
            return UUID(uuid: bytes)
        }
    }
}
