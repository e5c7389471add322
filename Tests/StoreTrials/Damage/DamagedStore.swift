package import Foundation
internal import RenewalCore
internal import RenewalFileStore

/// A small store in a file that is damaged and made whole again.
package struct DamagedStore: Sendable {
    /// What a damaged store gives.
    package enum Answer: Equatable {
        /// Every answer as before the damage.
        case intact
        /// A typed error.
        case refused
        /// Every row that was given is one that was written, in its place; some were not given.
        case hidden(String)
        /// Anything else.
        case wrong(String)
    }

    package let path: String
    /// What is in the file while it is whole.
    package let content: Data
    let truth: StoreQuestions.Answers
    let questions: StoreQuestions
    /// The notifications that wait in it.
    let waiting: Set<Delivery>
    let crypto: any GroupCrypto

    /// The file's size in bytes.
    package var size: Int { content.count }

    /// A store of a small fleet in a folder, in one file with no log beside it.
    package init(in folder: String) async throws {
        let fleet = StoredFleet(try FileStore(path: "\(folder)/made.sqlite"))
        try await fleet.populate()
        try await self.init(backupOf: fleet, at: "\(folder)/damaged.sqlite")
    }

    /// A backup of the fleet's store at that path.
    package init(backupOf fleet: StoredFleet, at path: String) async throws {
        try await fleet.store.backup(to: path)
        let store = try FileStore.openReadOnly(path: path)
        let questions = try await StoreQuestions(about: store)
        let copy = "\(path)-to-claim"
        try await fleet.store.backup(to: copy)
        self.init(
            path: path, content: try Data(contentsOf: URL(fileURLWithPath: path)),
            truth: try await questions.answers(of: store), questions: questions,
            waiting: Set(try await Self.claim(from: FileStore(path: copy))), crypto: fleet.crypto)
    }

    /// Hands out what waits and could be handed out.
    static func claim(from store: FileStore) async throws -> [Delivery] {
        let claim = Claim(subscribers: ["audit"], now: .distantFuture, leaseUntil: .distantFuture, limit: 99)
        return try await store.deliveries(DeliveryStep(settled: [], claim: claim))
    }

    private init(
        path: String, content: Data, truth: StoreQuestions.Answers, questions: StoreQuestions, waiting: Set<Delivery>,
        crypto: any GroupCrypto
    ) {
        self.path = path
        self.content = content
        self.truth = truth
        self.questions = questions
        self.waiting = waiting
        self.crypto = crypto
    }

    /// The same store in another file.
    package func copy(to path: String) throws -> DamagedStore {
        let copy = DamagedStore(
            path: path, content: content, truth: truth, questions: questions, waiting: waiting, crypto: crypto)
        try copy.restore()
        return copy
    }

    /// Flips a bit of the file, which nobody has open.
    package func flip(_ bit: Int) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(bit / 8))
        let byte = try file.read(upToCount: 1)?.first ?? 0
        try file.seek(toOffset: UInt64(bit / 8))
        try file.write(contentsOf: Data([byte ^ 1 << (bit % 8)]))
    }

    /// Cuts the file, which has at least that length.
    package func truncate(to length: Int) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.truncate(atOffset: UInt64(length))
    }

    /// Makes the file whole again, without a log.
    package func restore() throws {
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try content.write(to: URL(fileURLWithPath: path))
    }

    /// Asks every question and compares the answers with those of the whole store.
    package func look() async -> Answer { await look(for: truth) }

    /// Asks every question and compares the answers.
    func look(for expected: StoreQuestions.Answers) async -> Answer {
        do {
            // Each connection would prepare every statement anew.
            let configuration = FileStore.Configuration(readers: 1)
            let store = try FileStore.openReadOnly(path: path, configuration: configuration)
            return Self.compare(try await questions.answers(of: store), with: expected)
        } catch is FileStoreError {
            return .refused
        } catch {
            return .wrong("an untyped error: \(error)")
        }
    }

    private static func compare(_ answers: StoreQuestions.Answers, with expected: StoreQuestions.Answers) -> Answer {
        if answers == expected { return .intact }
        let known = Set(expected.values.joined())
        var hidden: [String] = []
        for (question, rows) in answers where rows != expected[question] {
            if let stranger = rows.first(where: { !known.contains($0) }) {
                return .wrong("\(question): \(stranger) is no row of the store")
            }
            guard StoreQuestions.isForLast(question) || isInOrder(rows, in: expected[question] ?? []) else {
                return .wrong("\(question): other rows, or not in the order in which they were")
            }
            hidden.append(question)
        }
        return .hidden(hidden.sorted().joined(separator: ", "))
    }

    // What is given is what was written, in its order, with some left out.
    private static func isInOrder(_ rows: [StoreQuestions.Row], in expected: [StoreQuestions.Row]) -> Bool {
        var rest = expected[...]
        for row in rows {
            guard let place = rest.firstIndex(of: row) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }

    /// Whether `verify` finds nothing.
    package func verifiesClean() async -> Bool {
        do {
            return try await FileStore.openReadOnly(path: path).verify(crypto: crypto).isClean
        } catch {
            return false
        }
    }
}
