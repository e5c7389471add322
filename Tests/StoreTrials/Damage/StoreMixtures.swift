internal import FileStoreTrials
internal import RenewalCore
internal import RenewalFileStore
internal import RenewalKit

/// A store's file as it was at one time, under the log of another time: what is left where somebody puts back one of the
/// two alone.
///
/// SQLite takes the mixture for a store: the log brings the pages that it has, the file the others. Each row is one that
/// was written, which is asked for here; whether all are of one time nothing in the store says for certain, and how often
/// it shows is counted.
package final class StoreMixtures {
    /// What became of the mixtures.
    package struct Counts: Sendable {
        package var looks = 0
        /// Opening or asking threw a typed error.
        package var refused = 0
        /// `verify` found a fault.
        package var found = 0
        /// Every answer is of one time, the log's or another.
        package var whole = 0
        /// Answers are of different times, and `verify` found nothing.
        package var unnoticed = 0
    }

    /// A file under a later log, and a file under an earlier one.
    package private(set) var laterLogs = Counts()
    package private(set) var earlierLogs = Counts()
    private let folder: TrialFolder
    private var generator: SeededGenerator
    private var moments: [Moment] = []
    private var known: Set<StoreQuestions.Row> = []

    private static let writers = (0..<3).map(TrialWriter.init)

    /// The store after a transaction.
    private struct Moment {
        let file: String
        let log: String
        let answers: StoreQuestions.Answers
        /// How often the log had been brought into the file: one file and log of equal numbers are no mixture.
        let checkpoints: Int
    }

    package init(seed: UInt64, in parent: String? = nil) throws {
        generator = SeededGenerator(seed: seed)
        folder = try TrialFolder(in: parent)
    }

    /// Makes a store over so many transactions, and looks at so many mixtures.
    ///
    /// - Throws: ``StoreTrialError``.
    package func run(transactions: Int = 60, looks: Int) async throws {
        let questions = try await makeMoments(transactions)
        while laterLogs.looks + earlierLogs.looks < looks {
            let (one, other) = (generator.below(moments.count), generator.below(moments.count))
            guard moments[one].checkpoints != moments[other].checkpoints else { continue }
            do {
                if one < other {
                    try await look(moments[one], under: moments[other], questions, &laterLogs)
                } else {
                    try await look(moments[one], under: moments[other], questions, &earlierLogs)
                }
            } catch {
                throw StoreTrialError("the file after transaction \(one) under the log after \(other): \(error)")
            }
        }
        for counts in [laterLogs, earlierLogs] where counts.looks > 20 && counts.refused + counts.found == 0 {
            throw StoreTrialError("IDLE: of \(counts.looks) mixtures none was noticed")
        }
    }

    private func makeMoments(_ count: Int) async throws -> StoreQuestions {
        let path = folder.path("store.sqlite")
        let questions = try await makeStore(path)
        var store: FileStore?
        var last = Self.writers.map { _ in UInt64(0) }
        var checkpoints = 0
        for number in 0..<count {
            let writer = generator.below(Self.writers.count)
            last[writer] += 1
            let open = try store ?? TrialStore.open(path)
            store = open
            try await Self.writers[writer].run(last[writer], in: open)
            let moment = Moment(
                file: folder.path("\(number).file"), log: folder.path("\(number).log"),
                answers: try await questions.answers(of: open), checkpoints: checkpoints)
            // By another process: closing a file here would give up the locks that this one has.
            guard SystemCommand.run("cp", path, moment.file) == 0,
                SystemCommand.run("cp", "\(path)-wal", moment.log) == 0
            else { throw StoreTrialError("the store's files can not be copied") }
            moments.append(moment)
            known.formUnion(moment.answers.values.joined())
            if generator.below(4) == 0 {
                // Closed by its last user, a store has no log.
                store = nil
                checkpoints += 1
            }
        }
        return questions
    }

    private func makeStore(_ path: String) async throws -> StoreQuestions {
        let store = try TrialStore.open(path)
        try await TrialWriter.createShared(in: store)
        for writer in Self.writers { try await writer.create(in: store) }
        return try await StoreQuestions(about: store)
    }

    private func look(
        _ moment: Moment, under later: Moment, _ questions: StoreQuestions, _ counts: inout Counts
    ) async throws {
        let path = folder.path("mixed.sqlite")
        for suffix in ["", "-wal", "-shm"] { TrialFolder.remove(path + suffix) }
        try TrialFolder.copy(moment.file, to: path)
        try TrialFolder.copy(later.log, to: "\(path)-wal")
        counts.looks += 1
        do {
            let store = try TrialStore.open(path)
            let answers = try await questions.answers(of: store)
            if let stranger = answers.values.joined().first(where: { !known.contains($0) }) {
                throw StoreTrialError("WRONG: \(stranger) was never written")
            }
            if try await !store.verify(crypto: StandardCrypto()).isClean {
                counts.found += 1
            } else if moments.contains(where: { $0.answers == answers }) {
                counts.whole += 1
            } else {
                counts.unnoticed += 1
            }
        } catch is FileStoreError {
            counts.refused += 1
        }
    }
}
