import RenewalCore
import RenewalTesting
import Testing

/// Arbitrary rows: the same for the same seed, and of every kind.
struct ArbitraryRowsTests {
    @Test(arguments: [UInt64(0), 1, .max])
    func `one seed gives the same rows, another one others`(seed: UInt64) throws {
        let (first, second) = (try Self.rows(seed: seed), try Self.rows(seed: seed))
        #expect(first == second, "seed \(seed)")
        #expect(try Self.rows(seed: seed &+ 1) != first, "seed \(seed)")
    }

    @Test func `every phase, state and optional field comes, present and absent`() throws {
        var any = ArbitraryRows(seed: 4)
        let groups = try (0..<400).map { _ in try any.group() }
        #expect(Set(groups.map(\.phase.kind)) == Set(GroupPhase.Kind.allCases))
        for kind in GroupPhase.Kind.allCases { #expect(try any.group(kind).phase.kind == kind) }
        let optionals: [(MachineGroup) -> Bool] = [
            { $0.operatorRequest == nil }, { $0.passwordRecord == nil }, { $0.previousPasswordRecord == nil },
            { $0.passwordChangedAt == nil }, { $0.passwordChangedBy == nil }, { $0.transitions.isEmpty },
            { $0.phase.overlap?.delivery == nil }, { $0.phase.overlap?.deliveryIsDoubted == true },
        ]
        for (index, isAbsent) in optionals.enumerated() {
            let count = groups.count(where: isAbsent)
            #expect(count > 0 && count < groups.count, "field \(index)")
        }
        let machines = try groups.map { try any.machine(in: $0.id) }
        #expect(Set(machines.map(\.storedStatus)) == Set(KeyDeliveryStatus.allCases))
        #expect(machines.contains { $0.membership == nil } && machines.contains { $0.membership != nil })
        let connections = try groups.map { try any.connection(in: $0.id) }
        #expect(Set(connections.map(\.storedState)) == Set(ConnectionState.allCases))
        #expect(Set(connections.map(\.copies.count)) == [0, 1, 2])
        #expect(connections.allSatisfy { $0.copies.map(\.generation) == $0.copies.map(\.generation).sorted() })
    }

    private static func rows(seed: UInt64) throws -> Rows {
        var any = ArbitraryRows(seed: seed)
        let group = try any.group()
        return Rows(
            groups: [group], machines: [try any.machine(in: group.id)], connections: [try any.connection(in: group.id)],
            certificates: [try any.certificate(of: group.id, .first)],
            history: [try any.historyEntry(of: group.id, 1)])
    }
}
