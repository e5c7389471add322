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

    /// Writes as a coordinator does, row by row and each after it was read, and hands out notifications; then looks at
    /// all of it. The file is another one after that.
    func write() async -> Written {
        var acknowledged: Set<StoreQuestions.Row> = []
        do {
            let store = try FileStore(path: path)
            for (old, new) in changes {
                do {
                    try await write(new, over: old, in: store)
                    acknowledged.insert(.machine(new))
                } catch is FileStoreError {
                } catch is RenewalError {
                } catch is RowIsHidden {
                }
            }
            let claim = Claim(subscribers: ["audit"], now: .distantFuture, leaseUntil: .distantFuture, limit: 99)
            // Their text is checked by their rows' checksums, which is all that can be known of them from outside.
            _ = try? await store.deliveries(DeliveryStep(settled: [], claim: claim))
        } catch is FileStoreError {
            return .refused
        } catch {
            return .wrong("\(error)")
        }
        switch await look(or: acknowledged) {
        case .intact where !acknowledged.isEmpty: return .wrong("what was acknowledged is not there")
        case .intact, .refused, .hidden: return .acknowledged(acknowledged.count)
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
