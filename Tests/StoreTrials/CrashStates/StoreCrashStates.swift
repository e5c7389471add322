internal import CFaultyVFS
internal import FileStoreTrials
internal import RenewalCore
internal import RenewalFileStore

/// Looks at states that a power cut could leave of a store, without a power cut: a model of the disk under SQLite keeps
/// any part of what was written since the last sync, torn at any sector, and drops any part of it for good where a sync
/// failed.
///
/// It reaches what neither kills nor the shutdown of a file system can: the disk that kept the second write and not the
/// first, and what the kernel forgets after a failed sync. It does not lose names of files; power cuts do.
package final class StoreCrashStates {
    /// How many states were looked at.
    package private(set) var states = 0
    /// How many syncs failed on the way, and how many transactions were called of unknown outcome.
    package private(set) var failedSyncs = 0
    package private(set) var unknown = 0
    /// How many transactions were acknowledged.
    package private(set) var acknowledged: UInt64 = 0
    private let folder: TrialFolder
    private let pictures: TrialFolder
    private let writers = (0..<4).map(TrialWriter.init)
    private var path: String { folder.path("store.sqlite") }

    package init(lies: Bool = false, in parent: String? = nil) throws {
        folder = try TrialFolder(in: parent)
        pictures = try TrialFolder(in: parent)
        try FaultyFileSystem.install(store: "store.sqlite")
        if lies { FaultyFileSystem.lie() }
    }

    /// Runs histories until so many states were looked at. History n has the seed `seed` + n.
    ///
    /// - Throws: ``StoreTrialError`` with the history's seed.
    package func run(states wanted: Int, seed: UInt64) async throws {
        var seed = seed
        while states < wanted {
            do { try await history(seed) } catch { throw StoreTrialError("seed \(seed): \(error)") }
            seed += 1
        }
    }

    private func history(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        folder.empty()
        pictures.empty()
        var life = StoreLife(path: path)
        try await life.create(writers: writers.count)
        faulty_disk_follow(folder.path, seed)
        defer { faulty_disk_end() }
        let start = life.positions(of: 0..<writers.count)
        let ledger = CrashLedger(
            start, folder: pictures.path, limit: 60, rarity: 1 + generator.below(12), seed: seed)
        try await write(ledger, &generator, start)
        for picture in ledger.pictures where !picture.begun.isEmpty { try await look(at: picture) }
    }

    /// Several writers at once; in two of three histories some sync fails.
    private func write(
        _ ledger: CrashLedger, _ generator: inout SeededGenerator, _ start: [TrialWriter: UInt64]
    ) async throws {
        var store: FileStore? = try TrialStore.open(path)
        ledger.watch()
        let count = UInt64(6 + generator.below(40))
        if generator.below(3) > 0 {
            FaultPlan(.io, at: FaultBoundary.all("sync"), first: 1 + generator.below(20)).follow()
        }
        if let store {
            unknown += await withTaskGroup(of: Int.self) { group in
                for writer in writers {
                    let first = (start[writer] ?? 0) + 1
                    group.addTask { await Self.write(writer, first, count, store, ledger) }
                }
                return await group.reduce(0, +)
            }
        }
        // Closing checkpoints, and is watched too.
        store = nil
        failedSyncs += FaultPlan.happened
        FaultPlan.rest()
        ledger.stop()
    }

    /// Writes so many transactions; where one fails, it asks the store where it stands and goes on from there.
    ///
    /// - Returns: how many were of unknown outcome.
    private static func write(
        _ writer: TrialWriter, _ first: UInt64, _ count: UInt64, _ store: FileStore, _ ledger: CrashLedger
    ) async -> Int {
        var unknown = 0
        var n = first
        while n < first + count {
            ledger.begin(n, by: writer)
            do {
                try await writer.run(n, in: store)
                ledger.acknowledge(n, by: writer)
                n += 1
            } catch {
                guard (error as? FileStoreError)?.code == .outcomeUnknown else { return unknown }
                unknown += 1
                guard let position = try? await writer.position(in: store) else { return unknown }
                n = position + 1
            }
        }
        return unknown
    }

    private func look(at picture: CrashLedger.Picture) async throws {
        var expectation = TrialExpectation()
        for (writer, n) in picture.acknowledged { expectation.acknowledge(n, by: writer) }
        for (writer, n) in picture.begun { expectation.leaveOpen(n, by: writer) }
        let store: FileStore
        do {
            store = try TrialStore.open("\(picture.folder)/store.sqlite")
        } catch {
            throw StoreTrialError("UNOPENED: after a power cut: \(error)")
        }
        try await TrialWriter.check(writers, in: store, &expectation)
        try await TrialStore.verify(store)
        states += 1
        acknowledged += picture.acknowledged.values.reduce(0, +)
    }
}

extension TrialWriter {
    /// The last transaction that the store has, by its group's row alone.
    func position(in storage: any Storage) async throws -> UInt64 {
        try await storage.read([.group(group)]).group(group)?.joinCounter ?? 0
    }
}
