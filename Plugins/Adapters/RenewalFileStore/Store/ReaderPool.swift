import Synchronization

/// The connections that read: some for single reads, which share them, and one for each snapshot.
final class ReaderPool: Sendable {
    private let path: String
    private let configuration: FileStore.Configuration
    private let state = Mutex(State())

    private struct State {
        var shared: [Shared] = []
        var identity: FileStatus.Identity?
        var idleForSnapshots: [Reader] = []
    }

    // A connection, and how many reads run on it or wait for it.
    private struct Shared {
        let reader: Reader
        var reads: Int
    }

    init(path: String, configuration: FileStore.Configuration) {
        self.path = path
        self.configuration = configuration
    }

    /// Opens the first connection, so that what is wrong with the file shows at once.
    func open() throws(FileStoreError) {
        let identity = try StoreFile.identity(of: path)
        let reader = try makeReader()
        state.withLock {
            $0.identity = identity
            $0.shared.append(Shared(reader: reader, reads: 0))
        }
    }

    /// Lets go of every connection; those in use close when they are given back.
    func closeAll() {
        let old = state.withLock { state in
            defer { state = State() }
            return state
        }
        // Outside of the lock, as closing may wait for the disk.
        withExtendedLifetime(old) {}
    }

    /// How many connections answer single reads.
    var openCount: Int { state.withLock { $0.shared.count } }

    /// How many reads run on them or wait for them.
    var waitingCount: Int { state.withLock { $0.shared.reduce(0) { $0 + $1.reads } } }

    /// Runs one read on a connection that others may use too.
    ///
    /// The first one that is not crowded: after each commit of somebody else a connection reads its pages anew, so few that
    /// are busy cost less than many.
    func withReader<Result>(_ read: (Reader) async throws -> Result) async throws -> Result {
        let reader = try take()
        defer { release(reader) }
        return try await read(reader)
    }

    // From so many reads on that run or wait, the next one takes another connection.
    private static let crowd = 8

    private func take() throws(FileStoreError) -> Reader {
        if let reader = takeOpen(evenCrowded: false) { return reader }
        let reader: Reader
        do {
            reader = try makeReader()
        } catch {
            // The ones that are open can answer all the same, as when there are no file descriptors left.
            if error.code != .fileMissing, let reader = takeOpen(evenCrowded: true) { return reader }
            throw error
        }
        // Others may have opened theirs meanwhile; one too many closes after its read.
        state.withLock {
            if $0.shared.count < configuration.readers { $0.shared.append(Shared(reader: reader, reads: 1)) }
        }
        return reader
    }

    // The first that is not crowded; where all are, and no more may be opened or any will do, the one with the fewest.
    private func takeOpen(evenCrowded: Bool) -> Reader? {
        state.withLock { state in
            var chosen = state.shared.indices.first { state.shared[$0].reads < Self.crowd }
            if chosen == nil, evenCrowded || state.shared.count >= configuration.readers {
                chosen = state.shared.indices.min { state.shared[$0].reads < state.shared[$1].reads }
            }
            guard let chosen else { return nil }
            state.shared[chosen].reads += 1
            return state.shared[chosen].reader
        }
    }

    private func release(_ reader: Reader) {
        state.withLock { state in
            if let index = state.shared.firstIndex(where: { $0.reader === reader }) { state.shared[index].reads -= 1 }
        }
    }

    /// A connection for one snapshot alone.
    func takeForSnapshot() throws(FileStoreError) -> Reader {
        if let idle = state.withLock({ $0.idleForSnapshots.popLast() }) { return idle }
        return try makeReader()
    }

    /// Takes back a snapshot's connection; some are kept for the next ones.
    func giveBack(_ reader: Reader) {
        state.withLock { state in
            if state.idleForSnapshots.count < configuration.readers { state.idleForSnapshots.append(reader) }
        }
    }

    private func makeReader() throws(FileStoreError) -> Reader {
        if let identity = state.withLock({ $0.identity }) { try StoreFile.check(path, is: identity) }
        return try Reader(path: path, busyTimeout: configuration.busyTimeout)
    }
}
