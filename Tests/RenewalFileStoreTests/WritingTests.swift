import Dispatch
import Foundation
import GRDB
import RenewalCore
import RenewalTestSupport
import RenewalTesting
import Synchronization
import Testing

@testable import RenewalFileStore

/// Writes that fail, and writes that share a commit.
struct WritingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a store that was opened read-only writes nothing and sees what others write`() async throws {
        let (path, group) = (folder.file(), try Self.group(1))
        let store = try FileStore(path: path)
        let reading = try FileStore.openReadOnly(path: path)
        #expect(reading.isReadOnly)
        await #expect(throws: FileStoreError(.readOnly, "")) { try await reading.insert(group) }
        await #expect(throws: FileStoreError(.readOnly, "")) { try await reading.keptInstant(.set(.distantPast)) }
        await #expect(throws: FileStoreError(.readOnly, "")) { try await reading.deliveries(DeliveryStep()) }
        #expect(try await reading.keptInstant(.read) == nil)
        try await store.insert(group)
        #expect(try await reading.read([.group(group.id)]).groups == [group])
    }

    @Test func `a write waits for another process, then says that the store is busy, and stores nothing`() async throws
    {
        let (path, group) = (folder.file(), try Self.group(1))
        let configuration = FileStore.Configuration(busyTimeout: .milliseconds(200))
        let store = try FileStore(path: path, configuration: configuration)
        let patient = try FileStore(path: path, configuration: FileStore.Configuration(busyTimeout: .seconds(2)))
        let other = try LockHolder(path)
        try other.begin()
        await #expect(throws: FileStoreError(.busy, "")) { try await store.insert(group) }
        #expect(try await store.read([.group(group.id)]) == Rows())
        // Those that wait behind one that waits do not wait one after the other: that would be four minutes.
        let started = ContinuousClock.now
        await withTaskGroup { tasks in
            for _ in 0..<120 {
                tasks.addTask {
                    await #expect(throws: FileStoreError(.busy, "")) {
                        try await patient.keptInstant(.set(.distantPast))
                    }
                }
            }
        }
        #expect(ContinuousClock.now - started < .seconds(120))
        try other.end()
        try await patient.insert(group)
        #expect(try await store.read([.group(group.id)]).groups == [group])
    }

    @Test func `a full disk fails every write of the batch, and none of them is stored`() async throws {
        let path = folder.file()
        let store = try FileStore(path: path)
        let kept = try Self.group(1)
        try await store.insert(kept)
        try await store.limit(toMorePages: 4)
        let outcomes = await Self.inOneBatch(of: store, 40) { number in
            try await store.insert(try Self.group(UInt64(number) + 10))
        }
        let errors = outcomes.compactMap { $0 as? FileStoreError }
        #expect(errors.count == outcomes.count(where: { $0 != nil }), "\(outcomes)")
        #expect(!errors.isEmpty && errors.allSatisfy { $0.code == .diskFull }, "\(errors)")
        let stored = try await store.read([.groups(after: nil, limit: 99)]).groups
        #expect(stored.count == 1 + 40 - errors.count)
        try await store.limit(toMorePages: 1_000_000)
        try await store.insert(try Self.group(2))
        #expect(try SQL.texts(path, "PRAGMA integrity_check") == ["ok"])
    }

    @Test func `what a batch changed that was lost is not what the next transaction finds`() async throws {
        let path = folder.file()
        let store = try FileStore(path: path)
        let group = try Self.group(1)
        let machines = try (0..<20).map { try Self.machine(of: group, UInt64($0) + 1) }
        try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(
                changes: [.insertGroup(group)] + machines.map(RowChange.insertMachine), outcome: ())
        }
        // Each finds its machine as it was; every second one needs more pages than there are.
        @Sendable func change(_ number: Int) async throws {
            let request = TransactionRequest(groups: [group.id], reads: [.machine(machines[number].id)])
            try await store.transact(request) { rows in
                #expect(rows.machines == [machines[number]])
                var row = machines[number]
                row.appliedTransition ^= 1
                let others = try (0..<(number % 2 * 40)).map {
                    RowChange.insertMachine(try Self.machine(of: group, UInt64(1_000 * number + $0)))
                }
                return TransactionDecision(changes: [.updateMachine(row)] + others, outcome: ())
            }
        }
        try await store.limit(toMorePages: 0)
        let outcomes = await Self.inOneBatch(of: store, 20) { number in try await change(number) }
        #expect(outcomes.contains { ($0 as? FileStoreError)?.code == .diskFull }, "\(outcomes)")
        try await store.limit(toMorePages: 1_000_000)
        let failed = outcomes.indices.filter { outcomes[$0] != nil }
        #expect(failed.count > 10, "none of those that share a commit with one that failed is stored: \(failed)")
        for number in failed { try await change(number) }
    }

    @Test func `a batch has a bound, though more wait`() async throws {
        let path = folder.file()
        let store = try FileStore(path: path)
        let groups = try (0..<600).map { try Self.group(UInt64($0) + 10) }
        let before = try Self.commits(path)
        let outcomes = await Self.inOneBatch(of: store, 600) { number in try await store.insert(groups[number]) }
        #expect(outcomes.allSatisfy { $0 == nil })
        #expect(try Self.commits(path) - before >= 3)
        #expect(try SQL.number(path, "SELECT count(*) FROM flowmachinegroup") == 600)
    }

    @Test func `writes that come together share a commit, and each that fails is undone by itself`() async throws {
        let path = folder.file()
        let store = try FileStore(path: path)
        struct Refusal: Error {}
        let before = try Self.commits(path)
        let outcomes = await Self.inOneBatch(of: store, 64) { number in
            let group = try Self.group(UInt64(number) + 10)
            let machine = try Self.machine(of: group, UInt64(number))
            try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
                if number % 4 == 1 { throw Refusal() }
                // The last change of some can not be made, after others of the same transaction were.
                let last: RowChange = number % 4 == 2 ? .updateGroup(try Self.group(9_999)) : .updateGroup(group)
                return TransactionDecision(
                    changes: [.insertGroup(group), .insertMachine(machine), last], outcome: ())
            }
        }
        #expect(outcomes.indices.allSatisfy { (outcomes[$0] is Refusal) == ($0 % 4 == 1) })
        #expect(outcomes.indices.allSatisfy { (outcomes[$0] is RenewalError) == ($0 % 4 == 2) })
        let stored = try await FileStore(path: path).read([.groups(after: nil, limit: 99)]).groups
        let expected: [UInt64] = (0..<64).filter { $0 % 4 == 0 || $0 % 4 == 3 }
        #expect(stored.map(\.id) == expected.map { GroupID.numbered($0 + 10) })
        #expect(try SQL.number(path, "SELECT count(*) FROM flowmachine") == 32)
        let commits = try Self.commits(path) - before
        #expect(commits < 16, "64 writers made \(commits) commits")
    }

    @Test func `callers who come back right after a commit share the next one`() async throws {
        let (callers, turns) = (48, 8)
        var counts: [Int] = []
        // Where other work has the cores callers come back late, and there is nothing to share: one time in five is enough.
        // Without sharing there would be a commit for each write every time.
        for attempt in 0..<5 where counts.allSatisfy({ $0 >= 6 * turns }) {
            let path = folder.file("store-\(attempt).sqlite")
            let store = try FileStore(path: path)
            let groups = try (0..<callers * turns).map { try Self.group(UInt64($0) + 10) }
            let before = try Self.commits(path)
            try await withThrowingTaskGroup { tasks in
                for caller in 0..<callers {
                    tasks.addTask { @concurrent in
                        for turn in 0..<turns { try await store.insert(groups[caller * turns + turn]) }
                    }
                }
                try await tasks.waitForAll()
            }
            counts.append(try Self.commits(path) - before)
        }
        #expect(counts.allSatisfy { $0 >= turns }, "\(callers * turns) writes made \(counts) commits")
        #expect(counts.contains { $0 < 6 * turns }, "\(callers * turns) writes made \(counts) commits")
    }

    @Test func `a batch lets in those that came meanwhile, and not for ever`() {
        let start = ContinuousClock.now
        let batch = WriteBatch(found: StoreRow(lastDelivery: 0), at: start)
        func isOpen(_ writers: Int, _ milliseconds: Int = 0) -> Bool {
            batch.isOpen(writers: writers, at: start + .milliseconds(milliseconds))
        }
        #expect(isOpen(0) && isOpen(255, 19))
        // As many as a batch may have, or as old as it may be.
        #expect(!isOpen(256))
        #expect(!isOpen(2, 20))
    }

    @Test func `the first writer of a batch that fails is undone, and those behind it are stored`() async throws {
        let store = try FileStore(path: folder.file())
        let groups = try (0..<9).map { try Self.group(UInt64($0) + 10) }
        for turn in 0..<3 {
            let first = groups[turn]
            // It fails at its last change, by a check, by SQLite or by a column, while others wait already.
            var wrong = try Self.machine(of: first, 1)
            wrong.appliedTransition = UInt64(Int64.max) + 1
            let change: RowChange =
                switch turn {
                case 0: .updateGroup(groups[8])
                case 1: .insertGroup(first)
                default: .insertMachine(wrong)
                }
            let gate = Gate()
            let outcomes = await withTaskGroup(of: (Int, Bool).self) { tasks in
                tasks.addTask { @concurrent in
                    do {
                        try await store.transact(TransactionRequest(groups: [first.id], reads: [])) { _ in
                            gate.pass()
                            while gate.count < 3 { usleep(1_000) }
                            usleep(50_000)
                            return TransactionDecision(changes: [.insertGroup(first), change], outcome: ())
                        }
                        return (0, true)
                    } catch { return (0, false) }
                }
                while gate.count == 0 { try? await Task.sleep(for: .milliseconds(1)) }
                for number in 1...2 {
                    let group = groups[2 * turn + 2 + number]
                    tasks.addTask { @concurrent in
                        gate.pass()
                        return (number, (try? await store.insert(group)) != nil)
                    }
                }
                return await tasks.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
            #expect(outcomes == [0: false, 1: true, 2: true], "turn \(turn)")
            #expect(try await store.read([.group(first.id)]) == Rows(), "turn \(turn)")
        }
        #expect(try await store.read([.groups(after: nil, limit: 99)]).groups.count == 6)
    }

    @Test func `a statement serves again after a row was given up half-way`() async throws {
        let store = try FileStore(path: folder.file())
        let group = try Self.group(1)
        let machine = try Self.machine(of: group, 1)
        try await store.insert(group)
        var wrong = try Self.machine(of: group, 2)
        wrong.appliedTransition = UInt64(Int64.max) + 1
        for row in [wrong, machine] {
            let isWrong = row == wrong
            let outcome = try? await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
                TransactionDecision(changes: [.insertMachine(row)], outcome: true)
            }
            #expect((outcome == nil) == isWrong)
        }
        #expect(try await store.read([.machines(group.id, after: nil, limit: 9)]).machines == [machine])
    }

    @Test func `numbers and instants that no column holds are refused, and nothing is stored`() async throws {
        let store = try FileStore(path: folder.file())
        let group = try Self.group(1)
        var machine = try Self.machine(of: group, 1)
        machine.appliedTransition = UInt64(Int64.max) + 1
        var other = try Self.machine(of: group, 2)
        other.lastHeartbeat = Instant(secondsSince1970: .max)
        for machine in [machine, other] {
            let error = await #expect(throws: FileStoreError(.valueOutOfRange, "")) {
                try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
                    TransactionDecision(changes: [.insertGroup(group), .insertMachine(machine)], outcome: ())
                }
            }
            #expect(error?.message.contains("flowmachine.") == true, "\(error?.message ?? "")")
        }
        await #expect(throws: FileStoreError(.valueOutOfRange, "")) {
            try await store.keptInstant(.set(Instant(secondsSince1970: .min)))
        }
        #expect(try await store.read([.groups(after: nil, limit: 9)]) == Rows())
        #expect(try await store.keptInstant(.read) == nil)
    }

    @Test func `a row whose group was never there is refused`() async throws {
        let store = try FileStore(path: folder.file())
        let group = try Self.group(1)
        let machine = try Self.machine(of: group, 1)
        await #expect(throws: RenewalError.self) {
            try await store.transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
                TransactionDecision(changes: [.insertMachine(machine)], outcome: ())
            }
        }
    }

    // MARK: -

    private static func group(_ number: UInt64) throws -> MachineGroup {
        var any = ArbitraryRows(seed: number)
        return try any.group(id: .numbered(number), .overlap)
    }

    private static func machine(of group: MachineGroup, _ number: UInt64) throws -> Machine {
        var any = ArbitraryRows(seed: number)
        return try any.machine(in: group.id)
    }

    /// Runs the body that many times at once while the writer is held up, so that all wait, and gives what each threw.
    private static func inOneBatch(
        of store: FileStore, _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async -> [(any Error)?] {
        let gate = Gate()
        return await withTaskGroup(of: (Int, (any Error)?).self) { tasks in
            tasks.addTask { @concurrent in
                try? await store.writer?.write { _, _ in
                    while gate.count < count { usleep(1_000) }
                    usleep(100_000)
                }
                return (-1, nil)
            }
            for number in 0..<count {
                tasks.addTask { @concurrent in
                    gate.pass()
                    do { try await body(number) } catch { return (number, error) }
                    return (number, nil)
                }
            }
            var outcomes = [(any Error)?](repeating: nil, count: count)
            for await (number, error) in tasks where number >= 0 { outcomes[number] = error }
            return outcomes
        }
    }

    /// How many commits the log holds: frames with the size of the database after a commit in them.
    private static func commits(_ path: String) throws -> Int {
        let log = try Array(Data(contentsOf: URL(fileURLWithPath: path + "-wal")))
        guard log.count > 32 else { return 0 }
        return stride(from: 32, to: log.count - 24, by: 24 + 4_096).count { start in
            log[(start + 4)..<(start + 8)].contains { $0 != 0 }
        }
    }
}

/// Counts who came by.
private final class Gate: Sendable {
    private let passed = Mutex(0)

    var count: Int { passed.withLock { $0 } }
    func pass() { passed.withLock { $0 += 1 } }
}

/// Another connection that takes the write lock, as another process would.
private final class LockHolder: Sendable {
    private let queue: DatabaseQueue

    init(_ path: String) throws {
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    func begin() throws { try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") } }
    func end() throws { try queue.inDatabase { try $0.execute(sql: "COMMIT") } }
}

extension FileStore {
    /// Lets the store grow by so many pages and no more, as a full disk would.
    fileprivate func limit(toMorePages more: Int) async throws {
        try await writer?.write { database, _ in
            let pages = try Int.fetchOne(database.base, sql: "PRAGMA page_count") ?? 0
            try database.base.execute(sql: "PRAGMA max_page_count = \(pages + more)")
        }
    }

    fileprivate func insert(_ group: MachineGroup) async throws {
        try await transact(TransactionRequest(groups: [group.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(group)], outcome: ())
        }
    }
}

extension UUIDIdentifier {
    /// An identifier that ends in that number.
    static func numbered(_ number: UInt64) -> Self {
        let text = String(number, radix: 16)
        let tail = String(repeating: "0", count: max(0, 12 - text.count)) + text
        return Self("00000000-0000-4000-8000-\(tail)") ?? Self(UUID())
    }
}
