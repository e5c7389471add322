internal import RenewalCore
internal import RenewalFileStore

/// A process that writes to a store and tells its parent what was acknowledged, until it is killed.
package struct StoreWriterProcess: Sendable {
    /// When the plan is followed.
    package enum Phase: String, Sendable, CaseIterable {
        /// While a new store is made.
        case creating
        /// While a store is opened whose last process was killed: recovery.
        case opening
        /// While it writes, checkpoints included.
        case writing
        /// While it is backed up, writers going on.
        case backup
        /// While it is closed, with the last checkpoint.
        case closing
    }

    package var path: String
    package var phase: Phase
    package var plan: FaultPlan
    package var writers: [TrialWriter: UInt64]
    /// How many transactions each writer does, if nothing happens.
    package var transactions: UInt64
    /// Whether it tells how many calls of each boundary there were in the phase.
    package var isProfile: Bool
    package var broken: BrokenPromise?
    package var lies: Bool
    /// How many backups it makes in that phase.
    package var backups: UInt64

    package init(
        path: String, phase: Phase, plan: FaultPlan = .none, writers: [TrialWriter: UInt64] = [:],
        transactions: UInt64 = 250, isProfile: Bool = false, broken: BrokenPromise? = nil, lies: Bool = false,
        backups: UInt64 = 3
    ) {
        self.path = path
        self.phase = phase
        self.plan = plan
        self.writers = writers
        self.transactions = transactions
        self.isProfile = isProfile
        self.broken = broken
        self.lies = lies
        self.backups = backups
    }

    /// Runs in the child.
    package func run() async throws {
        try FaultyFileSystem.install(store: path)
        if lies { FaultyFileSystem.lie() }
        begin(.creating)
        begin(.opening)
        var store: FileStore? = try TrialStore.open(path, longestLog: TrialStore.shortLog)
        end(.creating)
        end(.opening)
        ParentProcess.tell("ready")
        begin(.writing)
        if phase == .creating || (isProfile && phase == .opening) { return }
        if let store { try await write(to: store) }
        end(.writing)
        begin(.closing)
        store = nil
        if phase == .closing { waitUntilClosed() }
        end(.closing)
    }

    // The last to let go of the connection that writes may be its own thread, a moment later. Then the log is gone.
    private func waitUntilClosed() {
        for _ in 0..<1_000 where TrialFolder.size(of: "\(path)-wal") > 0 { pause(milliseconds: 1) }
    }

    private func begin(_ phase: Phase) { if phase == self.phase { plan.follow() } }

    private func end(_ phase: Phase) {
        guard phase == self.phase else { return }
        if isProfile {
            for boundary in FaultBoundary.all where boundary.calls > 0 {
                ParentProcess.tell("c \(boundary) \(boundary.calls)")
            }
        }
        FaultPlan.rest()
    }

    private func write(to store: FileStore) async throws {
        // A fault of backups is put into those alone.
        let storage = phase == .backup ? store : broken?.wrap(store) ?? store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (writer, last) in writers {
                group.addTask {
                    for n in last + 1..<last + 1 + transactions {
                        try await writer.run(n, in: storage)
                        ParentProcess.tell("a \(writer.number) \(n)")
                    }
                }
            }
            if phase == .backup { group.addTask { try await backUp(store) } }
            try await group.waitForAll()
        }
    }

    private func backUp(_ store: FileStore) async throws {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        plan.follow()
        for number in 0..<(isProfile ? 1 : backups) {
            let name = "\(StoreLife.backupPrefix)\(number)"
            // What was told before this line was acknowledged before the backup began.
            ParentProcess.tell("B \(name)")
            try await backUp(store, to: "\(folder)/\(name)")
            ParentProcess.tell("b \(name)")
        }
        end(.backup)
    }

    private func backUp(_ store: FileStore, to destination: String) async throws {
        switch broken {
        case .unsyncedBackups:
            let aside = destination + StoreLife.unfinishedMark
            try await store.backup(to: aside)
            try TrialFolder.copy(aside, to: destination)
            TrialFolder.remove(aside)
        case .errorsKeptQuiet:
            do { try await store.backup(to: destination) } catch {}
        default: try await store.backup(to: destination)
        }
    }
}

extension StoreWriterProcess {
    /// The arguments that start it.
    package var arguments: [String] {
        var words = [
            "store-writer", "--path", path, "--phase", phase.rawValue, "--plan", plan.description, "--transactions",
            "\(transactions)", "--profile", isProfile ? "1" : "0", "--lies", lies ? "1" : "0", "--backups",
            "\(backups)",
        ]
        let writers = writers.map { "\($0.key.number)/\($0.value)" }
        if !writers.isEmpty { words += ["--writers", writers.joined(separator: ",")] }
        if let broken { words += ["--broken", broken.rawValue] }
        return words
    }

    /// Reads what ``arguments`` writes.
    package init(_ option: (String) -> String?) throws {
        guard let path = option("path"), let phase = option("phase").flatMap(Phase.init),
            let plan = option("plan").flatMap({ FaultPlan($0) }),
            let transactions = option("transactions").flatMap({ UInt64($0) }),
            let backups = option("backups").flatMap({ UInt64($0) })
        else { throw StoreTrialError("store-writer is started by other trials") }
        var writers: [TrialWriter: UInt64] = [:]
        for word in (option("writers") ?? "").split(separator: ",") {
            let parts = word.split(separator: "/").compactMap { UInt64($0) }
            if parts.count == 2 { writers[TrialWriter(Int(parts[0]))] = parts[1] }
        }
        self.init(
            path: path, phase: phase, plan: plan, writers: writers, transactions: transactions,
            isProfile: option("profile") == "1", broken: option("broken").flatMap(BrokenPromise.init),
            lies: option("lies") == "1", backups: backups)
    }
}
