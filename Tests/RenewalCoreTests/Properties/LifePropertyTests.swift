import FoundationEssentials
import RenewalCore
import RenewalTestSupport
import Testing

/// Random lives, and what holds in every state that they reach (Rules S5, S6, I9, K1, K2, C1 to C4, T3).
struct LifePropertyTests {
    /// How many histories: 2,000, or what `RENEWAL_HISTORIES` says.
    static let count = ProcessInfo.processInfo.environment["RENEWAL_HISTORIES"].flatMap(Int.init) ?? 2_000
    /// Where they start: 0, or what `RENEWAL_SEED` says.
    static let first = ProcessInfo.processInfo.environment["RENEWAL_SEED"].flatMap(UInt64.init) ?? 0
    static let parts = 8

    @Test("invariants hold after every step of random histories", arguments: 0..<parts)
    func lives(part: Int) async throws {
        for number in stride(from: part, to: Self.count, by: Self.parts) {
            let seed = Self.first + UInt64(number)
            let steps = Step.history(seed: seed, count: 16)
            guard let violation = await Self.violation(seed, steps) else { continue }
            let fewest = await Step.shrink(steps) { await Self.violation(seed, $0) != nil }
            let last = await Self.violation(seed, fewest) ?? violation
            Issue.record("RENEWAL_SEED=\(seed) RENEWAL_HISTORIES=1: \(last)\nsteps: \(fewest)\nfirst: \(violation)")
            return
        }
    }

    private static func violation(_ seed: UInt64, _ steps: [Step]) async -> String? {
        do {
            try await Life.live(seed: seed, steps: steps)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
