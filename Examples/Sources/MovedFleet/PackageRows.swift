import RenewalDataverse
import RenewalXML

/// The rows of a package, by table and id.
struct PackageRows {
    private let rows: [String: Row]

    init(contentsOf path: String) throws {
        var rows: [String: Row] = [:]
        try DataPackage(contentsOf: path).read { item in
            switch item {
            case .row(let row): rows["\(row.table.logicalName) \(row.idText)"] = row
            case .refused(let error, _): throw error
            case .timestamp, .space, .table, .record, .relation: break
            }
        }
        self.rows = rows
    }

    var count: Int { rows.count }

    /// The values of a column, of all rows that have one.
    func values(of column: String) -> [Value] { rows.values.compactMap { $0[column] } }

    /// Sees that the other package has the same rows with the same values, but for the columns that were not taken over.
    ///
    /// - Returns: how many values were compared.
    func requireSame(as other: PackageRows, except ignored: Set<String>) throws -> Int {
        guard rows.keys.sorted() == other.rows.keys.sorted() else { throw Fault("rows came or went") }
        var compared = 0
        for (key, row) in rows.sorted(by: { $0.key < $1.key }) {
            for column in row.table.columns where !ignored.contains("\(row.table.logicalName).\(column.logicalName)") {
                let (before, after) = (row[column.logicalName], other.rows[key]?[column.logicalName])
                guard before == after else {
                    throw Fault(
                        "\(key), \(column.logicalName): \(before.map { "\($0)" } ?? "nothing") became "
                            + (after.map { "\($0)" } ?? "nothing"))
                }
                compared += before == nil ? 0 : 1
            }
        }
        return compared
    }
}
