import RenewalCore
import RenewalDataverse

/// One pass over a snapshot, page by page.
struct ExportRun {
    let export: PackageExport
    let snapshot: any StorageSnapshot
    let progress: @Sendable (ExportProgress) -> Void
    private(set) var done = ExportProgress()

    private static let pageSize = 500

    init(
        export: PackageExport, snapshot: any StorageSnapshot, progress: @escaping @Sendable (ExportProgress) -> Void
    ) {
        self.export = export
        self.snapshot = snapshot
        self.progress = progress
    }

    /// Writes the connections of all groups, deleted ones included.
    mutating func writeConnections(_ writer: PackageWriter) async throws {
        var last: GroupID?
        while let groups = try await groups(after: &last) {
            for group in groups {
                var after: ConnectionID?
                while let page = try await page(
                    .connections(group.id, after: after, limit: Self.pageSize), \.connections)
                {
                    for connection in page { try writer.write(Row(connection, in: group)) }
                    after = page.last?.id
                    done.connections += page.count
                    progress(done)
                }
            }
        }
    }

    /// Writes the machines of the groups that are not deleted.
    mutating func writeMachines(_ writer: PackageWriter) async throws {
        var last: GroupID?
        while let groups = try await groups(after: &last) {
            for group in groups where group.phase.kind != .deleted {
                var after: MachineID?
                while let page = try await page(.machines(group.id, after: after, limit: Self.pageSize), \.machines) {
                    for machine in page { try writer.write(Row(machine, in: group)) }
                    after = page.last?.id
                    done.machines += page.count
                    progress(done)
                }
            }
        }
    }

    /// Writes the groups that are not deleted.
    mutating func writeGroups(_ writer: PackageWriter) async throws {
        var last: GroupID?
        while let groups = try await groups(after: &last) {
            for group in groups where group.phase.kind != .deleted {
                try writer.write(Row(group, secrets: export.options.secrets))
                done.groups += 1
            }
            progress(done)
        }
    }

    /// The next page of groups as of the export's instant; `nil` after the last.
    private func groups(after last: inout GroupID?) async throws -> [MachineGroup]? {
        let page = try await page(.groups(after: last, limit: Self.pageSize), \.groups)
        last = page?.last?.id
        return page?.map { $0.settled(at: export.instant) }
    }

    private func page<Model>(_ query: RowQuery, _ rows: KeyPath<Rows, [Model]>) async throws -> [Model]? {
        try Task.checkCancellation()
        let page = try await snapshot.read([query])[keyPath: rows]
        return page.isEmpty ? nil : page
    }
}
