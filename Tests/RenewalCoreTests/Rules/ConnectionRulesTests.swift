import RenewalTestSupport
import Testing

@testable import RenewalCore

/// Rule C2: which copies a machine can be asked to open.
struct ConnectionRulesTests {
    static let openings: [(held: UInt64, copies: [UInt64], opens: [UInt64])] = [
        (1, [1], [1]), (1, [1, 2], [1]), (1, [2], []), (2, [1], [1]), (2, [1, 2], [1, 2]), (2, [2], [2]),
    ]

    @Test("a machine with the new certificate holds both while the overlap is open (Rule C2)", arguments: openings)
    func overlap(held: UInt64, copies: [UInt64], opens: [UInt64]) throws {
        let found = try Sample.connection(copies: copies).copies(
            for: Sample.machine(holding: held), in: Sample.group(Sample.phase(.overlap)))
        #expect(found.map(\.generation.number) == opens)
    }

    @Test func `a machine whose generation is retired opens nothing (Rules C2, K2)`() throws {
        let group = try Sample.group(Sample.phase(.overlap)).settled(at: Sample.start.adding(days: 200))
        #expect(try Sample.connection(copies: [1, 2]).copies(for: Sample.machine(holding: 1), in: group).isEmpty)
        let current = try Sample.connection(copies: [1, 2]).copies(for: Sample.machine(holding: 2), in: group)
        #expect(current.map(\.generation.number) == [2], "and nobody is given a copy for a retired one")
        #expect(try Sample.connection(copies: [2]).copies(for: Sample.machine(holding: nil), in: group).isEmpty)
    }
}
