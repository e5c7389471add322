import Foundation
import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import RenewalTesting
import Synchronization
import Testing

@testable import RenewalXML

/// What is told while work goes on.
struct ProgressTests {
    /// A store of a group with more machines and connections than a page has, and of small groups.
    static func store(groups: Int = 3) async throws -> InMemoryStorage {
        let storage = InMemoryStorage()
        var random = ArbitraryRows(seed: 7)
        for number in 0..<groups {
            let group = try random.group(.new)
            var changes: [RowChange] = [.insertGroup(group)]
            for _ in 0..<(number == 0 ? 1_201 : 2) {
                var (machine, connection) = (try random.machine(in: group.id), try random.connection(in: group.id))
                machine.name = try Name("machine")
                machine.keyReceivedAt = nil
                machine.lastHeartbeat = nil
                connection.lastUsed = nil
                changes += [.insertMachine(machine), .insertConnection(connection)]
            }
            try await storage.transact(TransactionRequest(groups: [group.id], reads: [])) { [changes] _ in
                TransactionDecision(changes: changes, outcome: ())
            }
        }
        return storage
    }

    @Test func `an export tells of every page, up to all rows, before there is a package`() async throws {
        let storage = try await Self.store()
        let folder = try TemporaryFolder()
        let path = folder.file("p.zip")
        let told = Mutex<[ExportProgress]>([])
        let result = try await PackageExport(at: RoundTripTests.now).write(storage, to: .zip(path)) { done in
            #expect(!FileManager.default.fileExists(atPath: path))
            told.withLock { $0.append(done) }
        }
        let steps = told.withLock { $0 }
        let expected = ExportProgress(connections: 1_205, machines: 1_205, groups: 3)
        #expect(result == expected && steps.last == expected)
        // Three pages of the large group and one of each small one, of connections and machines; one of groups.
        #expect(steps.count == 11)
        for (earlier, later) in zip(steps, steps.dropFirst()) {
            #expect(1...500 ~= later.rows - earlier.rows)
            #expect(
                later.connections >= earlier.connections && later.machines >= earlier.machines
                    && later.groups >= earlier.groups)
        }
    }

    @Test func `an import tells of every group, when it is stored`() async throws {
        let source = try await Self.store(groups: 12)
        let folder = try TemporaryFolder()
        try await PackageExport(at: RoundTripTests.now).write(source, to: .folder(folder.file("p")))
        let package = try DataPackage(contentsOf: folder.file("p"))
        let target = CountingStorage()
        var told: [[Int]] = []
        let report = try await ImportTests.importer().run(package, into: target) { done, total in
            told.append([done, total, target.transactions])
        }
        #expect(report.counts[.new] >= 12)
        #expect(told == (1...12).map { [$0, 12, $0] })
    }

    @Test func `a package is read while its end is not known`() throws {
        let records = String(repeating: SamplePackage.record(SamplePackage.groupID, ["name": "a"]), count: 5_000)
        let data = SamplePackage.data(groups: records).dropLast(3) + Array("x>".utf8)
        let package = try DataPackage(data: Array(data), schema: SamplePackage.schema())
        var rows = 0
        let error = packageError {
            try package.read { item in if case .row = item { rows += 1 } }
        }
        // The parser is a little ahead of what it has told.
        #expect(error?.code == .malformedXML && rows > 4_900)
    }

    @Test func `what the body throws ends the reading`() throws {
        struct Enough: Error {}
        let records = String(repeating: SamplePackage.record(SamplePackage.groupID, ["name": "a"]), count: 100)
        let package = try DataPackage(data: SamplePackage.data(groups: records), schema: SamplePackage.schema())
        var rows = 0
        #expect(throws: Enough.self) {
            try package.read { item in
                guard case .row = item else { return }
                rows += 1
                if rows == 7 { throw Enough() }
            }
        }
        #expect(rows == 7)
    }

    @Test func `reading stops where its task is cancelled`() async throws {
        let records = String(repeating: SamplePackage.record(SamplePackage.groupID, ["name": "a"]), count: 5_000)
        let package = try DataPackage(data: SamplePackage.data(groups: records), schema: SamplePackage.schema())
        let rows = Mutex(0)
        let task = Task {
            try package.read { item in
                guard case .row = item else { return }
                let count = rows.withLock { count in
                    count += 1
                    return count
                }
                if count == 1_000 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        // It is looked at every 256 rows.
        #expect(1_000...1_256 ~= rows.withLock { $0 })
    }

    @Test func `a writer says how many rows it wrote`() throws {
        let folder = try TemporaryFolder()
        let records = String(repeating: SamplePackage.record(SamplePackage.groupID, ["name": "a"]), count: 10)
        let package = try DataPackage(data: SamplePackage.data(groups: records), schema: SamplePackage.schema())
        let writer = try PackageWriter(
            to: .folder(folder.file("p")), tables: package.tables, timestamp: PackageTimestamp(RoundTripTests.now))
        for (index, row) in try package.rows().enumerated() {
            #expect(writer.rowCount == index)
            try writer.write(row)
        }
        #expect(writer.rowCount == 10)
        try writer.finish()
    }
}
