import RenewalCore
import RenewalDataverse
import RenewalXML

/// A Configuration Migration package: a zip, or a folder.
struct PackageSource: ReportSource {
    private let package: DataPackage
    private let path: String

    /// Opens the package and reads its declarations.
    ///
    /// - Throws: ``ReportError``.
    init(path: String) throws {
        self.path = path
        do {
            package = try DataPackage(contentsOf: path)
        } catch let error as PackageError {
            throw ReportError(error, in: path)
        }
    }

    var kind: SourceKind { .package }

    func read(
        at now: Instant, into collector: inout FleetCollector, progress: @Sendable (Int) -> Void
    ) async throws -> [String] {
        let names = Set(package.tables.map(\.name))
        if names.contains(Table.desktopFlowConnection.logicalName) { collector.expectConnections() }
        var notes: [String] = []
        if names.isDisjoint(with: Table.all.map(\.logicalName)) {
            notes.append("\(path.printable): the package has none of the tables flowmachinegroup and flowmachine")
        }
        var count = 0
        do {
            try package.read(eachRowOnce: true) { item in
                switch item {
                case .row(let row):
                    count += 1
                    if count % 4_096 == 0 { progress(count) }
                    if let warning = Self.warning(of: row) { notes.append(warning) }
                    collector.add(row)
                case .refused(let error, _): throw error
                case .timestamp, .space, .table, .record, .relation: break
                }
            }
        } catch let error as PackageError {
            throw ReportError(error, in: path)
        }
        return notes
    }

    private static func warning(of row: Row) -> String? {
        row.table === Table.flowMachineGroup ? GroupFacts(row).periodWarning?.description : nil
    }

    func export(_ request: ExportRequest, choice: GroupChoice?, progress: @escaping @Sendable (Int) -> Void)
        async throws -> Int?
    {
        if choice != nil {
            throw ReportError(.usage, "a package is exported whole, with all its tables; leave --group out")
        }
        do {
            try package.copy(to: request.destination, options: request.options, eachRowOnce: true)
        } catch let error as PackageError {
            throw ReportError(error, in: path)
        }
        return nil
    }
}
