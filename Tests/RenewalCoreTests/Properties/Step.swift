import RenewalTestSupport

/// One step of a random history. What its two numbers choose from depends on what is there when it is taken.
struct Step: Sendable, CustomStringConvertible {
    enum Kind: Sendable, CaseIterable {
        case join, checkIn, wait, waitUntil, policy, renew, regenerate, sweep, crashedSweep, remove, leave, rejoin, run
        case connect, edit, move, retire, backUp, restore, deleteGroup

        /// How often it comes up.
        var weight: Int {
            switch self {
            case .checkIn: 12
            case .waitUntil: 7
            case .join, .run, .sweep: 4
            case .wait, .renew, .rejoin, .connect: 3
            case .policy, .regenerate, .edit, .retire, .crashedSweep, .backUp, .restore: 2
            case .remove, .leave, .move, .deleteGroup: 1
            }
        }
    }

    var kind: Kind
    var a: Int
    var b: Int

    var description: String { "\(kind)(\(a), \(b))" }

    private static let choices = Kind.allCases.flatMap { Array(repeating: $0, count: $0.weight) }

    /// A history: a group with two machines and a connection, and then whatever comes.
    static func history(seed: UInt64, count: Int) -> [Step] {
        var generator = SeededGenerator(seed: seed)
        let beginning = [
            Step(kind: .join, a: 0, b: 1), Step(kind: .join, a: 0, b: 1), Step(kind: .connect, a: 0, b: 0),
        ]
        return beginning
            + (0..<count).map { _ in
                Step(
                    kind: choices[Int.random(in: 0..<choices.count, using: &generator)],
                    a: Int.random(in: 0..<60, using: &generator), b: Int.random(in: 0..<60, using: &generator))
            }
    }

    /// The fewest of the steps that still fail: halves, quarters and so on are left out, then single steps.
    static func shrink(_ steps: [Step], fails: ([Step]) async -> Bool) async -> [Step] {
        var smallest = steps
        var size = steps.count / 2
        while size >= 1 {
            var start = 0
            while start < smallest.count {
                let fewer = Array(smallest[..<start] + smallest[min(start + size, smallest.count)...])
                if await fails(fewer) { smallest = fewer } else { start += size }
            }
            size /= 2
        }
        return smallest
    }
}
