internal import FileStoreTrials
internal import RenewalCore
internal import RenewalFileStore

/// Why a write to a damaged store was not made.
private struct RowIsHidden: Error {}

extension DamagedStore {
    /// What became of writing to a damaged store.
    enum Written: Equatable {
        /// So many rows were acknowledged and found again, or hidden, or refused.
        case acknowledged(Int)
        /// Nothing was written, with a typed error.
        case refused
        /// Anything else.
        case wrong(String)
    }

    /// Writes as a coordinator does, row by row and each after it was read, and hands out notifications; then looks
    /// whether everything is there that was acknowledged. The file is another one after that.
    ///
    /// - Parameter losing: a fault put in: what was acknowledged is taken back.
    func write(losing: Bool) async -> Written {
        var acknowledged: [Machine: Machine] = [:]
        do {
            let store = try FileStore(path: path)
            for (old, new) in changes {
                do {
                    try await write(new, over: old, in: store)
                    acknowledged[old] = new
                } catch is FileStoreError {
                } catch is RenewalError {
                } catch is RowIsHidden {
                }
            }
            do {
                let claimed = try await Self.claim(from: store)
                guard claimed.allSatisfy(waiting.contains) else { return .wrong("a notification that never waited") }
            } catch is FileStoreError {
            }
        } catch is FileStoreError {
            return .refused
        } catch {
            return .wrong("\(error)")
        }
        if losing { do { try restore() } catch { return .wrong("\(error)") } }
        let expected = truth.mapValues { rows in
            rows.map { row in
                guard case .machine(let old) = row, let new = acknowledged[old] else { return row }
                return StoreQuestions.Row.machine(new)
            }
        }
        switch await look(for: expected) {
        case .intact, .refused: return .acknowledged(acknowledged.count)
        case .hidden(let what):
            let isFound = await !verifiesClean()
            return isFound
                ? .acknowledged(acknowledged.count)
                : .wrong("after writing \(what) is hidden, and verify says that the store is whole")
        case .wrong(let what): return .wrong("after writing: \(what)")
        }
    }

    private func write(_ new: Machine, over old: Machine, in store: FileStore) async throws {
        let request = TransactionRequest(groups: [old.group], reads: [.machine(old.id)])
        try await store.transact(request) { rows in
            guard let found = rows.machine(old.id) else { throw RowIsHidden() }
            guard found == old else { throw TrialViolation("the decision reads \(found) and not \(old)") }
            return TransactionDecision(changes: [.updateMachine(new)], outcome: ())
        }
    }

    // Every machine, with another heartbeat.
    private var changes: [(old: Machine, new: Machine)] {
        Set(truth.values.joined()).compactMap { row in
            guard case .machine(let old) = row else { return nil }
            var new = old
            new.lastHeartbeat = Instant(secondsSince1970: 2_000_000_000)
            return (old, new)
        }.sorted { $0.old.id < $1.old.id }
    }
}
