import Foundation
import GRDB
import RenewalCore
import RenewalSimulation

@testable import RenewalFileStore

private let lastEntry = "last entry"

/// A small store whose file is damaged and made whole again.
struct Victim: Sendable {
    /// What a damaged store gives.
    enum Answer: Equatable {
        /// Every answer as before the damage.
        case intact
        /// A typed error.
        case refused
        /// Every row that was given is one that was written, in its place; some were not given.
        case hidden(String)
        /// Anything else.
        case wrong(String)
    }

    /// A row of any kind, for comparing.
    enum Found: Hashable, Sendable {
        case group(MachineGroup), machine(Machine), connection(DesktopFlowConnection)
        case certificate(IssuedCertificate), history(HistoryEntry), due(GroupID), kept(Instant?)
    }

    let folder: TemporaryFolder
    let path: String
    let content: Data
    let truth: [String: [Found]]
    let crypto: InsecureCrypto

    private var allRows: Set<Found> { Set(truth.values.joined()) }

    /// The file's size in bytes.
    var size: Int { content.count }

    /// A store of a small fleet in one file, with no log beside it.
    static func make() async throws -> Victim {
        let folder = try TemporaryFolder()
        let fleet = StoredFleet(try FileStore(path: folder.file("made.sqlite")))
        try await fleet.populate()
        let path = folder.file()
        try await fleet.store.backup(to: path)
        let truth = try answers(of: path)
        return Victim(
            folder: folder, path: path, content: try Data(contentsOf: URL(fileURLWithPath: path)), truth: truth,
            crypto: fleet.crypto)
    }

    /// Flips a bit of the file, which nobody has open.
    func flip(_ bit: Int) throws {
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(bit / 8))
        let byte = try file.read(upToCount: 1)?.first ?? 0
        try file.seek(toOffset: UInt64(bit / 8))
        try file.write(contentsOf: Data([byte ^ 1 << (bit % 8)]))
    }

    func truncate(to length: Int) throws { try content.prefix(length).write(to: URL(fileURLWithPath: path)) }

    func restore() throws { try content.write(to: URL(fileURLWithPath: path)) }

    /// Asks every question and compares the answers.
    func look() -> Answer {
        do {
            let answers = try Self.answers(of: path)
            if answers == truth { return .intact }
            var hidden = truth.keys.filter { answers[$0] == nil }
            for (question, rows) in answers {
                guard let expected = truth[question] else { return .wrong("\(question) was never asked: \(rows)") }
                var rest = expected[...]
                // With the last entries hidden, the last one that is seen is an earlier one.
                if question.hasSuffix(lastEntry), rows.allSatisfy(allRows.contains) {
                    if rows != expected { hidden.append(question) }
                    continue
                }
                // What is given is what was written, in its order, with some left out.
                for row in rows {
                    guard let place = rest.firstIndex(of: row) else {
                        return .wrong("\(question): \(row) is not among \(expected), or not in its place")
                    }
                    rest = rest[(place + 1)...]
                }
                if rows.count < expected.count { hidden.append(question) }
            }
            return .hidden(hidden.sorted().joined(separator: ", "))
        } catch is FileStoreError {
            return .refused
        } catch {
            return .wrong("an untyped error: \(error)")
        }
    }

    func verifiesClean() async -> Bool {
        do {
            return try await FileStore.openReadOnly(path: path).verify(crypto: crypto).isClean
        } catch {
            return false
        }
    }

    /// The same store in a file of its own.
    func copy() throws -> Victim {
        let folder = try TemporaryFolder()
        let copy = Victim(folder: folder, path: folder.file(), content: content, truth: truth, crypto: crypto)
        try copy.restore()
        return copy
    }

    /// What every query gives, by the question; as a reader of the store asks, without a task for each.
    static func answers(of path: String) throws -> [String: [Found]] {
        do {
            let patience = Patience()
            patience.set(until: .now + .seconds(10))
            let queue = try ConnectionSettings.open(path: path, readonly: true, patience: patience)
            return try queue.inDatabase { database in
                try StoreOpening.checkSchema(database, path: path)
                return try answers(of: database)
            }
        } catch let error as DatabaseError {
            throw FileStoreError.reading(error, path: path)
        }
    }

    private static func answers(of database: Database) throws -> [String: [Found]] {
        let groups = try database.rows([.groups(after: nil, limit: 99)]).groups
        var answers: [String: [Found]] = ["all": groups.map(Found.group)]
        for group in groups.map(\.id) {
            for (name, query) in queries(of: group) {
                answers["\(group) \(name)"] = found(in: try database.rows([query]))
            }
        }
        answers["due"] = try database.dueGroups(at: .distantFuture, limit: 99).map(Found.due)
        answers["kept"] = [.kept(try database.storeRow().keptInstant)]
        return answers
    }

    private static func queries(of group: GroupID) -> [(String, RowQuery)] {
        [
            ("itself", .group(group)), ("machines", .machines(group, after: nil, limit: 99)),
            ("machines behind", .machinesBehind(group, transition: .max, limit: 99)),
            ("machines holding 1", .machinesHolding(group, .first, canRenew: nil, after: nil, limit: 99)),
            ("machines holding 2", .machinesHolding(group, .first.next, canRenew: true, after: nil, limit: 99)),
            ("connections", .connections(group, after: nil, limit: 99)),
            ("connections behind", .connectionsBehind(group, transition: .max, limit: 99)),
            ("lacking 2", .connectionsHolding(group, .first, lacking: .first.next, after: nil, limit: 99)),
            ("certificates", .certificates(group, after: nil)), ("history", .history(group, after: 0, limit: 99)),
            (lastEntry, .lastHistory(group)),
        ]
    }

    private static func found(in rows: Rows) -> [Found] {
        rows.groups.map(Found.group) + rows.machines.map(Found.machine) + rows.connections.map(Found.connection)
            + rows.certificates.map(Found.certificate) + rows.history.map(Found.history)
    }
}
