internal import FileStoreTrials
internal import RenewalCore
@_spi(Trials) internal import RenewalFileStore
internal import RenewalKit

/// Lets the first call of the file system fail, then the second, and so on until the operation passes untouched, for
/// every operation and kind of fault, once and from then on: the manner of SQLite's own tests.
package final class StoreFaults {
    package private(set) var counts = FaultCounts()
    private let folder: TrialFolder
    private var shortLog: Template
    private var longLog: Template
    private let broken: BrokenPromise?
    private let writers = (0..<6).map(TrialWriter.init)
    private var path: String { folder.path("store.sqlite") }

    package init(broken: BrokenPromise? = nil, repeatingSyncs: Bool = false, in parent: String? = nil) throws {
        self.broken = broken
        folder = try TrialFolder(in: parent)
        shortLog = Template(folder: try TrialFolder(in: parent))
        longLog = Template(folder: try TrialFolder(in: parent))
        try FaultyFileSystem.install(store: "store.sqlite")
        if repeatingSyncs { FaultyFileSystem.repeatSyncs() }
    }

    /// Runs every loop.
    ///
    /// - Parameter operations: which; all by default.
    /// - Throws: ``StoreTrialError`` with the operation, the fault and the call.
    package func run(_ operations: [FaultOperation] = FaultOperation.allCases) async throws {
        try await make(&shortLog, pages: 0)
        try await make(&longLog, pages: TrialStore.shortLog - 10)
        for operation in operations {
            for kind in operation.kinds {
                for persists in [false, true] { try await loop(operation, kind, persists: persists) }
            }
        }
    }

    private func loop(_ operation: FaultOperation, _ kind: FaultKind, persists: Bool) async throws {
        let name = FaultCounts.name(operation, kind, persists: persists)
        for call in 1... {
            do {
                guard try await strike(operation, kind, call, persists: persists, name) else { break }
            } catch {
                throw StoreTrialError("\(name), call \(call): \(error)")
            }
        }
        guard counts.rows[name] != nil else { throw StoreTrialError("\(name): no call ever failed") }
    }

    /// One run of the operation; `false` where it passed untouched.
    private func strike(
        _ operation: FaultOperation, _ kind: FaultKind, _ call: Int, persists: Bool, _ name: String
    ) async throws -> Bool {
        let template = operation.needsLongLog ? longLog : shortLog
        var expectation = template.expectation
        folder.empty()
        if operation.start != .nothing { try TrialFolder.copyFiles(from: template.folder.path, to: folder.path) }
        var store: FileStore?
        if operation.start == .open {
            store = try TrialStore.open(path, cachePages: operation.cachePages, longestLog: TrialStore.shortLog)
        }
        let retried = FaultyFileSystem.retriedSyncs

        kind.plan(call, persists: persists).follow()
        let errors = await perform(operation, &store, &expectation)
        let happened = FaultPlan.happened
        FaultPlan.rest()

        if happened == 0, let error = errors.first { throw StoreTrialError("it fails without a fault: \(error)") }
        for error in errors where !(error is FileStoreError) {
            throw StoreTrialError("UNTYPED: the error is no FileStoreError: \(error)")
        }
        if kind.isHidden, let error = errors.first { throw StoreTrialError("UNHIDDEN: \(error)") }
        if operation == .checkpoint, happened > 0, errors.isEmpty, !kind.isHidden, store?.failedCheckpoints == 0 {
            throw StoreTrialError("UNTOLD: the log could not be written back, and the store does not tell")
        }
        if operation == .spill, happened == 0, try await store?.spilledPages() == 0 {
            throw StoreTrialError("IDLE: no transaction wrote to the log before its commit")
        }
        if let kept = store { try await goOn(kept, operation, &expectation) }
        store = nil
        guard FaultyFileSystem.retriedSyncs == retried else {
            throw StoreTrialError("RETRIED: a sync that had failed was repeated on the same handle")
        }
        try await checkAfterwards(operation, &expectation, isDone: errors.isEmpty)
        if happened > 0 {
            let isUnknown = errors.contains { ($0 as? FileStoreError)?.code == .outcomeUnknown }
            counts.note(name, call: call, succeeded: errors.isEmpty, unknown: isUnknown)
        }
        return happened > 0
    }

    /// The trouble is over: the same store must serve again without being opened anew.
    private func goOn(
        _ store: FileStore, _ operation: FaultOperation, _ expectation: inout TrialExpectation
    ) async throws {
        let writer = TrialWriter(7)
        do {
            if operation.start == .nothing { try await writer.create(in: store) }
            try await writer.run(1, in: store)
        } catch {
            throw StoreTrialError("STUCK: after the fault the store does not serve any more: \(error)")
        }
        expectation.acknowledge(1, by: writer)
        // Each writer whose transaction is known to be stored or not goes on from there: it checks the rows that it finds.
        for writer in operation.writers where broken == nil && !expectation.isOpen(writer) {
            let n = expectation.last(writer) + 1
            try await writer.run(n, in: store)
            expectation.acknowledge(n, by: writer)
        }
        guard operation == .checkpoint else { return }
        // The log is written back before the next write begins.
        _ = try await store.keptInstant(.raise(to: TrialWriter.start))
        if let failure = store.checkpointFailure {
            throw StoreTrialError("STALE: the log was written back, and the store still tells of \(failure)")
        }
    }

    private func checkAfterwards(
        _ operation: FaultOperation, _ expectation: inout TrialExpectation, isDone: Bool
    ) async throws {
        let store = try TrialStore.open(path)
        try await TrialStore.verify(store)
        if operation == .backup { try await checkCopy(expectation.upTo(expectation), isDone: isDone) }
        if operation == .instant, isDone, try await store.keptInstant(.read) != TrialWriter.start {
            throw StoreTrialError("LOST: the kept instant is not the one that was acknowledged")
        }
        if operation.start == .nothing { return }
        try await TrialWriter.check(writers + [TrialWriter(7)], in: store, &expectation)
    }

    /// Whatever bears the backup's name is a whole store; after a success it is there.
    private func checkCopy(_ expectation: TrialExpectation, isDone: Bool) async throws {
        guard TrialFolder.names(in: folder.path).contains("copy.sqlite") else {
            if isDone { throw StoreTrialError("LOST: the backup was acknowledged, and is not there") }
            return
        }
        let copy = try TrialStore.open(folder.path("copy.sqlite"))
        try await TrialStore.verify(copy)
        var expectation = expectation
        try await TrialWriter.check(writers, in: copy, &expectation)
    }

    /// A store with a write-ahead log that nobody has taken up, what a killed process leaves: files to begin with.
    private struct Template {
        let folder: TrialFolder
        var expectation = TrialExpectation()
    }

    /// Makes it, its log having at least so many pages.
    private func make(_ template: inout Template, pages: Int) async throws {
        folder.empty()
        let store = try TrialStore.open(path)
        try await TrialWriter.createShared(in: store)
        for writer in writers + [TrialWriter(7)] { try await writer.create(in: store) }
        var n: UInt64 = 1
        while n <= 2 || TrialFolder.size(of: path + "-wal") < pages * Self.logPage {
            for writer in n <= 2 ? writers : [TrialWriter(5)] {
                try await writer.run(n, in: store)
                template.expectation.acknowledge(n, by: writer)
            }
            n += 1
        }
        // While it is open and nobody writes, the files are what a kill would leave.
        try TrialFolder.copyFiles(from: folder.path, to: template.folder.path)
        withExtendedLifetime(store) {}
    }

    // A page of the log with its header.
    private static let logPage = 4_096 + 24
}

// The operations.
extension StoreFaults {
    /// Does the operation, and notes what it promised.
    ///
    /// - Returns: what was thrown.
    private func perform(
        _ operation: FaultOperation, _ store: inout FileStore?, _ expectation: inout TrialExpectation
    ) async -> [any Error] {
        do {
            switch operation {
            case .create, .recover: store = try TrialStore.open(path)
            case .close: store = nil
            case .transact, .group, .spill:
                guard let store else { return [] }
                return await transact(operation.writers, store, &expectation)
            case .checkpoint:
                guard let store else { return [] }
                let errors = await transact(operation.writers, store, &expectation)
                // The log is written back after the answer; another write comes after that.
                _ = try await store.keptInstant(.raise(to: TrialWriter.start))
                return errors
            default:
                guard let store else { return [] }
                try await perform(operation, store)
            }
            return []
        } catch {
            return [error]
        }
    }

    private func transact(
        _ writers: [TrialWriter], _ store: FileStore, _ expectation: inout TrialExpectation
    ) async -> [any Error] {
        let storage = broken?.wrap(store) ?? store
        let starts = writers.map { ($0, expectation.last($0) + 1) }
        let results = await withTaskGroup(of: (TrialWriter, UInt64, (any Error)?).self) { group in
            for (writer, n) in starts {
                group.addTask {
                    do {
                        try await writer.run(n, in: storage)
                        return (writer, n, nil)
                    } catch {
                        return (writer, n, error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for (writer, n, error) in results {
            if error == nil { expectation.acknowledge(n, by: writer) }
            if (error as? FileStoreError)?.code == .outcomeUnknown { expectation.leaveOpen(n, by: writer) }
        }
        return results.compactMap(\.2)
    }

    private func perform(_ operation: FaultOperation, _ store: FileStore) async throws {
        switch operation {
        case .due: _ = try await store.dueGroups(at: TrialWriter.start, limit: 10)
        case .instant: _ = try await store.keptInstant(.raise(to: TrialWriter.start))
        case .deliveries:
            let claimed = try await store.deliveries(DeliveryStep(claim: TrialWriter.claim))
            _ = try await store.deliveries(
                DeliveryStep(settled: claimed.map { .retry(sequence: $0.sequence, at: TrialWriter.start) }))
        case .snapshot:
            try await store.withSnapshot { snapshot in
                for after in [nil, TrialWriter(0).group] {
                    _ = try await snapshot.read([.groups(after: after, limit: 2), .lastHistory(TrialWriter(1).group)])
                }
            }
        case .backup: try await store.backup(to: folder.path("copy.sqlite"))
        case .verify:
            // What can not be read is among the faults that it finds: that is its report.
            let found = try await store.verify(crypto: StandardCrypto())
            if let fault = found.faults.first { throw FileStoreError(.damaged, fault.description) }
        case .create, .recover, .transact, .group, .spill, .checkpoint, .close: break
        }
    }
}
