import Foundation
import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import RenewalTesting
import Synchronization
import Testing

@testable import RenewalFileStore

/// A copy of one instant, made while others write.
struct BackupTests {
    private let folder: TemporaryFolder
    private let store: FileStore

    init() throws {
        folder = try TemporaryFolder()
        store = try FileStore(path: folder.file())
    }

    @Test func `a backup and a verification that are cancelled end with that, and leave no file`() async throws {
        let (store, folder) = (store, folder)
        for group in try await counting() { try await count(store, [group]) }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await #expect(throws: CancellationError.self) { try await store.backup(to: folder.file("copy.sqlite")) }
            await #expect(throws: CancellationError.self) { try await store.verify(crypto: InsecureCrypto(seed: 1)) }
        }
        await task.value
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.contains("copy") })
    }

    @Test func `a backup is a whole store of one instant, however much is written meanwhile`() async throws {
        let groups = try await counting()
        let (store, folder) = (store, folder)
        let reports = Reports()
        let copies = try await withThrowingTaskGroup(of: String?.self) { tasks in
            for _ in 0..<4 {
                tasks.addTask { @concurrent in
                    for _ in 0..<60 { try await count(store, groups) }
                    return nil
                }
            }
            for number in 0..<6 {
                tasks.addTask { @concurrent in
                    let path = folder.file("copy-\(number).sqlite")
                    try await store.backup(to: path) { reports.add($0) }
                    return path
                }
            }
            return try await tasks.reduce(into: [String]()) { $0 += [$1].compactMap { $0 } }
        }
        #expect(copies.count == 6)
        for path in copies {
            let copy = try FileStore.openReadOnly(path: path)
            let rows = try await copy.read(groups.map { .group($0) })
            #expect(Set(rows.groups.map(\.joinCounter)).count == 1 && rows.groups.count == 2, "\(path)")
            #expect(try SQL.texts(path, "PRAGMA integrity_check") == ["ok"])
            #expect(try Self.mode(path) == 0o600)
            #expect(try await FileStore(path: path).read([.groups(after: nil, limit: 9)]).groups.count == 2)
        }
        #expect(reports.last.done == reports.last.total && reports.last.total > 0)
        #expect(try await store.read([.group(groups[0])]).groups.map(\.joinCounter) == [240])
    }

    @Test func `a backup never replaces a file, and leaves nothing behind where it fails`() async throws {
        let taken = folder.file("taken.sqlite")
        try Data("mine".utf8).write(to: URL(fileURLWithPath: taken))
        await #expect(throws: FileStoreError(.alreadyThere, "")) { try await store.backup(to: taken) }
        await #expect(throws: FileStoreError(.alreadyThere, "")) { try await store.backup(to: store.path) }
        await #expect(throws: FileStoreError(.folderMissing, "")) {
            try await store.backup(to: folder.file("none/copy.sqlite"))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: taken)) == Data("mine".utf8))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["store.sqlite", "store.sqlite-shm", "store.sqlite-wal", "taken.sqlite"])
    }

    @Test func `a store that was opened read-only can be backed up`() async throws {
        _ = try await counting()
        let reading = try FileStore.openReadOnly(path: store.path)
        try await reading.backup(to: folder.file("copy.sqlite"))
        let copy = try FileStore.openReadOnly(path: folder.file("copy.sqlite"))
        #expect(try await copy.read([.groups(after: nil, limit: 9)]).groups.count == 2)
    }

    private func counting() async throws -> [GroupID] {
        var any = ArbitraryRows(seed: 8)
        let groups = try (0..<2).map { _ in
            var group = try any.group(.stable)
            group.joinCounter = 0
            return group
        }
        try await store.transact(TransactionRequest(groups: groups.map(\.id), reads: [])) { _ in
            TransactionDecision(changes: groups.map(RowChange.insertGroup), outcome: ())
        }
        return groups.map(\.id)
    }

    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}

/// Raises the counters of both groups by one.
private func count(_ store: FileStore, _ groups: [GroupID]) async throws {
    try await store.transact(TransactionRequest(groups: groups, reads: groups.map { .group($0) })) { rows in
        let changes = rows.groups.map { group in
            var group = group
            group.joinCounter += 1
            return RowChange.updateGroup(group)
        }
        return TransactionDecision(changes: changes, outcome: ())
    }
}

/// What a long operation told.
final class Reports: Sendable {
    private let reports = Mutex([FileStore.Progress]())

    func add(_ report: FileStore.Progress) { reports.withLock { $0.append(report) } }

    var last: FileStore.Progress { all.last ?? FileStore.Progress(step: "", done: 0, total: 0) }

    var all: [FileStore.Progress] { reports.withLock { $0 } }
}
