import GRDB
import GRDBSQLite
import Testing

@testable import RenewalFileStore

/// No statement reads more of a table that grows than it gives.
struct QueryPlanTests {
    private let queue: DatabaseQueue

    init() throws {
        queue = try DatabaseQueue()
        try queue.write { try Schema.migrate($0) }
    }

    @Test(arguments: StoreStatement.allCases)
    func `each statement finds its rows by a key or an index, in order`(statement: StoreStatement) throws {
        let plan = try plan(of: statement.sql)
        // A page over all groups goes along the key; anything else has a key to begin with.
        let scans = plan.filter { $0.contains("SCAN") && !$0.contains("SCAN (subquery") }
        #expect(scans.isEmpty, "\(statement): \(plan)")
        // Two pages of an index are put together in one sort of at most as many rows as were asked for.
        let mayMerge = statement == .machinesHolding
        #expect(mayMerge || !plan.contains { $0.contains("TEMP B-TREE") }, "\(statement): \(plan)")
        let inserts = statement.sql.hasPrefix("INSERT")
        #expect(inserts || plan.contains { $0.contains("USING") }, "\(statement): \(plan)")
    }

    // By their columns: along a shorter key the rows of a whole group would be read.
    @Test(
        arguments: [
            (StoreStatement.machinesAfter, "renewal_machine_group (flowmachinegroupid=? AND flowmachineid>?)"),
            (.machinesHolding, holding), (.machinesHoldingByAge, holding),
            (.machinesBehind, "renewal_machine_transition (flowmachinegroupid=? AND renewal_appliedtransition<?)"),
            (
                .connectionsAfter,
                "renewal_connection_group (renewal_flowmachinegroupid=? AND renewal_desktopflowconnectionid>?)"
            ),
            (
                .connectionsHolding,
                """
                renewal_connection_generations (renewal_flowmachinegroupid=? AND renewal_generations=? \
                AND renewal_desktopflowconnectionid>?)
                """
            ),
            (
                .connectionGenerationsAfter,
                "renewal_connection_generations (renewal_flowmachinegroupid=? AND renewal_generations>?)"
            ),
            (
                .connectionsBehind,
                "renewal_connection_transition (renewal_flowmachinegroupid=? AND renewal_appliedtransition<?)"
            ),
            (.certificatesAfter, "PRIMARY KEY (flowmachinegroupid=? AND renewal_generation>?)"),
            (.historyAfter, "PRIMARY KEY (flowmachinegroupid=? AND renewal_number>?)"),
            (.deliveriesDue, "renewal_delivery_head (renewal_subscriber=? AND renewal_availableat<?)"),
            (.deliveryFrom, "renewal_delivery_order ((renewal_subscriber,renewal_orderkey)>(?,?))"),
            (.deliveryHead, "renewal_delivery_order (renewal_subscriber=? AND renewal_orderkey=?)"),
        ])
    func `a query of a group's or subscriber's rows has the whole key`(
        statement: StoreStatement, key: String
    ) throws {
        let plan = try plan(of: statement.sql).filter { $0.hasPrefix("SEARCH") }
        #expect(!plan.isEmpty && plan.allSatisfy { $0.hasSuffix(" \(key)") }, "\(statement): \(plan)")
    }

    private static let holding = """
        renewal_machine_holding (flowmachinegroupid=? AND renewal_generation=? AND renewal_canrenew=? AND flowmachineid>?)
        """

    @Test(arguments: [StoreStatement.updatePlacedMachine, .movePlacedMachineOn])
    func `a machine whose place is known is found there`(statement: StoreStatement) throws {
        let plan = try plan(of: statement.sql)
        #expect(plan == ["SEARCH flowmachine USING INTEGER PRIMARY KEY (rowid=?)"])
    }

    @Test func `nothing due is found without a look at any row`() throws {
        let plan = try plan(of: StoreStatement.groupsDue.sql)
        #expect(
            plan.contains {
                $0.contains("USING INDEX renewal_group_wakes (renewal_wakeson>? AND renewal_wakeson<?)")
                    || $0.contains("USING INDEX renewal_group_wakes (renewal_wakeson<?)")
            }, "\(plan)")
    }

    private func plan(of sql: String) throws -> [String] {
        try queue.read { database in
            // Parameters without values are null, which changes no plan.
            let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            statement.setUncheckedArguments(
                StatementArguments(Array(repeating: DatabaseValue.null, count: statement.parameterCount)))
            return try Row.fetchAll(statement).map { $0["detail"] }
        }
    }
}

extension Statement {
    fileprivate var parameterCount: Int { Int(sqlite3_bind_parameter_count(sqliteStatement)) }
}
