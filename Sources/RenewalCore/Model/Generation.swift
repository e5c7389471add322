/// Which certificate of its group a group certificate is: 1, 2, 3 and so on.
public struct Generation: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The number, 1 or more.
    public let number: UInt64

    /// The generation of that number; `nil` for 0, which is no generation.
    public init?(_ number: UInt64) {
        guard number >= 1 else { return nil }
        self.number = number
    }

    private init(unchecked number: UInt64) {
        self.number = number
    }

    /// Generation 1, issued by the first machine that joins (Rule I1).
    public static let first = Generation(unchecked: 1)

    /// The generation after this one. Stops at the last number, so that a forged one can not make a program trap.
    public var next: Generation { Generation(unchecked: number == .max ? .max : number + 1) }

    /// The generation before this one; `nil` before the first.
    public var previous: Generation? { Generation(number - 1) }

    /// Whether `lhs` is older.
    public static func < (lhs: Generation, rhs: Generation) -> Bool { lhs.number < rhs.number }

    /// The number in decimal digits.
    public var description: String { String(number) }
}
