import FoundationEssentials
import RenewalDataverse
import Testing

/// Values that are checked once and used in many rows.
struct FittingValueTests {
    @Test func `a row takes a value that was checked for its table`() throws {
        let position = try #require(Table.flowMachine.position(of: "agentversion"))
        let fitting = try #require(FittingValue(.text("2.23.0.1"), at: position, of: .flowMachine))
        var row = Row(table: .flowMachine, id: UUID())
        let isTaken = row.take(fitting)
        #expect(isTaken)
        #expect(row["agentversion"] == .text("2.23.0.1"))
    }

    @Test func `no row of another table takes it`() throws {
        let position = try #require(Table.flowMachine.position(of: "agentversion"))
        let fitting = try #require(FittingValue(.text("2.23.0.1"), at: position, of: .flowMachine))
        var row = Row(table: .flowMachineGroup, id: UUID())
        let before = row
        let isTaken = row.take(fitting)
        #expect(!isTaken && row == before)
    }

    @Test func `a value that the column can not hold fits nowhere`() throws {
        let position = try #require(Table.flowMachine.position(of: "agentversion"))
        #expect(FittingValue(.text("not a version"), at: position, of: .flowMachine) == nil)
        #expect(FittingValue(.integer(1), at: position, of: .flowMachine) == nil)
        #expect(FittingValue(.null, at: Table.flowMachine.columns.count, of: .flowMachine) == nil)
        #expect(FittingValue(.null, at: -1, of: .flowMachine) == nil)
        let own = try #require(Table.flowMachine.position(of: "flowmachineid"))
        #expect(FittingValue(.guid(UUID()), at: own, of: .flowMachine) == nil)
    }

    @Test func `what a column reports, it takes`() throws {
        let position = try #require(Table.flowMachineGroup.position(of: "keyvalidityperiod"))
        let value = Value.integer(Int64(Int32.max))
        #expect(!Table.flowMachineGroup.columns[position].accepts(value))
        #expect(FittingValue(value, at: position, of: .flowMachineGroup)?.value == value)
        #expect(FittingValue(.integer(Int64(Int32.max) + 1), at: position, of: .flowMachineGroup) == nil)
    }
}
