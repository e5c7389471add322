internal import FileStoreTrials
internal import RenewalCore
internal import RenewalFileStore
internal import RenewalKit

/// Many processes that race to issue the same generation, round after round, some of them killed (Rules I2 to I4).
package final class IssueRace {
    package private(set) var kills = 0
    package private(set) var killsInFlight = 0
    package private(set) var lostRaces = 0
    package private(set) var checkIns = 0
    /// How many rounds each machine won.
    package private(set) var wins: [Int: Int] = [:]
    private let folder: TrialFolder
    private let count: Int
    private var generator: SeededGenerator
    private let clock = ManualClock(at: RaceTerms.start)
    private let store: FileStore
    private let coordinator: RenewalCoordinator
    private let broken: BrokenPromise?
    private let hoards: Bool
    private var group = GroupID.random()
    private var workers: [ChildProcess] = []

    package init(
        processes: Int, seed: UInt64, broken: BrokenPromise? = nil, hoards: Bool = false, in parent: String? = nil
    ) throws {
        count = processes
        generator = SeededGenerator(seed: seed)
        self.broken = broken
        self.hoards = hoards
        folder = try TrialFolder(in: parent)
        store = try TrialStore.open(folder.path("store.sqlite"))
        coordinator = RaceTerms.coordinator(on: store, clock)
    }

    /// Runs so many rounds.
    ///
    /// - Throws: ``StoreTrialError`` with the round.
    package func run(rounds: Int) async throws {
        try await joinAll()
        for number in 0..<count { workers.append(try start(number)) }
        for round in 1...rounds {
            do { try await run(round) } catch { throw StoreTrialError("round \(round): \(error)") }
        }
        workers = []
        try await TrialStore.verify(store)
    }

    /// All join in this process, as the slow derivation is then paid once.
    private func joinAll() async throws {
        let policy = try RenewalPolicy(
            validityMinutes: RaceTerms.validityMinutes, graceMinutes: RaceTerms.graceMinutes)
        group = try await coordinator.createGroup(named: "race", policy: policy, by: .app("trial"))
        let password = try Password(chosen: "a password of the race")
        let keys = PasswordKeyCache()
        for number in 0..<count {
            let agent = MachineAgent(
                vault: vault(number), service: coordinator, crypto: StandardCrypto(), clock: clock,
                version: RaceTerms.version, passwordKeys: keys)
            _ = try await agent.join(
                group, name: Name("machine-\(number)"), password: password,
                founding: coordinator.founding(by: .app("trial")))
        }
    }

    private func vault(_ number: Int) -> FileKeyVault { FileKeyVault(folder: folder.path("vault-\(number)")) }

    private func start(_ number: Int) throws -> ChildProcess {
        let worker = RaceWorker(
            store: store.path, vault: folder.path("vault-\(number)"), broken: broken, hoards: hoards)
        let process = try ChildProcess(worker.arguments)
        return process
    }

    private func run(_ round: Int) async throws {
        let now = RaceTerms.instant(of: round)
        RaceTerms.move(clock, to: now)
        // Closes the overlap and, as half of V is over, opens the next renewal (Rules S3, S6).
        _ = try await coordinator.sweep()
        let entries = try await store.read([.lastHistory(group)]).history.first?.number ?? 0
        let phase = try await coordinator.group(group).phase
        guard phase.kind == .renewing, let old = phase.current else {
            throw StoreTrialError("the renewal does not open; the group is \(phase.kind)")
        }
        let dead = try race(now)
        for number in dead { workers[number] = try start(number) }
        try answers(of: dead, now)
        try await checkRound(old.generation.next, after: entries)
    }

    /// Tells all to go, kills some of them meanwhile, and waits for the answers of the others.
    ///
    /// - Returns: who was killed.
    private func race(_ now: Instant) throws -> [Int] {
        for worker in workers { worker.send("go \(now.secondsSince1970)") }
        var open = Set(0..<count)
        var dead: [Int] = []
        let start = ContinuousClock.now
        let killTimes = (0..<generator.below(5)).map { _ in
            (generator.below(count), start + .microseconds(generator.below(6_000 * count)))
        }
        var pending = killTimes.sorted { $0.1 < $1.1 }
        while !open.isEmpty {
            if let (number, time) = pending.first, ContinuousClock.now >= time {
                pending.removeFirst()
                guard !dead.contains(number) else { continue }
                try kill(number, &open)
                dead.append(number)
            }
            try listen(&open, waiting: 1)
            if ContinuousClock.now - start > .seconds(120) {
                throw StoreTrialError("HANGS: machines \(open.sorted()) do not answer")
            }
        }
        return dead
    }

    private func kill(_ number: Int, _ open: inout Set<Int>) throws {
        try listen(&open, waiting: 0)
        if open.contains(number) { killsInFlight += 1 }
        kills += 1
        workers[number].kill()
        _ = workers[number].wait()
        open.remove(number)
    }

    /// Lets those who came back check in.
    private func answers(of numbers: [Int], _ now: Instant) throws {
        for number in numbers { workers[number].send("go \(now.secondsSince1970)") }
        var open = Set(numbers)
        while !open.isEmpty { try listen(&open, waiting: 5) }
    }

    /// Takes in answers; waits a little where there is none.
    private func listen(_ open: inout Set<Int>, waiting milliseconds: Double) throws {
        let before = open.count
        for number in open {
            guard let lines = workers[number].lines(waiting: 0) else {
                throw StoreTrialError("FAILED: machine \(number) ended with \(workers[number].wait())")
            }
            for line in lines where line != "ready" {
                guard line.hasPrefix("done") else { throw StoreTrialError("FAILED: machine \(number): \(line)") }
                if line.contains("I3") { lostRaces += 1 }
                checkIns += 1
                open.remove(number)
            }
        }
        if open.count == before { pause(milliseconds: milliseconds) }
    }
}

// What must hold after a round.
extension IssueRace {
    private func checkRound(_ generation: Generation, after entries: UInt64) async throws {
        let rows = try await store.read([
            .group(group), .certificates(group, after: generation.previous),
            .history(group, after: entries, limit: 10_000),
        ])
        let issued = rows.history.filter { $0.action == HistoryAction.certificateIssued.rawValue }
        guard rows.certificates.count == 1, let winner = rows.certificates.first, issued.count == 1,
            winner.generation == generation, rows.group(group)?.phase.current?.fingerprint == winner.fingerprint
        else {
            throw StoreTrialError(
                "WINNERS: \(rows.certificates.count) certificates and \(issued.count) issues of generation \(generation)"
            )
        }
        let known = try await store.read([.certificates(group, after: nil)]).certificates
        for number in 0..<count { try await checkVault(number, winner, known) }
        for number in 0..<count where issued[0].by == .machine(try await machine(number)) {
            wins[number, default: 0] += 1
        }
    }

    private func machine(_ number: Int) async throws -> MachineID {
        guard let id = try await vault(number).read()?.machine else {
            throw StoreTrialError("vault \(number) is empty")
        }
        return id
    }

    private func checkVault(_ number: Int, _ winner: IssuedCertificate, _ known: [IssuedCertificate]) async throws {
        guard let contents = try await vault(number).read(), let membership = contents.membership else {
            throw StoreTrialError("LOST: vault \(number) holds no membership")
        }
        guard membership.candidates.isEmpty else {
            throw StoreTrialError(
                "ORPHAN: vault \(number) keeps \(membership.candidates.count) candidates after the race is over")
        }
        guard membership.held.last?.fingerprint == winner.fingerprint,
            contents.memory.highest?.fingerprint == winner.fingerprint
        else { throw StoreTrialError("WINNER: vault \(number) does not hold generation \(winner.generation)'s winner") }
        for held in membership.held where !known.contains(where: { $0.fingerprint == held.fingerprint }) {
            throw StoreTrialError("ORPHAN: vault \(number) holds a generation \(held.generation) that nobody knows")
        }
    }
}
