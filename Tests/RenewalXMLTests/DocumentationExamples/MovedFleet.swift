import RenewalCore
import RenewalDataverse
import RenewalXML

/// The example of the module's first page.
func moveFleet(
    from source: some Storage, to target: some Storage, crypto: some VerifyingCrypto, by way: String, at now: Instant
) async throws {
    let export = PackageExport(at: now)
    let written = try await export.write(source, to: .zip(way))
    print(written.groups, "groups and", written.machines, "machines")

    let package = try DataPackage(contentsOf: way)
    let report = try await PackageImport(at: now, by: .app("alice"), crypto: crypto).run(package, into: target)
    print(report.counts[.new], "rows are new")
    for entry in report.entries where entry.outcome == .refused { print(entry) }
}

/// The example of reading any package.
func printTables(of path: String) throws {
    let package = try DataPackage(contentsOf: path)
    for table in try package.validate().tables { print(table.name, table.rows) }

    try package.read { item in
        switch item {
        case .row(let row): print(row.table.logicalName, row.idText, row.values.count)
        case .record(let record): print(record.table, record.id, record.fields.count)
        case .refused(let error, _): print(error)
        case .timestamp, .table, .space, .relation: break
        }
    }
}
