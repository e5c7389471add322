import Foundation
import RenewalCore
import RenewalTestSupport
import RenewalTesting
import Synchronization
import Testing

@testable import RenewalFileStore

/// What can not be opened: a typed error that says what to do, and the file as it was.
struct OpeningTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a missing folder is named`() {
        for path in [folder.file("none/store.sqlite"), folder.file("none/deep/store.sqlite")] {
            let error = #expect(throws: FileStoreError(.folderMissing, "")) { try FileStore(path: path) }
            #expect(error?.path == path)
            #expect(error?.message.contains(String(path.dropLast("/store.sqlite".count))) == true)
            #expect(throws: FileStoreError(.folderMissing, "")) { try FileStore.openReadOnly(path: path) }
        }
    }

    @Test func `a folder that is a file is a missing folder`() throws {
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.file("plain")))
        #expect(throws: FileStoreError(.folderMissing, "")) { try FileStore(path: folder.file("plain/store.sqlite")) }
    }

    @Test(arguments: [Data(), Data("some text that is no database".utf8), Data(repeating: 0, count: 8_192)])
    func `a file of something else is refused and stays as it was`(content: Data) throws {
        let path = folder.file()
        try content.write(to: URL(fileURLWithPath: path))
        #expect(throws: FileStoreError(.notAStore, "")) { try FileStore(path: path) }
        #expect(throws: FileStoreError(.notAStore, "")) { try FileStore.openReadOnly(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["store.sqlite"])
    }

    @Test func `another program's database is refused and stays as it was`() throws {
        let path = folder.file()
        try SQL.run(path, "CREATE TABLE t (a); INSERT INTO t VALUES (1); PRAGMA user_version = 1")
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: FileStoreError(.notAStore, "")) { try FileStore(path: path) }
        #expect(throws: FileStoreError(.notAStore, "")) { try FileStore.openReadOnly(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `a folder of that name is refused`() throws {
        #expect(throws: FileStoreError(.notAStore, "")) { try FileStore(path: folder.path) }
        #expect(throws: FileStoreError(.notAStore, "")) { try FileStore.openReadOnly(path: folder.path) }
    }

    @Test func `a store of a newer schema is refused and stays as it was`() throws {
        let path = folder.file()
        _ = try FileStore(path: path)
        try SQL.run(path, "PRAGMA user_version = 7; PRAGMA wal_checkpoint(TRUNCATE)")
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let error = #expect(throws: FileStoreError(.newerSchema, "")) { try FileStore(path: path) }
        #expect(error?.message == "the store has schema 7, and this program knows schemas up to 1; update the program")
        #expect(throws: FileStoreError(.newerSchema, "")) { try FileStore.openReadOnly(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `a store without a version is refused`() throws {
        let path = folder.file()
        _ = try FileStore(path: path)
        try SQL.run(path, "PRAGMA user_version = 0")
        #expect(throws: FileStoreError(.notAStore, "")) { try FileStore(path: path) }
        #expect(throws: FileStoreError(.notAStore, "")) { try FileStore.openReadOnly(path: path) }
    }

    @Test func `a file that nobody may write is refused for writing, and can be read`() async throws {
        let path = folder.file()
        _ = try FileStore(path: path)
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
        #expect(throws: FileStoreError(.readOnlyFile, "")) { try FileStore(path: path) }
        let reading = try FileStore.openReadOnly(path: path)
        #expect(try await reading.read([.groups(after: nil, limit: 9)]) == Rows())
    }

    @Test func `there is nothing to read where there is no file, and none is made`() throws {
        #expect(throws: FileStoreError(.fileMissing, "")) { try FileStore.openReadOnly(path: folder.file()) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `a log without its store is not taken into a new one`() throws {
        let path = folder.file()
        try Data("log".utf8).write(to: URL(fileURLWithPath: path + "-wal"))
        #expect(throws: FileStoreError(.damaged, "")) { try FileStore(path: path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["store.sqlite-wal"])
    }

    @Test func `a link that leads nowhere is refused, and nothing is made where it leads`() throws {
        let path = folder.file()
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.file("gone.sqlite"))
        #expect(throws: FileStoreError(.fileMissing, "")) { try FileStore(path: path) }
        #expect(throws: FileStoreError(.fileMissing, "")) { try FileStore.openReadOnly(path: path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["store.sqlite"])
    }

    @Test func `a store that was replaced while it is open is not read by later connections`() async throws {
        let path = folder.file()
        let store = try FileStore(path: path)
        var any = ArbitraryRows(seed: 4)
        let group = try any.group(.new)
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(group)], outcome: ())
        }
        for suffix in ["", "-wal", "-shm"] {
            try FileManager.default.moveItem(atPath: path + suffix, toPath: folder.file("moved") + suffix)
        }
        #expect(throws: FileStoreError(.fileMissing, "")) { try FileStore.openReadOnly(path: path) }
        // A snapshot would have a new connection.
        func look() async throws { try await store.withSnapshot { _ = try await $0.read([.group(group.id)]) } }
        await #expect(throws: FileStoreError(.fileMissing, "")) { try await look() }
        _ = try FileStore(path: path)
        await #expect(throws: FileStoreError(.fileMissing, "")) { try await look() }
    }

    @Test func `reads take another connection where the open ones are crowded, and no more than may be`() async throws {
        let store = try FileStore(path: folder.file(), configuration: FileStore.Configuration(readers: 3))
        let pool = store.readers
        struct Failure: Error {}
        let open = Mutex<[Int]>([])
        // Each waits within its read for the ones behind it.
        @Sendable func hold(_ count: Int) async throws {
            try await pool.withReader { _ in
                open.withLock { $0.append(pool.openCount) }
                if count > 1 { try await hold(count - 1) }
                if count == 20 { throw Failure() }
            }
        }
        await #expect(throws: Failure.self) { try await hold(40) }
        let counts = open.withLock { $0 }
        #expect(counts == (0..<40).map { min($0 / 8 + 1, 3) })
        #expect(pool.waitingCount == 0)
        try await hold(1)
        #expect(open.withLock { $0.last } == 3 && pool.waitingCount == 0)
    }

    @Test func `where no other connection can be opened the crowded one answers`() async throws {
        let (home, away) = (folder.file("home"), folder.file("away"))
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: false)
        let store = try FileStore(path: home + "/store", configuration: FileStore.Configuration(readers: 3))
        let pool = store.readers
        @Sendable func hold(_ count: Int) async throws {
            try await pool.withReader { reader in
                #expect(try await reader.keptInstant() == nil)
                if count > 1 { try await hold(count - 1) }
            }
        }
        try FileManager.default.moveItem(atPath: home, toPath: away)
        // A name that leads to itself: whether the file is still there can not be known.
        try FileManager.default.createSymbolicLink(atPath: home, withDestinationPath: home)
        #expect(throws: FileStoreError(.ioFailure, "")) { try FileStore.openReadOnly(path: home + "/store") }
        try await hold(20)
        #expect(pool.openCount == 1 && pool.waitingCount == 0)
        try FileManager.default.removeItem(atPath: home)
        await #expect(throws: FileStoreError(.fileMissing, "")) { try await hold(20) }
        try FileManager.default.moveItem(atPath: away, toPath: home)
        try await hold(20)
        #expect(pool.openCount == 3 && pool.waitingCount == 0)
    }

    @Test func `reads that come together are all answered`() async throws {
        let store = try FileStore(path: folder.file(), configuration: FileStore.Configuration(readers: 2))
        var any = ArbitraryRows(seed: 5)
        let group = try any.group(.new)
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(group)], outcome: ())
        }
        try await withThrowingTaskGroup { tasks in
            for _ in 0..<400 {
                tasks.addTask { @concurrent in
                    let found = try await store.read([.group(group.id)]).groups
                    #expect(found == [group])
                }
            }
            try await tasks.waitForAll()
        }
        #expect(store.readers.waitingCount == 0)
    }

    @Test func `of many that make the same store at once all get the one that stays`() async throws {
        let path = folder.file()
        var any = ArbitraryRows(seed: 3)
        let groups = try (0..<12).map { _ in try any.group(.new) }
        try await withThrowingTaskGroup { tasks in
            for group in groups {
                tasks.addTask { @concurrent in
                    try await FileStore(path: path).transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
                        TransactionDecision(changes: [.insertGroup(group)], outcome: ())
                    }
                }
            }
            try await tasks.waitForAll()
        }
        let found = try await FileStore(path: path).read([.groups(after: nil, limit: 99)]).groups
        #expect(found == groups.sorted { $0.id < $1.id })
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.allSatisfy { $0.hasPrefix("store.sqlite") && !$0.contains("new") }, "\(names)")
    }
}
