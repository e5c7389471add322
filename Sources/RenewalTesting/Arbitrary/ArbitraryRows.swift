public import FoundationEssentials

/// Rows with arbitrary contents, the same for the same seed: for round trips through stores, files and tables.
///
/// Every field takes every kind of value that its type allows: absent and present, empty and long, names in any script.
/// Numbers go up to `Int64.max`, which is what databases hold. The rows are well formed one by one; they do not follow
/// from each other as a coordinator's would.
public struct ArbitraryRows: Sendable {
    /// Where the values come from.
    public var generator: SeededGenerator

    /// Rows of that seed.
    public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// A whole number of that range.
    public mutating func number(_ range: ClosedRange<UInt64>) -> UInt64 { UInt64.random(in: range, using: &generator) }

    /// A counter: mostly small, sometimes 0, sometimes as large as databases hold.
    public mutating func counter() -> UInt64 {
        switch number(0...9) {
        case 0: 0
        case 1: UInt64(Int64.max) - number(0...9)
        default: number(1...1_000_000)
        }
    }

    /// True or false.
    public mutating func flag() -> Bool { generator.next() & 1 == 1 }

    /// A value or, one time in three, none.
    public mutating func optional<Value>(_ make: (inout Self) throws -> Value) rethrows -> Value? {
        number(0...2) == 0 ? nil : try make(&self)
    }

    /// One of these; they must not be empty.
    public mutating func one<Value>(of values: [Value]) -> Value {
        values[Int(number(0...UInt64(values.count - 1)))]
    }

    /// So many bytes.
    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    /// Bytes of a length up to that one, none included.
    public mutating func bytes(upTo count: Int) -> [UInt8] { bytes(Int(number(0...UInt64(count)))) }

    /// A random UUID (RFC 9562, version 4).
    public mutating func uuid() -> UUID {
        var bytes = self.bytes(16)
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        return bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// An identifier.
    public mutating func id<ID: UUIDIdentifier>() -> ID { ID(uuid()) }

    /// An instant: mostly of this century, sometimes before 1970, sometimes the first or last that can be written.
    public mutating func instant() -> Instant {
        switch number(0...9) {
        case 0: Instant(secondsSince1970: -Int64(number(0...60_000_000_000)))
        case 1: one(of: [.distantPast, .distantFuture, Instant(secondsSince1970: 0)])
        default: Instant(secondsSince1970: Int64(number(946_684_800...4_102_444_800)))
        }
    }

    /// Text with what tends to be damaged on its way: quotes, line ends, other scripts, characters of several code units.
    public mutating func text() -> String {
        one(of: [
            "Finance desk \(number(0...999))", "O'Brien; DROP TABLE \"machines\"; --", "line one\r\nline two\ttab",
            " leading and trailing ", "Ω≈ç √ 漢字 العربية", "👩‍👩‍👧‍👦🇨🇭", "e\u{301}", "é", "<a href=\"x\">&amp;</a>",
            "C:\\new\\table",
            "%s %d {} ${x}", "null",
        ])
    }

    /// A name (Rule G4).
    public mutating func name() throws -> Name {
        try Name(number(0...9) == 0 ? String(repeating: "n", count: Int(number(1...100))) : text())
    }
}
