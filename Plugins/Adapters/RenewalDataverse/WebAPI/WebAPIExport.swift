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
        var collector = RowCollector()
        for file in try ResponseFiles.list(path) {
            let data = try ResponseFiles.bytes(of: file)
            try data.withUnsafeBytes { try collector.read(file: file, bytes: $0.assumingMemoryBound(to: UInt8.self)) }
        }
        self.init(collector)
    }

    /// Reads responses that are in memory.
    ///
    /// - Parameter responses: each with the name that errors give it.
    /// - Throws: ``DataverseError``, as ``init(contentsOf:)`` does for what stands in the files.
    public init(responses: [(name: String, bytes: [UInt8])]) throws {
        var collector = RowCollector()
        for response in responses {
            try response.bytes.withUnsafeBufferPointer { try collector.read(file: response.name, bytes: $0) }
        }
        self.init(collector)
    }

    private init(_ collector: RowCollector) {
        groups = collector.groups.rows
        machines = collector.machines.rows
        warnings = collector.warnings
    }
}
