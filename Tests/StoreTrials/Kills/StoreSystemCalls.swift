internal import FileStoreTrials

/// Kills and fails a writer at the system calls themselves, by `strace`, where that is present: what happens inside of
/// SQLite's unix VFS and beside it (link, rename and sync of the folder), which the faulty file system does not see, and
/// under a backup and a key vault, which have no such file system.
package final class StoreSystemCalls {
    /// How many runs ended by a kill, by subject and call; and how many had a call that failed.
    package private(set) var kills: [String: Int] = [:]
    package private(set) var failures: [String: Int] = [:]
    /// How many kills were made again, as the tracer did not come to its end.
    package private(set) var madeAgain = 0
    private let folder: TrialFolder
    private let broken: BrokenPromise?

    /// Why it can not run here; `nil` where it can.
    package static var obstacle: String? {
        #if os(Linux)
        guard SystemCommand.isPresent("strace", "-V") else { return "there is no strace" }
        return SystemCommand.run("strace", "-qq", "-o", "/dev/null", "true") == 0 ? nil : "strace may not trace here"
        #else
        return "strace is Linux's"
        #endif
    }

    package init(broken: BrokenPromise? = nil, in parent: String? = nil) throws {
        folder = try TrialFolder(in: parent)
        self.broken = broken
        try FaultyFileSystem.install(store: "store.sqlite")
    }

    /// More calls than any run makes.
    private static let mostCalls = 200
    /// Longer than any run takes.
    private static let longestRun = Duration.seconds(15)
    private static let mostKillsMadeAgain = 3

    /// Each call fails or kills, from the first one on until the subject passes untouched. The tracer counts the calls of
    /// each thread by themselves: the n-th is that of whichever thread comes to it.
    ///
    /// - Throws: ``StoreTrialError``.
    package func run(_ subjects: [TracedSubject] = TracedSubject.allCases) async throws {
        for subject in subjects {
            for call in subject.calls {
                for error in call.errors { try await loop(subject, call, error: error) }
                try await loop(subject, call, error: nil)
            }
        }
    }

    private func loop(_ subject: TracedSubject, _ call: TracedCall, error: String?) async throws {
        let what = "\(subject.rawValue), \(call.rawValue) \(error ?? "killed")"
        var number = 1
        do {
            // Until the operation passes untouched.
            while try await strike(subject, call, error, number) {
                if error == nil { kills[what, default: 0] += 1 } else { failures[what, default: 0] += 1 }
                number += 1
                guard number <= Self.mostCalls else { throw StoreTrialError("no end after \(Self.mostCalls) calls") }
            }
        } catch {
            throw StoreTrialError("\(what) at \(number): \(error)")
        }
        if number == 1 { throw StoreTrialError("IDLE: \(what): there is no such call any more") }
    }

    /// One run; `false` where it passed untouched.
    private func strike(
        _ subject: TracedSubject, _ call: TracedCall, _ error: String?, _ number: Int
    ) async throws -> Bool {
        folder.empty()
        let injection = error.map { "error=\($0)" } ?? "signal=KILL"
        let strace = [
            "strace", "-f", "-qq", "-o", folder.path("strace"), "-e", "trace=\(call.name)", "-e", "signal=none", "-e",
            "inject=\(call.name):\(injection):when=\(number)",
        ]
        let ending: Ending
        do { ending = try await write(subject, strace) } catch let hang as StoreTrialError {
            guard error == nil, hang.description.hasPrefix("HANGS"), killTraced(), killsAgain() else { throw hang }
            return try await strike(subject, call, error, number)
        }
        let isInjected = TrialFolder.contains("(INJECTED)", in: folder.path("strace"))
        switch ending {
        case .killed:
            guard error == nil else { throw StoreTrialError("FAILED: it was killed by itself") }
            return true
        case .failed(let failure):
            // The errors themselves are looked at by the fault loops. But each is one that says what it is.
            guard isInjected, let error, !call.isRepeated(after: error), failure.isTyped else {
                throw StoreTrialError("FAILED: \(failure.text)")
            }
            return true
        case .passed: return isInjected
        }
    }

    // Once in some thousand kills the tracer waits for a thread of the killed process for ever. What was killed does not
    // hang by itself.
    private func killsAgain() -> Bool {
        madeAgain += 1
        return madeAgain <= Self.mostKillsMadeAgain
    }

    /// Ends what the tracer left behind; `false` where it had not been told to be killed.
    private func killTraced() -> Bool {
        guard let line = TrialFolder.lastLine(of: folder.path("strace")),
            line.hasSuffix("= ?") || line.hasSuffix("<unfinished ...>"),
            let pid = line.split(separator: " ").first.flatMap({ Int32($0) })
        else { return false }
        ChildProcess.kill(pid)
        return true
    }

    private func write(_ subject: TracedSubject, _ strace: [String]) async throws -> Ending {
        switch subject {
        case .newVault, .vault: try await writeVault(subject, strace)
        case .newStore, .store, .backup: try await writeStore(subject, strace)
        }
    }

    private func writeStore(_ subject: TracedSubject, _ strace: [String]) async throws -> Ending {
        var life = StoreLife(path: folder.path("store.sqlite"))
        if subject != .newStore { try await life.create(writers: 2) }
        let phase: [TracedSubject: StoreWriterProcess.Phase] = [.newStore: .creating, .backup: .backup]
        let writer = StoreWriterProcess(
            path: life.path, phase: phase[subject] ?? .writing,
            writers: subject == .newStore ? [:] : life.positions(of: 0..<2), transactions: subject == .backup ? 1 : 3,
            broken: broken, backups: 1)
        let running = try RunningWriter(writer, after: life.expectation, command: strace)
        let ending = try Ending { try running.end(&life.expectation, within: Self.longestRun) }
        life.expect(running.backups)
        if subject == .newStore { try await life.create(writers: 2) } else { try await life.check() }
        return ending
    }

    private func writeVault(_ subject: TracedSubject, _ strace: [String]) async throws -> Ending {
        let keys = folder.path("keys")
        var expectation = TrialExpectation()
        if subject == .vault {
            try await VaultWriterProcess(folder: keys, last: 0, lies: false, versions: 1).write { _ in }
            expectation.acknowledge(1, by: TrialExpectation.vaultWriter)
            // A process died on its way.
            try TrialFolder.copy("\(keys)/vault", to: "\(keys)/vault.new")
        }
        let writer = VaultWriterProcess(
            folder: keys, last: expectation.last(TrialExpectation.vaultWriter), lies: false, versions: 2,
            keepsErrorsQuiet: broken == .errorsKeptQuiet)
        let process = try ChildProcess(writer.arguments, command: strace)
        var failure: String?
        let start = ContinuousClock.now
        while let lines = process.lines(waiting: 1_000) {
            expectation.noteVault(lines)
            failure = lines.first { !$0.hasPrefix("a ") && $0 != "ready" } ?? failure
            if ContinuousClock.now - start > Self.longestRun {
                throw StoreTrialError("HANGS: a vault's writer does not end")
            }
        }
        let status = process.wait()
        expectation.processEnded([TrialExpectation.vaultWriter])
        try await expectation.checkVault(in: keys)
        // What was seen stays, and the vault can be written.
        let version = expectation.last(TrialExpectation.vaultWriter)
        try await VaultWriterProcess(folder: keys, last: version, lies: false, versions: 1).write { _ in }
        expectation.acknowledge(version + 1, by: TrialExpectation.vaultWriter)
        try await expectation.checkVault(in: keys)
        return try Ending {
            if status == 0 { return false }
            if status == -9 { return true }
            throw StoreTrialError("FAILED: a writer ended with \(status): \(failure ?? "no reason given")")
        }
    }

    /// How a process ended.
    private enum Ending {
        case passed, killed
        case failed(Failure)

        init(_ end: () throws -> Bool) throws {
            do { self = try end() ? .killed : .passed } catch let error as StoreTrialError {
                guard error.description.hasPrefix("FAILED") else { throw error }
                self = .failed(Failure(text: error.description))
            }
        }
    }

    /// What a process said that gave up.
    private struct Failure {
        let text: String

        /// Whether it ended by itself, with an error of the store that fits a call that failed.
        var isTyped: Bool {
            ["diskFull", "ioFailure", "outcomeUnknown"].contains {
                text.hasPrefix("FAILED: a writer ended with 1: VIOLATION \($0): ")
            }
        }
    }
}
