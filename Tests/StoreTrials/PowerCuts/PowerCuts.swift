internal import FileStoreTrials

/// Cuts the power under processes that write to a store and a vault, and looks at what is there afterwards. One of them
/// makes one backup after the other.
///
/// The pipes through which writers acknowledge are outside of the file system that loses its power.
package final class PowerCuts {
    /// How many cuts there were, by what the shutdown call still wrote.
    package private(set) var cuts: [String: Int] = [:]
    package private(set) var storeWrites: UInt64 = 0
    package private(set) var vaultWrites: UInt64 = 0
    /// How many cuts followed the making of a store and vault, before anything else.
    package private(set) var newStores = 0
    /// How many backups were said to be there before a cut, how many were on their way, and how many were found whole.
    package private(set) var finishedBackups = 0
    package private(set) var backupsUnderWay = 0
    package private(set) var backups = 0
    /// How often something was acknowledged after the cut and not found.
    package private(set) var lateAndLost = 0
    private let kind: String
    private let lies: Bool
    private let broken: BrokenPromise?
    private let folder: TrialFolder
    private var generator: SeededGenerator

    /// Why it can not run here; `nil` where it can.
    package static func obstacle(_ kind: String) -> String? { CutFileSystem.obstacle(kind) }

    package init(
        _ kind: String, seed: UInt64, lies: Bool = false, broken: BrokenPromise? = nil, in parent: String? = nil
    )
        throws
    {
        self.kind = kind
        self.lies = lies
        self.broken = broken
        generator = SeededGenerator(seed: seed)
        folder = try TrialFolder(in: parent)
        try FaultyFileSystem.install(store: "store.sqlite")
        if lies { FaultyFileSystem.lie() }
    }

    /// Cuts so many times, each time under a store and a vault that are written.
    ///
    /// - Returns: `false` where the machine does not let a file system be mounted.
    /// - Throws: ``StoreTrialError``.
    package func run(count: Int) async throws -> Bool {
        guard let system = CutFileSystem(kind, in: folder) else { return false }
        defer { system.unmount() }
        var life = StoreLife(path: "\(system.folder)/store.sqlite")
        var vault = TrialExpectation()
        for number in 0..<count {
            let isNew = number % 10 == 0
            if isNew {
                for name in TrialFolder.names(in: system.folder) where name != "lost+found" {
                    TrialFolder.remove("\(system.folder)/\(name)")
                }
                life = StoreLife(path: life.path)
                try await life.create(writers: 4)
                vault = TrialExpectation()
            }
            try await cut(system, &life, &vault, isNew: isNew, number)
        }
        if count > 1, storeWrites == 0 || vaultWrites == 0 {
            throw StoreTrialError(
                "nothing was written before the cuts: \(storeWrites) to stores, \(vaultWrites) to vaults")
        }
        if count >= 20, finishedBackups == 0 || backupsUnderWay == 0 {
            throw StoreTrialError(
                "IDLE: \(finishedBackups) backups were finished before a cut, \(backupsUnderWay) were on their way")
        }
        return true
    }

    private func cut(
        _ system: CutFileSystem, _ life: inout StoreLife, _ vault: inout TrialExpectation, isNew: Bool, _ number: Int
    ) async throws {
        let vaultFolder = "\(system.folder)/vault"
        let writer = TrialExpectation.vaultWriter
        let keys = try ChildProcess(
            VaultWriterProcess(folder: vaultFolder, last: vault.last(writer), lies: lies).arguments)
        let writers = try (0..<(isNew ? 0 : 2)).map { number in
            try RunningWriter(
                StoreWriterProcess(
                    path: life.path, phase: number == 0 ? .writing : .backup,
                    writers: life.positions(of: number * 2..<number * 2 + 2), transactions: 100_000, broken: broken,
                    lies: lies, backups: 100_000),
                after: life.expectation)
        }
        if isNew { newStores += 1 }
        let before = (life.expectation, vault)
        try wait(isNew ? 0 : 15 + generator.below(60), keys, writers, &life, &vault)
        let way = CutFileSystem.Cut.allCases[[0, 0, 1, 0, 2][number % 5]]
        for writer in writers {
            writer.listen(waiting: 0, &life.expectation)
            life.expect(writer.backups)
            finishedBackups += writer.backups.finished.count
            backupsUnderWay += writer.backups.unfinished
        }
        vault.noteVault(keys.lines(waiting: 0))
        try system.cut(way)
        cuts["\(way)", default: 0] += 1
        // What comes now was said by a machine without power: the call takes the log away from under a sync that is on
        // its way, and the sync may find that there is nothing left to do. So it promises nothing.
        var (late, lateVault) = (life.expectation, vault)
        end(keys, &lateVault)
        for writer in writers { writer.killAfterCut(&late) }
        life.expectation.leaveOpen(late)
        vault.leaveOpen(lateVault)
        guard system.unmount(), system.mount() else { throw StoreTrialError("it can not be mounted after the cut") }
        try await look(life: &life, vault: &vault, vaultFolder)
        let lost = (0..<4).map(TrialWriter.init).filter { late.last($0) > life.expectation.last($0) }
        lateAndLost += lost.count + (lateVault.last(writer) > vault.last(writer) ? 1 : 0)
        storeWrites += (0..<4).map(TrialWriter.init).reduce(0) {
            $0 + life.expectation.last($1) - before.0.last($1)
        }
        vaultWrites += vault.last(writer) - before.1.last(writer)
    }

    private func wait(
        _ milliseconds: Int, _ keys: ChildProcess, _ writers: [RunningWriter], _ life: inout StoreLife,
        _ vault: inout TrialExpectation
    ) throws {
        var isStarted = false
        var end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            for writer in writers { writer.listen(waiting: 0, &life.expectation) }
            vault.noteVault(keys.lines(waiting: 2))
            if !isStarted, writers.allSatisfy(\.isReady), vault.last(TrialExpectation.vaultWriter) > 0 {
                isStarted = true
                end = .now + .milliseconds(milliseconds)
            }
        }
        if !isStarted { throw StoreTrialError("HANGS: a writer did not begin within a minute") }
    }

    private func end(_ keys: ChildProcess, _ vault: inout TrialExpectation) {
        keys.kill()
        while let lines = keys.lines(waiting: 100) { vault.noteVault(lines) }
        _ = keys.wait()
        vault.processEnded([TrialExpectation.vaultWriter])
    }

    private func look(life: inout StoreLife, vault: inout TrialExpectation, _ vaultFolder: String) async throws {
        let before = life.backups
        do { try await life.check() } catch { throw StoreTrialError("store: \(error)") }
        backups += life.backups - before
        try await vault.checkVault(in: vaultFolder)
    }
}

extension RunningWriter {
    /// Ends a writer whose disk is gone. That it fails is as it must be.
    func killAfterCut(_ expectation: inout TrialExpectation) {
        process.kill()
        while !isOver { listen(waiting: 100, &expectation) }
        _ = process.wait()
        expectation.processEnded(writers)
    }
}
