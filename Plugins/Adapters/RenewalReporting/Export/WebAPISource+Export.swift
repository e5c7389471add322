import RenewalCore
import RenewalDataverse
import RenewalXML

extension WebAPISource {
    /// Writes the rows as they are, with the columns that our tables have.
    ///
    /// The responses are read once for each table, so that memory does not grow with them: a package has its rows table
    /// by table.
    func export(_ request: ExportRequest, choice: GroupChoice?, progress: @escaping @Sendable (Int) -> Void)
        async throws -> Int?
    {
        let tables: [Table] = [.flowMachine, .flowMachineGroup]
        let writer = try PackageWriter(
            to: request.destination, tables: tables.map { Self.declaration(of: $0, request) },
            timestamp: PackageTimestamp(request.instant), options: request.options)
        for table in tables {
            var failure: (any Error)?
            _ = try WebAPIExport.read(contentsOf: path) { row in
                guard failure == nil, row.table === table, Self.isChosen(row, choice) else { return }
                do { try writer.write(row) } catch { failure = error }
                if writer.rowCount % 4_096 == 0 { progress(writer.rowCount) }
            }
            if let failure { throw failure }
        }
        try writer.finish()
        return writer.rowCount
    }

    private static func declaration(of table: Table, _ request: ExportRequest) -> PackageTable {
        let columns = table.columns.filter { request.includesKeyPackages || !$0.isSecret }
        return PackageTable(table, columns: Set(columns.map(\.logicalName)))
    }

    private static func isChosen(_ row: Row, _ choice: GroupChoice?) -> Bool {
        guard let choice else { return true }
        return choice.includes(row.table === Table.flowMachine ? MachineFacts(row).group : GroupID(row.id))
    }
}
