import RenewalCore
import RenewalDataverse
import RenewalFileStore

/// A file store of this library, opened for reading while others write.
struct FileStoreSource: ReportSource {
    private let store: FileStore

    /// Opens the store; `nil` where the file is none.
    ///
    /// SQLite looks at the file, and nothing else may: closing any other descriptor of it would drop the locks that an
    /// app in this process holds.
    ///
    /// - Throws: ``ReportError`` for a store that can not be read.
    init?(path: String) throws {
        do {
            store = try FileStore.openReadOnly(path: path)
        } catch let error as FileStoreError where error.code == .notAStore {
            return nil
        } catch {
            throw ReportError(error)
        }
    }

    var kind: SourceKind { .fileStore }
    var storage: (any Storage)? { store }

    private static let groupPage = 100
    private static let rowPage = 1_000

    func read(
        at now: Instant, into collector: inout FleetCollector, progress: @Sendable (Int) -> Void
    ) async throws -> [String] {
        collector.expectConnections()
        let start = collector
        collector = try await store.withSnapshot { snapshot in
            var collector = start
            var last: GroupID?
            repeat {
                let page = try await snapshot.read([.groups(after: last, limit: Self.groupPage)]).groups
                for group in page {
                    try await Self.read(group.settled(at: now), in: snapshot, into: &collector, progress)
                }
                last = page.count == Self.groupPage ? page.last?.id : nil
            } while last != nil
            return collector
        }
        return []
    }

    /// A group with its machines and connections, in pages. Of a deleted group there are only its connections, which are
    /// broken then: rows of its machines that the sweep has not taken away yet are none any more (Rules G1, K1).
    private static func read(
        _ group: MachineGroup, in snapshot: any StorageSnapshot, into collector: inout FleetCollector,
        _ progress: @Sendable (Int) -> Void
    ) async throws {
        if group.phase.kind != .deleted {
            collector.add(group)
            try await readMachines(of: group, in: snapshot, into: &collector, progress)
        }
        var connection: ConnectionID?
        repeat {
            let page = try await snapshot.read([.connections(group.id, after: connection, limit: rowPage)]).connections
            for row in page { collector.add(ConnectionFacts(row, in: group)) }
            connection = page.count == rowPage ? page.last?.id : nil
        } while connection != nil
    }

    private static func readMachines(
        of group: MachineGroup, in snapshot: any StorageSnapshot, into collector: inout FleetCollector,
        _ progress: @Sendable (Int) -> Void
    ) async throws {
        var machine: MachineID?
        repeat {
            let page = try await snapshot.read([.machines(group.id, after: machine, limit: rowPage)]).machines
            for row in page { collector.add(MachineFacts(row, in: group)) }
            progress(collector.machineCount)
            machine = page.count == rowPage ? page.last?.id : nil
        } while machine != nil
    }
}
