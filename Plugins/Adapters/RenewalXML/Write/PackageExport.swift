public import RenewalCore
import RenewalDataverse

/// Writes the groups, machines and connections of a store as a package.
///
/// ```swift
/// let export = PackageExport(at: clock.now())
/// try await export.write(storage, to: .zip("fleet.zip"))
/// ```
///
/// Everything is of one instant: the rows come from one snapshot, with the statuses that hold then (Rule K1). Memory
/// does not grow with the fleet.
public struct PackageExport: Sendable {
    /// The instant of the rows and of the package's timestamp.
    public var instant: Instant
    /// How the package is written; says also whether key packages are (Rule Z1).
    public var options: WriteOptions
    /// The tables' `etc` in the environment that the package is for, by logical name; 0 where nothing is said.
    public var objectTypeCodes: [String: Int]

    /// An export as of that instant.
    public init(at instant: Instant, options: WriteOptions = WriteOptions(), objectTypeCodes: [String: Int] = [:]) {
        self.instant = instant
        self.options = options
        self.objectTypeCodes = objectTypeCodes
    }

    /// Writes the package.
    ///
    /// Deleted groups and what is left of their machines are not written; their connections are, as broken. Where the
    /// task is cancelled nothing is left at the destination.
    ///
    /// - Parameters:
    ///   - storage: the store.
    ///   - destination: where the package goes.
    ///   - progress: is told after every page how many rows of which table were written.
    /// - Returns: how many rows were written.
    /// - Throws: ``PackageError``; `CancellationError`; `DataverseError` for a value beyond the limits of its column;
    ///   what the store throws.
    @discardableResult
    public func write(
        _ storage: some Storage, to destination: PackageDestination,
        progress: @escaping @Sendable (ExportProgress) -> Void = { _ in }
    ) async throws -> ExportProgress {
        let tables = PackageTable.exported(secrets: options.secrets, objectTypeCodes: objectTypeCodes)
        return try await storage.withSnapshot { snapshot in
            let writer = try PackageWriter(
                to: destination, tables: tables, timestamp: PackageTimestamp(instant), options: options)
            var run = ExportRun(export: self, snapshot: snapshot, progress: progress)
            // In the order of the tables' display names.
            try await run.writeConnections(writer)
            try await run.writeMachines(writer)
            try await run.writeGroups(writer)
            try Task.checkCancellation()
            try writer.finish()
            return run.done
        }
    }
}

/// How far an export is.
public struct ExportProgress: Hashable, Sendable {
    /// Rows of `renewal_desktopflowconnection`, which come first.
    public var connections = 0
    /// Rows of `flowmachine`.
    public var machines = 0
    /// Rows of `flowmachinegroup`.
    public var groups = 0

    /// All rows.
    public var rows: Int { connections + machines + groups }
}
