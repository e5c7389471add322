import Foundation
import GRDB
import RenewalCore
import RenewalDataverse
import RenewalTestSupport
import RenewalTesting
import Testing

@testable import RenewalFileStore

/// The schema, its versions, and what it is compared with.
struct SchemaTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `each table has the columns by which rows are read and written, in their order`() throws {
        let path = folder.file()
        _ = try FileStore(path: path)
        let queue = try DatabaseQueue(path: path)
        for layout in TableLayout.all {
            let columns = try queue.read {
                try String.fetchAll(
                    $0, sql: "SELECT name FROM pragma_table_info(?)", arguments: [layout.table.rawValue])
            }
            #expect(columns == layout.columns, "\(layout.table)")
            #expect(layout.columns.last == "renewal_checksum")
        }
        let tables = try queue.read {
            try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        }
        #expect(tables == StoreTable.allCases.map(\.rawValue).sorted())
    }

    @Test func `columns and tables of the platform bear the names that they have there`() throws {
        for (layout, table) in [(TableLayout.group, Table.flowMachineGroup), (.machine, .flowMachine)] {
            #expect(layout.table.rawValue == table.logicalName)
            let names = Set(table.columns.map(\.logicalName))
            let platforms = layout.columns.filter { !$0.hasPrefix("renewal_") }
            #expect(platforms.count >= 7)
            #expect(platforms.filter { !names.contains($0) } == [])
        }
        #expect(TableLayout.connection.table.rawValue == Table.desktopFlowConnection.logicalName)
    }

    @Test func `the file says whose it is and which schema it has, keeps a log and is its owner's alone`() throws {
        let path = folder.file()
        let mask = umask(0)
        defer { umask(mask) }
        let store = try FileStore(path: path)
        #expect(try SQL.number(path, "PRAGMA application_id") == 0x526e_774b)
        #expect(try SQL.number(path, "PRAGMA user_version") == 1)
        #expect(try SQL.texts(path, "PRAGMA journal_mode") == ["wal"])
        #expect(try SQL.texts(path, "PRAGMA integrity_check") == ["ok"])
        let header = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(72)
        #expect(Array(header.suffix(4)) == Array("RnwK".utf8))
        for suffix in ["", "-wal", "-shm"] {
            let mode = try FileManager.default.attributesOfItem(atPath: path + suffix)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(suffix)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
        withExtendedLifetime(store) {}
    }

    @Test func `connections have every setting on which durability and safety rest`() throws {
        let path = folder.file()
        _ = try FileStore(path: path)
        for readonly in [false, true] {
            let queue = try ConnectionSettings.open(path: path, readonly: readonly, patience: Patience())
            let settings = [
                ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("cell_size_check", 1),
                ("mmap_size", 0),
            ]
            for (name, value) in settings {
                let found = try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA \(name)") }
                #expect(found == value, "\(name)")
            }
        }
    }

    @Test func `an empty file is brought to the present schema, from version 0 on`() throws {
        let path = folder.file()
        try DatabaseQueue(path: path).write { database in
            #expect(try Schema.version(of: database) == 0)
            try Schema.migrate(database)
            #expect(try Schema.version(of: database) == Schema.version)
            // Once more changes nothing.
            try Schema.migrate(database)
        }
        let made = try schema(of: path)
        _ = try FileStore(path: folder.file("made.sqlite"))
        #expect(try made == schema(of: folder.file("made.sqlite")))
    }

    // Version 1 is the first and the only one until now. What takes a store further is tried with a step made up here.
    @Test func `a step takes a store with rows to the next schema, whole or not at all`() async throws {
        var any = ArbitraryRows(seed: 5)
        let path = folder.file()
        let group = try any.group(.overlap)
        let machine = try any.machine(in: group.id)
        try await write([.insertGroup(group), .insertMachine(machine)], in: group.id, to: path)
        let queue = try Self.open(path)
        let bad = Schema.Migration(statements: ["CREATE TABLE later (a) STRICT", "ALTER TABLE nowhere ADD b TEXT"])
        #expect(throws: DatabaseError.self) {
            try Self.migrate(queue, and: bad)
        }
        #expect(try Self.version(queue) == Schema.version)
        let kept = try await FileStore(path: path).read([.group(group.id), .machine(machine.id)])
        #expect(kept == Rows(groups: [group], machines: [machine]))

        let good = Schema.Migration(statements: [
            "CREATE TABLE later (a TEXT) STRICT", "INSERT INTO later VALUES ('b')",
        ])
        try Self.migrate(queue, and: good)
        #expect(try Self.version(queue) == Schema.version + 1)
        #expect(try Self.names(queue) == ["\(machine.name)"])
        #expect(throws: FileStoreError(.newerSchema, "")) { try FileStore(path: path) }
    }

    @Test func `opening a store of the schema before takes it to the next one, once, whoever else opens it`()
        async throws
    {
        var any = ArbitraryRows(seed: 6)
        let path = folder.file()
        let group = try any.group(.overlap)
        try await write([.insertGroup(group)], in: group.id, to: path)
        let steps =
            Schema.migrations + [
                Schema.Migration(statements: ["CREATE TABLE later (a TEXT) STRICT", "INSERT INTO later VALUES ('b')"])
            ]
        try await withThrowingTaskGroup { tasks in
            for _ in 0..<8 {
                tasks.addTask { @concurrent in
                    let patience = Patience()
                    patience.set(until: .now + .seconds(60))
                    let queue = try StoreOpening.open(path: path, patience: patience, steps: steps)
                    #expect(try Self.version(queue) == steps.count)
                    #expect(try Self.later(queue) == ["b"])
                }
            }
            try await tasks.waitForAll()
        }
        #expect(throws: FileStoreError(.newerSchema, "")) { try FileStore(path: path) }
    }

    @Test func `a step that fails while a store is opened leaves the store as it was, and open to all`() async throws {
        var any = ArbitraryRows(seed: 7)
        let path = folder.file()
        let group = try any.group(.stable)
        try await write([.insertGroup(group)], in: group.id, to: path)
        let bad = Schema.Migration(statements: ["CREATE TABLE later (a) STRICT", "ALTER TABLE nowhere ADD b TEXT"])
        #expect(throws: FileStoreError.self) {
            try StoreOpening.open(path: path, patience: Patience(), steps: Schema.migrations + [bad])
        }
        #expect(try await FileStore(path: path).read([.group(group.id)]).groups == [group])
    }

    // Where the views change, stores that are there keep the old ones: that takes a version too.
    @Test func `the statements of a released version are what they were`() {
        func hash(_ statements: [String]) -> UInt64 {
            Array(statements.joined(separator: ";").utf8).withUnsafeBytes { XXHash64.hash($0, seed: 0) }
        }
        #expect(Schema.migrations.map { hash($0.statements) } == [741_614_727_938_216_155])
        #expect(hash(Schema.views(now: Schema.now)) == 13_558_657_884_672_544_183)
    }

    // Reads and writes of GRDB's that wait for nothing: in an async test its others would be taken.
    private static func open(_ path: String) throws -> DatabaseQueue { try DatabaseQueue(path: path) }

    private static func migrate(_ queue: DatabaseQueue, and step: Schema.Migration) throws {
        try queue.write { try Schema.migrate($0, by: Schema.migrations + [step]) }
    }

    private static func version(_ queue: DatabaseQueue) throws -> Int { try queue.read(Schema.version) }

    private static func later(_ queue: DatabaseQueue) throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: "SELECT a FROM later") }
    }

    private static func names(_ queue: DatabaseQueue) throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: "SELECT name FROM flowmachine") }
    }

    private func write(_ changes: [RowChange], in group: GroupID, to path: String) async throws {
        try await FileStore(path: path).transact(TransactionRequest(groups: [group], reads: [])) { _ in
            TransactionDecision(changes: changes, outcome: ())
        }
    }

    private func schema(of path: String) throws -> [String] {
        try DatabaseQueue(path: path).read {
            try String.fetchAll($0, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
        }
    }
}
