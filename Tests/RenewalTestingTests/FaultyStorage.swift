import RenewalCore

/// A store in memory with one fault.
struct FaultyStorage: Storage {
    let base = InMemoryStorage()
    let fault: StorageFault

    func read(_ queries: [RowQuery]) async throws -> Rows {
        if !fault.isOfReads { return try await base.read(queries) }
        guard fault == .tornReads else { return try await base.faultyRead(queries, fault) }
        var rows = Rows()
        for query in queries {
            let next = try await base.read([query])
            rows.groups += next.groups
            rows.machines += next.machines
            rows.connections += next.connections
            rows.certificates += next.certificates
            rows.history += next.history
            await Task.yield()
        }
        return rows
    }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result {
        switch fault {
        case .snapshotLive: try await body(LiveSnapshot(storage: self))
        case .snapshotLate: try await body(LateSnapshot(storage: base))
        default: try await base.withSnapshot(body)
        }
    }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        switch fault {
        case .dueExclusive: try await base.dueGroups(at: now.adding(seconds: -1), limit: limit)
        case .dueUnordered: try await base.dueGroups(at: now, limit: limit).reversed()
        case .dueLimitIgnored: try await base.dueGroups(at: now, limit: .max)
        default: try await base.dueGroups(at: now, limit: limit)
        }
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? {
        switch (fault, change) {
        case (.raiseLowers, .raise(let instant)): try await base.keptInstant(.set(instant))
        case (.setOnlyRaises, .set(let instant)): try await base.keptInstant(.raise(to: instant))
        default: try await base.keptInstant(change)
        }
    }
}

/// A snapshot that shows what is written meanwhile.
private struct LiveSnapshot: StorageSnapshot {
    let storage: FaultyStorage

    func read(_ queries: [RowQuery]) async throws -> Rows { try await storage.read(queries) }
}

/// A snapshot that begins when it is first read, as a deferred transaction of SQLite does.
private actor LateSnapshot: StorageSnapshot {
    private let storage: InMemoryStorage
    private var answers: [[RowQuery]: Rows] = [:]

    init(storage: InMemoryStorage) { self.storage = storage }

    func read(_ queries: [RowQuery]) async throws -> Rows {
        if let answer = answers[queries] { return answer }
        let answer = try await storage.read(queries)
        answers[queries] = answer
        return answer
    }
}
