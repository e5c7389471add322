import FoundationEssentials
import RenewalCore

/// Gathers the rows of several responses and what concerns them together: ids that come twice, pages that miss.
struct RowCollector {
    private(set) var groups = Collected()
    private(set) var machines = Collected()
    private var groupWarnings: [DataverseWarning] = []

    /// The rows of one table.
    struct Collected {
        var rows: [Row] = []
        fileprivate var ids: Set<UUID> = []
        // `nil` before the first response.
        fileprivate var hasLastPage: Bool?

        fileprivate mutating func add(_ row: Row, at offset: Int) throws(ReadFault) {
            guard ids.insert(row.id).inserted else {
                throw .row(
                    RowFault(
                        code: .duplicateRow, offset: offset, column: row.table.column(row.table.primaryIDColumn),
                        found: "an id that an earlier row has", expected: "each row once"))
            }
            rows.append(row)
        }
    }

    /// The warnings of single rows in the order of the files, then those of whole sets.
    var warnings: [DataverseWarning] {
        groupWarnings
            + [(Table.flowMachineGroup, groups), (.flowMachine, machines)].compactMap { table, collected in
                collected.hasLastPage == false ? .lastPageMissing(table: table) : nil
            }
    }

    /// Reads one response.
    mutating func read(file: String, bytes: UnsafeBufferPointer<UInt8>) throws {
        var reader = ResponseReader(file: file, bytes: bytes)
        let head = try reader.read { row, offset throws(ReadFault) in
            if row.table === Table.flowMachineGroup {
                try groups.add(row, at: offset)
                if let warning = GroupFacts(row).periodWarning { groupWarnings.append(warning) }
            } else {
                try machines.add(row, at: offset)
            }
        }
        if head.table === Table.flowMachineGroup {
            groups.hasLastPage = groups.hasLastPage == true || !head.hasNextPage
        } else {
            machines.hasLastPage = machines.hasLastPage == true || !head.hasNextPage
        }
    }
}
