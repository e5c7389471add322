internal import FileStoreTrials

/// Whatever happens to a store's file: an error or an intact answer, never a crash, and never a row that was not
/// written.
///
/// Damage of an index or of the page tree can hide a row from a query, which no checksum of a row shows. Such damage is
/// counted, and `verify` must find each of it.
package struct StoreDamage: Sendable {
    /// How many kinds of damage were looked at, refused by a typed error, or hid rows; and how many rows were written to
    /// damaged stores.
    package struct Counts: Equatable, Sendable {
        package var looks = 0, refused = 0, hidden = 0, written = 0

        package static func + (one: Counts, other: Counts) -> Counts {
            Counts(
                looks: one.looks + other.looks, refused: one.refused + other.refused,
                hidden: one.hidden + other.hidden, written: one.written + other.written)
        }
    }

    private static let pageSize = 4_096
    private let store: DamagedStore
    private let folder: String
    private let workers: Int
    private let losesWrites: Bool

    /// - Parameters:
    ///   - store: a whole one, which stays as it is.
    ///   - folder: where its copies go, one for each worker.
    ///   - losesWrites: a fault put in: what was acknowledged by a damaged store is taken back.
    package init(_ store: DamagedStore, in folder: String, workers: Int = 2, losesWrites: Bool = false) {
        self.store = store
        self.folder = folder
        self.workers = workers
        self.losesWrites = losesWrites
    }

    /// Flips so many bits, each in a store that is whole otherwise. Every tenth damaged store is written to as well.
    ///
    /// - Throws: ``TrialViolation`` with the bit.
    package func flips(_ count: Int, seed: UInt64) async throws -> Counts {
        var generator = SeededGenerator(seed: seed)
        let bits = (0..<count).map { _ in Int.random(in: 0..<(8 * store.size), using: &generator) }
        let counts = try await inParallel { store, worker in
            var counts = Counts()
            for index in stride(from: worker, to: count, by: workers) {
                let what = "bit \(bits[index]) flipped (number \(index) of seed \(seed))"
                try store.flip(bits[index])
                try await look(at: store, what, &counts)
                if index % 10 == 0 {
                    try await write(to: store, what, &counts)
                    try store.restore()
                } else {
                    try store.flip(bits[index])
                }
            }
            try await requireIntact(store)
            return counts
        }
        // Half of the bits are in rows; fewer mean that nothing was damaged, or nothing looked at.
        guard counts.looks == count, counts.refused > count / 20, count < 100 || counts.written > 0 else {
            throw TrialViolation("IDLE: of \(count) flipped bits only \(counts.refused) were noticed")
        }
        return counts
    }

    /// Cuts the file to each of these lengths. One that lacks a page must be refused.
    ///
    /// - Throws: ``TrialViolation`` with the length.
    package func cuts(to lengths: [Int]) async throws -> Counts {
        // Longest first, so that none needs a whole file again.
        let lengths = lengths.sorted(by: >)
        return try await inParallel { store, worker in
            var counts = Counts()
            for index in stride(from: worker, to: lengths.count, by: workers) {
                try store.truncate(to: lengths[index])
                let refused = counts.refused
                try await look(at: store, "cut to \(lengths[index]) bytes", &counts)
                if counts.refused == refused, lengths[index] <= store.size - Self.pageSize {
                    throw TrialViolation("cut to \(lengths[index]) bytes, it answers")
                }
            }
            try store.restore()
            try await requireIntact(store)
            return counts
        }
    }

    private func inParallel(
        _ body: @escaping @Sendable (DamagedStore, Int) async throws -> Counts
    ) async throws -> Counts {
        try await withThrowingTaskGroup(of: Counts.self) { tasks in
            for worker in 0..<workers {
                let copy = try store.copy(to: "\(folder)/damaged-\(worker).sqlite")
                tasks.addTask { @concurrent in try await body(copy, worker) }
            }
            return try await tasks.reduce(Counts(), +)
        }
    }

    private func look(at store: DamagedStore, _ damage: String, _ counts: inout Counts) async throws {
        counts.looks += 1
        switch await store.look() {
        case .intact: break
        case .refused: counts.refused += 1
        case .hidden(let what):
            counts.hidden += 1
            if await store.verifiesClean() {
                throw TrialViolation("\(damage) hides \(what), and verify says that the store is whole")
            }
        case .wrong(let what): throw TrialViolation("\(damage): \(what)")
        }
    }

    private func write(to store: DamagedStore, _ damage: String, _ counts: inout Counts) async throws {
        switch await store.write(losing: losesWrites) {
        case .acknowledged(let rows): counts.written += rows
        case .refused: break
        case .wrong(let what): throw TrialViolation("\(damage): \(what)")
        }
    }

    private func requireIntact(_ store: DamagedStore) async throws {
        let answer = await store.look()
        guard answer == .intact else { throw TrialViolation("the store without damage: \(answer)") }
    }
}
