import RenewalTesting
import Testing

@testable import RenewalCore

/// What is told of a change is what the columns before and after it say (Rule N1).
struct PublishedColumnTests {
    @Test func `the changes between two rows are the columns whose values differ, in table order`() throws {
        var any = ArbitraryRows(seed: 11)
        for _ in 0..<12 {
            let group = GroupID.random()
            let groups = try GroupPhase.Kind.allCases.map { try any.group(id: group, $0) }
            try check(groups)
            try check((0..<6).map { _ in try any.machine(in: group) })
            try check((0..<6).map { _ in try any.connection(in: group) })
        }
    }

    @Test func `one part that changes is the one column that is told of`() throws {
        var any = ArbitraryRows(seed: 12)
        let machine = try any.machine(in: .random())
        var other = machine
        other.storedStatus = machine.storedStatus == .keyExpired ? .default : .keyExpired
        #expect(Machine.changes(from: machine, to: other).map(\.column) == ["keydeliverystatus"])
        #expect(Machine.changes(from: machine, to: machine).isEmpty)
        // A part that no column shows.
        other = machine
        other.appliedTransition += 1
        other.membership?.sequence += 1
        #expect(Machine.changes(from: machine, to: other).isEmpty)
    }

    private func check<Row: PublishedRow>(_ rows: [Row]) throws {
        for old in rows {
            for new in rows { #expect(Row.changes(from: old, to: new) == difference(old, new)) }
            #expect(Row.changes(from: old, to: nil) == difference(old, nil))
            #expect(Row.changes(from: nil, to: old) == difference(nil, old))
        }
    }

    private func difference<Row: PublishedRow>(_ old: Row?, _ new: Row?) -> [ColumnChange] {
        Row.publishedColumns.map(\.name).compactMap { name in
            let before = old?.publishedEntries.first { $0.column == name }?.value ?? .null
            let after = new?.publishedEntries.first { $0.column == name }?.value ?? .null
            return before == after ? nil : ColumnChange(column: name, old: before, new: after)
        }
    }
}
