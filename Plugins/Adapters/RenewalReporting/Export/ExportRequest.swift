public import RenewalCore
import RenewalDataverse
import RenewalXML

/// What is exported, and where to.
public struct ExportRequest: Hashable, Sendable {
    /// The source's path.
    public var source: String
    /// The package's path: a zip where it ends with `.zip`, else a folder. Nothing may be there.
    public var target: String
    /// The package's timestamp, and the instant that a store's rows are as of. A package keeps its own.
    public var instant: Instant
    /// Names or ids of groups; all where empty.
    public var groups: [String]
    /// Whether key packages are written. Whoever reads them and learns a group's password holds its private keys.
    public var includesKeyPackages: Bool

    /// A request of these values.
    public init(
        source: String, target: String, instant: Instant, groups: [String] = [], includesKeyPackages: Bool = false
    ) {
        self.source = source
        self.target = target
        self.instant = instant
        self.groups = groups
        self.includesKeyPackages = includesKeyPackages
    }

    var destination: PackageDestination {
        target.lowercased().hasSuffix(".zip") ? .zip(target) : .folder(target)
    }

    var options: WriteOptions { WriteOptions(secrets: includesKeyPackages ? .included : .leftOut) }
}

/// What an export did.
public struct ExportResult: Hashable, Sendable {
    /// How many rows were written; `nil` where a package was copied.
    public var rows: Int?
    /// Chosen names and ids that no group has.
    public var unknownGroups: [String]
}

extension ExportRequest {
    /// Writes the package.
    ///
    /// - Parameter progress: is given the number of rows, now and then.
    /// - Throws: ``ReportError``: `usage` for a choice of groups of a package, which is copied whole; `inputOutput` where
    ///   something is at the target already.
    public func run(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> ExportResult {
        let source = try SourceFinder.source(at: self.source)
        do {
            guard !groups.isEmpty else {
                let rows = try await source.export(self, choice: nil, progress: progress)
                return ExportResult(rows: rows, unknownGroups: [])
            }
            var collector = FleetCollector(keepsMachines: false)
            _ = try await source.read(at: instant, into: &collector, progress: progress)
            let choice = GroupChoice(groups).resolved(among: collector.takeFleet(at: instant).groups)
            let rows = try await source.export(self, choice: choice, progress: progress)
            return ExportResult(rows: rows, unknownGroups: choice.unknown)
        } catch let error as PackageError {
            throw ReportError(error, in: target)
        } catch {
            throw ReportError(error)
        }
    }
}
