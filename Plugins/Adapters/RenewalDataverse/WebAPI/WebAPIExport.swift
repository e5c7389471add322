import FoundationEssentials

/// The rows of a real environment, as its Web API gave them: responses of queries on `flowmachinegroups` and
/// `flowmachines`, one page or several.
///
/// ```swift
/// let export = try WebAPIExport(contentsOf: "Examples/Fleet/Responses")
/// for warning in export.warnings { print(warning) }
/// let fleet = FleetSummary(export, at: now)
/// ```
public struct WebAPIExport: Sendable {
    /// The rows of `flowmachinegroup`, in the order of the files.
    public let groups: [Row]
    /// The rows of `flowmachine`, in the order of the files.
    public let machines: [Row]
    /// What a user should know.
    public let warnings: [DataverseWarning]

    /// Reads a file, or all files of a folder in the order of their names.
    ///
    /// In a folder, hidden files are ignored and any other entry must be a response. Complexity: linear in the bytes;
    /// one file at a time is in memory beside the rows.
    ///
    /// - Throws: ``DataverseError``: `notFound`, `unreadable`, `emptyFolder`, `malformedJSON`, `notAResponse`,
    ///   `invalidValue`, `missingValue` or `duplicateRow`, naming file, line, row, column, value and what was expected.
    public init(contentsOf path: String) throws {
        var rows = (groups: [Row](), machines: [Row]())
        let warnings = try Self.read(contentsOf: path) { Self.add($0, to: &rows) }
        self.init(rows, warnings)
    }

    /// Reads a file, or all files of a folder, as ``init(contentsOf:)`` does, and gives each row to the body instead of
    /// keeping it: one file at a time and the ids are in memory.
    ///
    /// - Parameters:
    ///   - path: the file or folder.
    ///   - machineColumns: the logical names of the columns of machines that the body needs; all without any. The rows
    ///     of machines then lack the others, and their lookups the names of what they refer to. Every value is checked
    ///     all the same; what is not needed only costs less.
    ///   - body: is given each row, in the order of the files.
    /// - Returns: what a user should know.
    /// - Throws: as ``init(contentsOf:)``; the body was then given the rows before the error.
    public static func read(
        contentsOf path: String, machineColumns: Set<String>? = nil, _ body: (Row) -> Void
    ) throws -> [DataverseWarning] {
        var collector = RowCollector()
        for file in try ResponseFiles.list(path) {
            let data = try ResponseFiles.bytes(of: file)
            try data.withUnsafeBytes {
                try collector.read(
                    file: file, bytes: $0.assumingMemoryBound(to: UInt8.self), machineColumns: machineColumns, body)
            }
        }
        return collector.warnings
    }

    /// Reads responses that are in memory.
    ///
    /// - Parameter responses: each with the name that errors give it.
    /// - Throws: ``DataverseError``, as ``init(contentsOf:)`` does for what stands in the files.
    public init(responses: [(name: String, bytes: [UInt8])]) throws {
        var collector = RowCollector()
        var rows = (groups: [Row](), machines: [Row]())
        for response in responses {
            try response.bytes.withUnsafeBufferPointer { bytes in
                try collector.read(file: response.name, bytes: bytes) { Self.add($0, to: &rows) }
            }
        }
        self.init(rows, collector.warnings)
    }

    private static func add(_ row: Row, to rows: inout (groups: [Row], machines: [Row])) {
        if row.table === Table.flowMachineGroup { rows.groups.append(row) } else { rows.machines.append(row) }
    }

    private init(_ rows: (groups: [Row], machines: [Row]), _ warnings: [DataverseWarning]) {
        groups = rows.groups
        machines = rows.machines
        self.warnings = warnings
    }
}
