import RenewalCore
import RenewalDataverse

/// Something that holds groups and machines, and perhaps connections.
///
/// A source gives its rows one by one, in any order, to a collector, and keeps none of them: pages of a store, rows of a
/// file as they are read.
protocol ReportSource: Sendable {
    /// What it is.
    var kind: SourceKind { get }

    /// The store behind it, where there is one.
    var storage: (any Storage)? { get }

    /// Gives every row to the collector, as of the instant.
    ///
    /// - Returns: what a user should know, a line each.
    /// - Throws: the errors of what it reads.
    func read(
        at now: Instant, into collector: inout FleetCollector, progress: @Sendable (Int) -> Void
    ) async throws -> [String]

    /// Writes a package of every row, or of those of the chosen groups.
    ///
    /// - Returns: how many rows were written; `nil` where a package was copied.
    func export(
        _ request: ExportRequest, choice: GroupChoice?, progress: @escaping @Sendable (Int) -> Void
    ) async throws -> Int?
}

extension ReportSource {
    var storage: (any Storage)? { nil }
}
