internal import FoundationEssentials
import RenewalCore
internal import RenewalDataverse
internal import RenewalXML

/// A package of so many machines, written as a folder; a slice is a whole package.
///
/// The floor writes the same `data.xml` with libxml2's xmlTextWriter from C, and syncs it too. Both write to memory, where
/// the system has a folder for that: what is measured is not a disk.
struct XMLWriteWorkload: Workload {
    let sliceSize: Int
    private let rows: [RenewalDataverse.Row]
    private let floorMachines: FloorMachines
    private let folder: StoreFolder

    init(machines: Int) throws {
        sliceSize = machines
        folder = try StoreFolder(inMemory: true)
        let values = MachineRows(seed: 11, limit: machines).all
        rows = try values.map { try RenewalDataverse.Row($0) }
        floorMachines = FloorMachines(values)
        try requireSameBytes()
    }

    private func requireSameBytes() throws {
        let (ours, floors) = (folder.path("checked"), folder.path("checked.xml"))
        try write(rows.count, to: ours)
        try floorMachines.write(rows.count, to: floors)
        let (written, expected) = try (
            Data(contentsOf: URL(filePath: "\(ours)/data.xml")), Data(contentsOf: URL(filePath: floors))
        )
        try require(written == expected, "the floor writes another document")
        try FileManager.default.removeItem(atPath: ours)
        try FileManager.default.removeItem(atPath: floors)
    }

    mutating func prepare() throws {
        for name in ["package", "floor.xml"] { try? FileManager.default.removeItem(atPath: folder.path(name)) }
    }

    func work() throws { try write(sliceSize, to: folder.path("package")) }

    private func write(_ total: Int, to path: String) throws {
        let writer = try PackageWriter(to: .folder(path), tables: MachineRows.tables, timestamp: MachineRows.timestamp)
        for index in 0..<total { try writer.write(rows[index % rows.count]) }
        try writer.finish()
    }

    func floor() throws { try floorMachines.write(sliceSize, to: folder.path("floor.xml")) }
}
