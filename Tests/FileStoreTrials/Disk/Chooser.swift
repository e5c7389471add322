/// Decides what a crash leaves: one choice after the other.
package protocol Chooser {
    /// A number from 0 up to and without the bound.
    mutating func choose(_ bound: Int) -> Int
}

/// Chooses by a seed.
package struct RandomChooser: Chooser {
    package var generator: SeededGenerator

    package init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    package mutating func choose(_ bound: Int) -> Int { Int(generator.next() % UInt64(max(1, bound))) }
}

/// Makes every sequence of choices there is, one after the other.
package struct EveryChoice: Chooser {
    private var choices: [(taken: Int, bound: Int)] = []
    private var position = 0

    package init() {}

    package mutating func choose(_ bound: Int) -> Int {
        if position == choices.count { choices.append((0, bound)) }
        position += 1
        return choices[position - 1].taken
    }

    /// Goes on to the next sequence; `false` after the last.
    package mutating func advance() -> Bool {
        position = 0
        while let last = choices.popLast() {
            if last.taken + 1 < last.bound {
                choices.append((last.taken + 1, last.bound))
                return true
            }
        }
        return false
    }
}
