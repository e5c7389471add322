import Synchronization

/// The connections that read: some for single reads, which share them, and one for each snapshot.
final class ReaderPool: Sendable {
    private let path: String
    private let configuration: FileStore.Configuration
    private let state = Mutex(State())

    private struct State {
        var shared: [Reader] = []
        var identity: FileStatus.Identity?
        var next = 0
        var idleForSnapshots: [Reader] = []
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
            $0.shared.append(reader)
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

    /// A connection for one read.
    func next() throws(FileStoreError) -> Reader {
        let found = state.withLock { state -> Reader? in
            guard state.shared.count >= configuration.readers else { return nil }
            state.next = (state.next + 1) % state.shared.count
            return state.shared[state.next]
        }
        if let found { return found }
        let reader = try makeReader()
        // Others may have opened theirs meanwhile; one too many closes after its read.
        state.withLock { if $0.shared.count < configuration.readers { $0.shared.append(reader) } }
        return reader
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
