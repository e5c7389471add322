internal import CXMLFloor
internal import FoundationEssentials
import RenewalCore
internal import RenewalDataverse
internal import RenewalXML

/// Made-up machines, for a package: the same from every run.
struct MachineRows {
    /// The instant of the package.
    static let timestamp = PackageTimestamp(Instant(secondsSince1970: 1_795_406_400))  // 2026-11-23T04:00:00Z

    /// What the package declares: the machines and what the library exports of them.
    static let tables = PackageTable.exported().filter { $0.name == Table.flowMachine.logicalName }

    /// A machine's values, before they are a row.
    struct Values {
        var id: UUID
        var group: UUID
        var name: String
        var version: String
        var groupName: String
        var status: Int64
        var heartbeat: Int64
        var keyReceived: Int64
    }

    private var random: SplitMix
    private var pool: [Values] = []
    private var position = 0

    /// Ten thousand machines, and from there on the same under other ids: what is measured is not how they are made up.
    ///
    /// - Parameter limit: how many, where fewer are needed.
    init(seed: UInt64, limit: Int = 10_000) {
        random = SplitMix(seed: seed)
        var group = (id: UUID(), name: "")
        for number in 0..<min(limit, 10_000) {
            if number.isMultiple(of: 100) {
                group = (random.uuid(), "Group \(number / 100)\(number.isMultiple(of: 300) ? " & Söhne" : "")")
            }
            pool.append(machine(number, in: group))
        }
    }

    // Names have what must be escaped, as people's do: one in ten an apostrophe, an `&` or an umlaut.
    private mutating func machine(_ number: Int, in group: (id: UUID, name: String)) -> Values {
        let marks = ["'s", " & Co", "-Büro"]
        return Values(
            id: random.uuid(), group: group.id,
            name: "WKS-\(number)\(number.isMultiple(of: 10) ? marks[number / 10 % 3] : "")",
            version: ["2.58.0.25301", "2.41.178.24249", "2.9.1.21119"][number % 3], groupName: group.name,
            status: number.isMultiple(of: 20) ? 2 : 1, heartbeat: 1_795_406_400 - Int64(random.next() % 2_592_000),
            keyReceived: 1_700_000_000 + Int64(random.next() % 94_608_000))
    }

    /// The machines that are made up, each once.
    var all: [Values] { pool }

    /// The next machine.
    mutating func next() -> Values {
        if position == pool.count { position = 0 }
        var machine = pool[position]
        machine.id = random.uuid()
        position += 1
        return machine
    }
}

extension RenewalDataverse.Row {
    /// The row of a machine.
    init(_ values: MachineRows.Values) throws {
        self.init(table: .flowMachine, id: values.id)
        try set("name", .text(values.name))
        try set("agentversion", .text(values.version))
        try set(
            "flowmachinegroupid",
            .lookup(Lookup(table: "flowmachinegroup", id: values.group, name: values.groupName)))
        try set("keydeliverystatus", .integer(values.status))
        try set("lastheartbeatdate", .instant(Instant(secondsSince1970: values.heartbeat)))
        try set("keyreceiveddate", .instant(Instant(secondsSince1970: values.keyReceived)))
    }
}

/// Machines in the form in which the loops in C take them.
final class FloorMachines {
    private let rows: UnsafeMutableBufferPointer<xml_floor_machine>
    private var texts: [UnsafeMutablePointer<CChar>] = []

    init(_ machines: [MachineRows.Values]) {
        rows = .allocate(capacity: machines.count)
        for (index, machine) in machines.enumerated() {
            rows.initializeElement(
                at: index,
                to: xml_floor_machine(
                    machine: machine.id.uuid, group: machine.group.uuid, name: keep(machine.name),
                    version: keep(machine.version), group_name: keep(machine.groupName), status: machine.status,
                    heartbeat: machine.heartbeat, key_received: machine.keyReceived))
        }
    }

    deinit {
        rows.deallocate()
        for text in texts { text.deallocate() }
    }

    private func keep(_ text: String) -> UnsafePointer<CChar> {
        let bytes = Array(text.utf8CString)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        copy.initialize(from: bytes, count: bytes.count)
        texts.append(copy)
        return UnsafePointer(copy)
    }

    /// Writes `data.xml` of so many machines.
    func write(_ total: Int, to path: String) throws {
        let result = xml_floor_write(path, MachineRows.timestamp.description, rows.baseAddress, rows.count, total)
        try require(result == 0, "the floor did not write: \(result)")
    }
}
