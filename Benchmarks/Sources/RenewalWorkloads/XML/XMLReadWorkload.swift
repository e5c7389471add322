internal import CXMLFloor
internal import FoundationEssentials
import RenewalCore
internal import RenewalDataverse
internal import RenewalXML

/// A package of so many machines, read into rows; a slice is a whole package.
///
/// The floor goes through the same `data.xml` with libxml2's xmlTextReader in C and looks at the same values, without
/// checks, and makes nothing of them.
struct XMLReadWorkload: Workload {
    let sliceSize: Int
    private let path: String
    private let lastID: UUID
    private let folder: StoreFolder
    // The id and six columns.
    private static let fieldsOfARow = 7

    init(machines: Int) throws {
        sliceSize = machines
        folder = try StoreFolder(inMemory: true)
        path = folder.path("package")
        var made = MachineRows(seed: 11, limit: machines)
        let writer = try PackageWriter(to: .folder(path), tables: MachineRows.tables, timestamp: MachineRows.timestamp)
        var first: [RenewalDataverse.Row] = []
        var last = UUID()
        for index in 0..<machines {
            let row = try RenewalDataverse.Row(made.next())
            if index < 1_000 { first.append(row) }
            last = row.id
            try writer.write(row)
        }
        try writer.finish()
        lastID = last
        try requireSameRows(first)
    }

    private func requireSameRows(_ first: [RenewalDataverse.Row]) throws {
        var index = 0
        try DataPackage(contentsOf: path).read { item in
            guard case .row(let row) = item else { return }
            if index < first.count { try require(row == first[index], "another row was read than written") }
            try require(row.values.count == Self.fieldsOfARow, "a row has \(row.values.count) values")
            index += 1
        }
        try require(index == sliceSize, "\(index) rows were read")
    }

    mutating func prepare() {}

    func work() throws {
        var (rows, last) = (0, UUID())
        try DataPackage(contentsOf: path).read { item in
            guard case .row(let row) = item else { return }
            rows += 1
            last = row.id
        }
        try require(rows == sliceSize && last == lastID, "\(rows) rows were read, the last is \(last)")
    }

    func floor() throws {
        var seen = xml_floor_seen()
        let result = xml_floor_read("\(path)/data.xml", &seen)
        try require(result == 0, "the floor did not read: \(result)")
        try require(
            seen.records == sliceSize && seen.fields == sliceSize * Self.fieldsOfARow
                && seen.bytes > 200 * seen.records,
            "the floor saw \(seen)")
    }
}
