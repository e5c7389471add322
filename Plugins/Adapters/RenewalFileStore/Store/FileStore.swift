public import RenewalCore

/// The rows in one SQLite file, which several processes of one host may use at once.
///
/// An acknowledged write is on disk. Writers that come together share a commit: each waits for it. Reads go on while
/// others write. Each row carries a checksum over its columns; a row that is not what was written is the error
/// `damaged`, never an answer.
///
/// ```swift
/// let store = try FileStore(path: "/var/lib/renewal/store.sqlite")
/// let coordinator = RenewalCoordinator.standard(storage: store)
/// ```
///
/// What each error asks for is in <doc:OperatingTheFileStore>, tables and columns in <doc:TheSchema>.
public final class FileStore: Storage {
    /// How a store behaves.
    public struct Configuration: Hashable, Sendable {
        /// How long a write waits while another process writes, before it throws `busy`. At least as long as the
        /// longest write of another process; ten seconds unless said otherwise.
        public var busyTimeout: Duration
        /// How many connections may answer reads at once; each holds some file descriptors. At least 1. Another one is
        /// opened where eight reads run on each of the others, or wait for them.
        public var readers: Int
        /// How many pages of 4 KiB the connection that writes keeps in memory.
        @_spi(Trials) public var writerCachePages = ConnectionSettings.usualCachePages
        /// From how many pages on the write-ahead log is written back to the store.
        @_spi(Trials) public var longestLog = WriteAheadLog.usualLength

        /// A configuration of these values.
        public init(busyTimeout: Duration = .seconds(10), readers: Int = 4) {
            self.busyTimeout = busyTimeout
            self.readers = max(1, readers)
        }
    }

    /// The file's path, as it was given.
    public let path: String
    /// Whether the store was opened for reading only.
    public var isReadOnly: Bool { writer == nil }

    /// Why the write-ahead log could not be written back to the file the last time; `nil` where it could, or never had
    /// to be.
    ///
    /// Nothing is lost by that, and every commit tries again; but the log grows until it succeeds. Look here now and
    /// then, or where the log is many times longer than its usual 8 MiB.
    public var checkpointFailure: FileStoreError? { writer?.checkpointFailure }

    /// How often that failed since the store was opened.
    @_spi(Trials) public var failedCheckpoints: Int { writer?.failedCheckpoints ?? 0 }

    /// How many pages transactions wrote to the log before their commits, as the cache was too small for them.
    @_spi(Trials) public func spilledPages() async throws -> Int { try await requireWriter().spilledPages() }

    let writer: Writer?
    let readers: ReaderPool

    /// Opens the store in that file, and makes it where there is none.
    ///
    /// A new store is made aside and put in its place whole, with mode 0600 whatever the umask, as it holds sealed
    /// credentials and names. Its folder must be there.
    ///
    /// - Throws: ``FileStoreError`` with `folderMissing`, `notAStore`, `newerSchema`, `readOnlyFile`, `damaged`,
    ///   `diskFull`, `busy` or `ioFailure`; the file stays as it was.
    public convenience init(path: String, configuration: Configuration = Configuration()) throws {
        let location = StoreFile.absolute(path)
        if try !StoreFile.exists(location) { try StoreFile.create(location) }
        try StoreFile.checkWritable(location)
        let writer = try Writer(path: location, configuration: configuration)
        self.init(path: path, location: location, configuration: configuration, writer: writer)
        try readers.open()
    }

    private init(path: String, location: String, configuration: Configuration, writer: Writer?) {
        self.path = path
        self.writer = writer
        readers = ReaderPool(path: location, configuration: configuration)
    }

    // The last connection to close writes the log back to the store, and one that only reads can not.
    deinit { readers.closeAll() }

    /// Opens the store for reports, while others write. It changes nothing, and every write throws `readOnly`.
    ///
    /// Where no writer has it open, SQLite makes a log and its index beside the store to read it, and needs to write to
    /// the folder for that.
    ///
    /// - Throws: ``FileStoreError`` with `fileMissing`, `notAStore`, `newerSchema`, `olderSchema`, `damaged`, `busy`,
    ///   `readOnlyFile` or `ioFailure`.
    public static func openReadOnly(
        path: String, configuration: Configuration = Configuration()
    ) throws -> FileStore {
        let location = StoreFile.absolute(path)
        guard try StoreFile.exists(location) else { throw FileStoreError.fileMissing(path) }
        let store = FileStore(path: path, location: location, configuration: configuration, writer: nil)
        try store.readers.open()
        return store
    }

    /// Reads rows, all of one instant.
    public func read(_ queries: [RowQuery]) async throws -> Rows {
        try await readers.withReader { try await $0.read(queries) }
    }

    /// Runs the body with a view in which nothing changes; writers go on. While it lasts the write-ahead log grows.
    public func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result {
        let reader = try readers.takeForSnapshot()
        try await reader.beginSnapshot()
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(Snapshot(reader: reader)))
        } catch {
            result = .failure(error)
        }
        if await reader.endSnapshot() { readers.giveBack(reader) }
        return try result.get()
    }

    /// Fetches, decides and writes, under the file's one write lock. Returns when the change is on disk.
    ///
    /// - Throws: what the decision throws; ``/RenewalCore/RenewalError`` as ``/RenewalCore/RowChange`` says;
    ///   ``FileStoreError`` with `busy`, `diskFull`, `ioFailure`, `damaged`, `valueOutOfRange` or `readOnly`, with
    ///   nothing stored; or `outcomeUnknown`.
    public func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        try await requireWriter().transact(request, decide)
    }

    /// Groups that wake at or before the instant, earliest first.
    public func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await readers.withReader { try await $0.dueGroups(at: now, limit: limit) }
    }

    /// Reads or changes the kept instant (Rule T3).
    public func keptInstant(_ change: KeptInstantChange) async throws -> Instant? {
        if change == .read { return try await readers.withReader { try await $0.keptInstant() } }
        return try await requireWriter().keptInstant(change)
    }

    /// Settles deliveries and hands out the next ones (Rule N3).
    public func deliveries(_ step: DeliveryStep) async throws -> [Delivery] {
        try await requireWriter().deliveries(step)
    }

    private func requireWriter() throws -> Writer {
        guard let writer else { throw FileStoreError.readOnly(path) }
        return writer
    }

    private struct Snapshot: StorageSnapshot {
        let reader: Reader

        func read(_ queries: [RowQuery]) async throws -> Rows { try await reader.read(queries) }
    }
}
