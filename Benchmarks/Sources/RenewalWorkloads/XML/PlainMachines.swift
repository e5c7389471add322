internal import CMeasuring
internal import FoundationEssentials
import RenewalCore
internal import RenewalDataverse
internal import RenewalXML

/// The machines of a package as texts, for other XML libraries.
public struct PlainMachines {
    /// The package's timestamp.
    public static let timestamp = MachineRows.timestamp.description

    /// A machine.
    public struct Machine {
        /// Its id.
        public let id: String
        /// Its columns, in order, with what stands in their attributes.
        public let fields: [Field]
    }

    /// A column of a machine.
    public struct Field {
        /// The logical name.
        public let name: String
        /// The value, HTML-encoded where it is text.
        public let value: String
        /// For a reference: the logical name of its table.
        public var lookupTable: String?
        /// For a reference: the name of its row.
        public var lookupName: String?
    }

    private var rows = MachineRows(seed: 11)

    /// The machines that ``MachinePackage`` writes.
    public init() {}

    /// The next machine.
    public mutating func next() -> Machine {
        let values = rows.next()
        let id = values.id.uuidString.lowercased()
        return Machine(
            id: id,
            fields: [
                Field(name: "agentversion", value: values.version),
                Field(name: "flowmachineid", value: id),
                Field(
                    name: "flowmachinegroupid", value: values.group.uuidString.lowercased(),
                    lookupTable: "flowmachinegroup", lookupName: values.groupName),
                Field(name: "lastheartbeatdate", value: Self.text(values.heartbeat)),
                Field(name: "keydeliverystatus", value: String(values.status)),
                Field(name: "keyreceiveddate", value: Self.text(values.keyReceived)),
                Field(name: "name", value: Self.html(values.name)),
            ])
    }

    private static func text(_ seconds: Int64) -> String {
        PackageTimestamp(Instant(secondsSince1970: seconds)).description
    }

    private static func html(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "'") }) else {
            return text
        }
        return text.replacing("&", with: "&amp;").replacing("'", with: "&#39;").replacing("ü", with: "&#252;")
    }
}

/// Packages of machines, written and read by this library.
public enum MachinePackage {
    /// Writes so many machines, each a row that is made for it.
    public static func write(_ count: Int, to path: String) throws {
        var machines = MachineRows(seed: 11)
        let writer = try PackageWriter(to: .folder(path), tables: MachineRows.tables, timestamp: MachineRows.timestamp)
        for _ in 0..<count { try writer.write(RenewalDataverse.Row(machines.next())) }
        try writer.finish()
    }

    /// Reads a package into rows, and gives how many have all their columns.
    public static func read(_ path: String) throws -> Int {
        var count = 0
        try DataPackage(contentsOf: path).read { item in
            if case .row(let row) = item, row.values.count == 7 { count += 1 }
        }
        return count
    }

    /// The most memory resident in the process so far, in bytes.
    public static var peakBytes: UInt64 { peak_resident_bytes() }
}
