internal import FileStoreTrials

/// Kills processes that write to a store, at random times and at every boundary that SQLite's file system has, and looks
/// at what is there afterwards.
///
/// A kill loses nothing that the kernel has: this shows that no transaction is half, that none is acknowledged before it
/// is written, and that a store can be opened after every death. What is on disk after a power cut is for another trial.
package final class StoreKills {
    /// How many kills there were, by name of the boundary.
    package private(set) var kills: [String: Int] = [:]
    /// How many transactions were acknowledged.
    package private(set) var acknowledged: UInt64 = 0
    /// How many runs had several processes on one store.
    package private(set) var sharedRuns = 0
    /// How many backups were found whole.
    package private(set) var backups = 0
    private let broken: BrokenPromise?
    private let folder: TrialFolder
    private var generator: SeededGenerator
    private var targets: [KillTarget] = []
    private var calls: [KillTarget: Int] = [:]
    private var life: StoreLife

    private static let killsInOneLife = 12
    /// Where something becomes durable, or begins to.
    private static let boundariesOfEveryWriter = [
        "creating copy.write", "creating copy.sync", "opening wal.write", "opening wal.sync", "writing wal.write",
        "writing wal.sync", "writing database.write", "writing database.sync", "closing database.sync",
        "closing wal.delete", "backup copy.write", "backup copy.sync",
    ]

    package init(seed: UInt64, broken: BrokenPromise? = nil, in parent: String? = nil) throws {
        self.broken = broken
        generator = SeededGenerator(seed: seed)
        folder = try TrialFolder(in: parent)
        try FaultyFileSystem.install(store: folder.path("store.sqlite"))
        life = StoreLife(path: folder.path("store.sqlite"))
    }

    package var count: Int { kills.values.reduce(0, +) }

    /// Kills until there were so many, and every boundary had its turn.
    ///
    /// - Throws: ``StoreTrialError``.
    package func run(kills wanted: Int) async throws {
        try await findTargets()
        var turn = 0
        while count < wanted {
            try await startLife()
            let end = min(wanted, count + Self.killsInOneLife)
            while count < end {
                // One in five at a random time, the others at one boundary after the other.
                if generator.below(5) == 0 || targets.isEmpty {
                    try await killAtRandom()
                } else {
                    try await kill(at: targets[turn % targets.count])
                    turn += 1
                }
            }
            try await endLife()
        }
        // Few kills do not reach every boundary, and are not asked to.
        if wanted >= min(1_000, 2 * targets.count) { try await killAtMissed() }
    }

    /// What chance passed by: a call was chosen that never came.
    private func killAtMissed() async throws {
        for target in targets {
            calls[target] = 1
            for _ in 0..<10 where kills[target.description] == nil {
                try await startLife()
                try await kill(at: target)
                try await endLife()
            }
        }
        let missed = targets.map(\.description).filter { kills[$0] == nil }
        guard missed.isEmpty else { throw StoreTrialError("no kill at: \(missed.joined(separator: "; "))") }
    }

    /// Runs each phase once without a fault, and sees which boundaries it has.
    private func findTargets() async throws {
        for phase in StoreWriterProcess.Phase.allCases {
            folder.empty()
            life = StoreLife(path: folder.path("store.sqlite"))
            if phase != .creating { try await life.create() }
            if phase == .opening {
                // Where the last one wrote nothing, opening has nothing to do.
                for _ in 0..<20 where TrialFolder.size(of: "\(life.path)-wal") < 1 << 16 {
                    try await killAtRandom(checking: false)
                }
            }
            // So few before it is closed that the log was not brought into the file before.
            let transactions: UInt64 = [.opening: 0, .creating: 0, .closing: 20][phase] ?? 150
            let writer = writer(phase, transactions: transactions, isProfile: true)
            let running = try RunningWriter(writer, after: life.expectation)
            guard try !running.end(&life.expectation) else { throw StoreTrialError("a writer died of itself") }
            for (boundary, count) in running.counts.sorted(by: { $0.key < $1.key }) {
                for target in KillTarget.at(boundary, phase) {
                    targets.append(target)
                    calls[target] = count
                }
            }
            try await life.check()
        }
        // The list comes from the store itself: it must not become short unnoticed.
        for name in Self.boundariesOfEveryWriter where !targets.contains(where: { $0.description.hasPrefix(name) }) {
            throw StoreTrialError("IDLE: no writer comes by '\(name)' any more")
        }
        targets.shuffle(using: &generator)
        kills = [:]
    }

    private func startLife() async throws {
        folder.empty()
        life = StoreLife(path: folder.path("store.sqlite"))
        try await life.create()
    }

    private func endLife() async throws {
        acknowledged += try await life.end()
        backups += life.backups
    }

    private func writer(
        _ phase: StoreWriterProcess.Phase, _ plan: FaultPlan = .none, writers: Range<Int> = 0..<2,
        transactions: UInt64 = 250, isProfile: Bool = false
    ) -> StoreWriterProcess {
        StoreWriterProcess(
            path: life.path, phase: phase, plan: plan, writers: life.positions(of: writers),
            transactions: transactions, isProfile: isProfile, broken: broken)
    }
}

// The kills.
extension StoreKills {
    /// One to three processes, killed one after the other at a random time.
    private func killAtRandom(checking: Bool = true) async throws {
        let count = 1 + generator.below(3)
        if count > 1 { sharedRuns += 1 }
        let processes = try (0..<count).map { number in
            try RunningWriter(
                writer(.writing, writers: number * 2..<number * 2 + 2, transactions: 100_000), after: life.expectation)
        }
        try waitUntilReady(processes)
        for process in processes {
            let end = ContinuousClock.now + .microseconds(generator.below(40_000))
            while ContinuousClock.now < end { process.listen(waiting: 1, &life.expectation) }
            process.process.kill()
            if try process.end(&life.expectation) { note("random") }
        }
        if checking { try await life.check() }
    }

    /// A process that is killed at the boundary, half of the time with another one beside it that is killed later.
    private func kill(at target: KillTarget) async throws {
        // The profile has one of a writer's three backups.
        let count = (calls[target] ?? 1) * (target.phase == .backup ? 3 : 1)
        let plan = FaultPlan(target.timing, at: [target.boundary], first: 1 + choose(count))
        switch target.phase {
        case .creating: return try await killCreating(plan, target)
        case .opening: try await killAtRandom(checking: false)
        case .writing, .backup, .closing: break
        }
        let transactions: UInt64 = [.closing: 20, .opening: 0][target.phase] ?? 250
        let start = life.expectation
        let victim = try RunningWriter(writer(target.phase, plan, transactions: transactions), after: start)
        let isShared = target.phase == .writing && generator.below(2) == 0
        let beside = writer(.writing, writers: 2..<4, transactions: 100_000)
        let other = isShared ? try RunningWriter(beside, after: start) : nil
        if isShared { sharedRuns += 1 }
        if try victim.end(&life.expectation) { note(target.description) }
        life.expect(victim.backups)
        if let other { try killLater(other) }
        try await life.check()
    }

    /// The one that lives must go on: it acknowledges something before it is killed too.
    private func killLater(_ other: RunningWriter) throws {
        let before = life.expectation
        let start = ContinuousClock.now
        while !other.isOver, other.writers.allSatisfy({ life.expectation.last($0) == before.last($0) }) {
            other.listen(waiting: 100, &life.expectation)
            if ContinuousClock.now - start > .seconds(20) {
                throw StoreTrialError("HANGS: after a kill the other process does not go on")
            }
        }
        other.process.kill()
        if try other.end(&life.expectation) { note("random") }
    }

    /// Dies while a new store is made; whatever is left, a store can be made there.
    private func killCreating(_ plan: FaultPlan, _ target: KillTarget) async throws {
        acknowledged += try await life.end()
        backups += life.backups
        folder.empty()
        life = StoreLife(path: life.path)
        let victim = try RunningWriter(
            StoreWriterProcess(path: life.path, phase: .creating, plan: plan, broken: broken), after: life.expectation)
        if try victim.end(&life.expectation) { note(target.description) }
        try await life.create()
    }

    private func waitUntilReady(_ processes: [RunningWriter]) throws {
        let start = ContinuousClock.now
        while processes.contains(where: { !$0.isReady && !$0.isOver }) {
            for process in processes where !process.isReady { process.listen(waiting: 100, &life.expectation) }
            if ContinuousClock.now - start > .seconds(20) { throw StoreTrialError("HANGS: a writer can not open") }
        }
    }

    private func note(_ name: String) { kills[name, default: 0] += 1 }

    /// A number below the bound, more often a small one.
    private func choose(_ bound: Int) -> Int {
        let u = Double(generator.below(1 << 20)) / Double(1 << 20)
        return Int(Double(max(1, bound)) * u * u)
    }
}

extension SeededGenerator {
    /// A number from 0 up to and without the bound.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
}
