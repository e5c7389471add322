import Foundation
import RenewalCore
import Testing

@testable import RenewalDataverse

struct ConnectionFactsTests {
    static func row(_ state: Value?) throws -> Row {
        var row = Row(table: .desktopFlowConnection, id: UUID())
        try row.set("renewal_name", .text("Payroll"))
        try row.set("renewal_state", state)
        return row
    }

    @Test(
        "A row of the table says its state (Rules C4, C5)",
        arguments: zip([ConnectionState.current, .stale, .expired, .broken], [1, 2, 3, 4]))
    func states(state: ConnectionState, number: Int64) throws {
        let facts = ConnectionFacts(try Self.row(.integer(number)))
        #expect(facts.state == state)
        #expect(facts.name == "Payroll" && facts.group == nil)
    }

    @Test("A row that does not say is expired: no copy is known (Rule C4)", arguments: [nil, .null] as [Value?])
    func unsaid(state: Value?) throws {
        #expect(ConnectionFacts(try Self.row(state)).state == .expired)
    }

    @Test func `a broken connection counts for its group as one, and as none of the others`() {
        var counts = ConnectionCounts()
        for state in [ConnectionState.broken, .current, .stale, .expired] { counts.add(state) }
        #expect(counts.total == 4 && counts.current == 1 && counts.stale == 1 && counts.expired == 1)
    }
}
