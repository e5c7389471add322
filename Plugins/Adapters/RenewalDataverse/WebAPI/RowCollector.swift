import FoundationEssentials
import RenewalCore

/// Watches over the rows of several responses and what concerns them together: ids that come twice, pages that miss.
struct RowCollector {
    private var groups = Seen()
    private var machines = Seen()
    private var groupWarnings: [DataverseWarning] = []

    /// What was seen of one table.
    private struct Seen {
        private var ids = RowIDs()
        // `nil` before the first response.
        var hasLastPage: Bool?

        mutating func add(_ row: Row, at offset: Int) throws(ReadFault) {
            guard ids.insert(row.id) else {
                throw .row(
                    RowFault(
                        code: .duplicateRow, offset: offset, column: row.table.column(row.table.primaryIDColumn),
                        found: "an id that an earlier row has", expected: "each row once"))
            }
        }
    }

    /// The warnings of single rows in the order of the files, then those of whole sets.
    var warnings: [DataverseWarning] {
        groupWarnings
            + [(Table.flowMachineGroup, groups), (.flowMachine, machines)].compactMap { table, seen in
                seen.hasLastPage == false ? .lastPageMissing(table: table) : nil
            }
    }

    /// Reads one response and gives each of its rows to the body, those of machines with these columns, or all.
    mutating func read(
        file: String, bytes: UnsafeBufferPointer<UInt8>, machineColumns: Set<String>? = nil, _ body: (Row) -> Void
    ) throws {
        var reader = ResponseReader(file: file, bytes: bytes, machineColumns: machineColumns)
        let head = try reader.read { row, offset throws(ReadFault) in
            if row.table === Table.flowMachineGroup {
                try groups.add(row, at: offset)
                if let warning = GroupFacts(row).periodWarning { groupWarnings.append(warning) }
            } else {
                try machines.add(row, at: offset)
            }
            body(row)
        }
        if head.table === Table.flowMachineGroup {
            groups.hasLastPage = groups.hasLastPage == true || !head.hasNextPage
        } else {
            machines.hasLastPage = machines.hasLastPage == true || !head.hasNextPage
        }
    }
}
