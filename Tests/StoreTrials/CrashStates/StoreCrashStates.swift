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
    /// How many processes were killed on the way.
    package private(set) var kills = 0
    /// How often the log was written back and begun anew while a process wrote.
    package private(set) var rounds = 0
    private let folder: TrialFolder
    private let pictures: TrialFolder
    private let writers = (0..<4).map(TrialWriter.init)

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

    /// One to three processes, one after the other: each but the last is killed, and the next one goes on with what the
    /// kernel has, which after a failed sync is more than the disk will ever have.
    private func history(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        folder.empty()
        pictures.empty()
        var place = try makePlace(0)
        var life = StoreLife(path: "\(place)/store.sqlite")
        try await life.create(writers: writers.count)
        faulty_disk_follow(place, seed)
        defer { faulty_disk_end() }
        let ledger = CrashLedger(
            life.positions(of: 0..<writers.count), folder: pictures.path, limit: 60, rarity: 1 + generator.below(12),
            seed: seed)
        ledger.watch()
        for death in 1...3 {
            let isLast = death == 3 || generator.below(2) == 0
            var store: FileStore? = try TrialStore.open("\(place)/store.sqlite", longestLog: Self.longestLog)
            let first = Self.round(of: "\(place)/store.sqlite-wal")
            if let store { await write(store, ledger, &generator) }
            rounds += max(0, Self.round(of: "\(place)/store.sqlite-wal") - first)
            if !isLast {
                let next = try makePlace(death)
                try TrialFolder.copyFiles(from: place, to: next)
                faulty_disk_move(next)
                place = next
                kills += 1
            }
            // Of the last one the checkpoint at the end is watched too.
            store = nil
            failedSyncs += FaultPlan.happened
            FaultPlan.rest()
            if isLast { break }
        }
        ledger.stop()
        for picture in ledger.pictures where !picture.begun.isEmpty { try await look(at: picture) }
    }

    // So short that most processes begin it anew: then frames of the round before lie behind those that count.
    private static let longestLog = 60

    // SQLite counts the rounds of a log in its header, at byte 12, the most significant byte first.
    private static func round(of log: String) -> Int {
        TrialFolder.start(of: log, count: 16)?[12...].reduce(0) { $0 << 8 | Int($1) } ?? 0
    }

    private func makePlace(_ number: Int) throws -> String {
        let place = folder.path("\(number)")
        guard TrialFolder.make(place) else { throw StoreTrialError("\(place) can not be made") }
        return place
    }

    /// Several writers at once; in two of three processes some sync fails.
    private func write(_ store: FileStore, _ ledger: CrashLedger, _ generator: inout SeededGenerator) async {
        let count = UInt64(6 + generator.below(30))
        if generator.below(3) > 0 {
            FaultPlan(.io, at: FaultBoundary.all("sync"), first: 1 + generator.below(16)).follow()
        } else {
            FaultPlan.none.follow()
        }
        // One in two processes ends with its first unknown outcome, as many programs would.
        let givesUp = generator.below(2) == 0
        unknown += await withTaskGroup(of: Int.self) { group in
            for writer in writers {
                group.addTask { await Self.write(writer, count, store, ledger, givesUp: givesUp) }
            }
            return await group.reduce(0, +)
        }
    }

    /// Writes so many transactions from where the store stands; where an outcome is unknown, it asks again where that is.
    ///
    /// - Returns: how many were of unknown outcome.
    private static func write(
        _ writer: TrialWriter, _ count: UInt64, _ store: FileStore, _ ledger: CrashLedger, givesUp: Bool
    ) async -> Int {
        var unknown = 0
        for _ in 0..<count {
            guard let position = try? await writer.position(in: store) else { return unknown }
            ledger.begin(position + 1, by: writer)
            do {
                try await writer.run(position + 1, in: store)
                ledger.acknowledge(position + 1, by: writer)
            } catch {
                guard (error as? FileStoreError)?.code == .outcomeUnknown else { return unknown }
                unknown += 1
                if givesUp { return unknown }
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
    }
}

extension TrialWriter {
    /// The last transaction that the store has, by its group's row alone.
    func position(in storage: any Storage) async throws -> UInt64 {
        try await storage.read([.group(group)]).group(group)?.joinCounter ?? 0
    }
}
