internal import RenewalCore
internal import RenewalFileStore

/// One store from its making on, with what was acknowledged.
struct StoreLife {
    let path: String
    var expectation = TrialExpectation()
    /// Every writer that has rows in it.
    private(set) var writers: [TrialWriter] = []
    /// How many backups were found whole.
    private(set) var backups = 0
    /// The backups that are to be looked at by the next check.
    private var expectedBackups = BackupExpectation()

    init(path: String) { self.path = path }

    /// Where writers are to go on.
    func positions(of numbers: Range<Int>) -> [TrialWriter: UInt64] {
        var positions: [TrialWriter: UInt64] = [:]
        for writer in numbers.map(TrialWriter.init) { positions[writer] = expectation.last(writer) }
        return positions
    }

    /// Makes the store and the rows of so many writers.
    mutating func create(writers count: Int = 6) async throws {
        let store = try TrialStore.open(path)
        try await TrialWriter.createShared(in: store)
        writers = (0..<count).map(TrialWriter.init)
        for writer in writers { try await writer.create(in: store) }
        try await TrialStore.verify(store)
    }

    /// Opens the store anew and checks all of it, and every backup that was put in its place.
    mutating func check() async throws {
        let store = try TrialStore.open(path)
        if !writers.isEmpty { try await TrialWriter.check(writers, in: store, &expectation) }
        try await TrialStore.verify(store)
        try await checkBackups()
    }

    /// Takes in what a process told of its backups.
    mutating func expect(_ backups: BackupExpectation) { expectedBackups.add(backups) }

    // A file under a backup's own name is a whole store, of an instant after it was begun; one that was finished is
    // there.
    private mutating func checkBackups() async throws {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let names = TrialFolder.names(in: folder).filter { $0.hasPrefix(Self.backupPrefix) }
        for name in expectedBackups.finished.sorted() where !names.contains(name) {
            throw StoreTrialError("LOST: \(name) was said to be there, and is not")
        }
        for name in names {
            let backup = "\(folder)/\(name)"
            if !name.contains(Self.unfinishedMark) && !name.hasSuffix("-wal") && !name.hasSuffix("-shm") {
                do { try await check(backup, holding: expectedBackups.least[name]) } catch {
                    throw StoreTrialError("\(name): \(error)")
                }
                backups += 1
            }
            TrialFolder.remove(backup)
        }
        expectedBackups = BackupExpectation()
    }

    private func check(_ backup: String, holding least: TrialExpectation?) async throws {
        let store = try TrialStore.open(backup)
        var past = (least ?? TrialExpectation()).upTo(expectation)
        try await TrialWriter.check(writers, in: store, &past)
        try await TrialStore.verify(store)
    }

    static let backupPrefix = "backup-"
    /// What the name of a backup on its way has in it.
    static let unfinishedMark = ".new-"

    /// Takes every notification out and checks them.
    ///
    /// - Returns: how many transactions were acknowledged.
    mutating func end() async throws -> UInt64 {
        guard !writers.isEmpty else { return 0 }
        let store = try TrialStore.open(path)
        try await TrialWriter.drainDeliveries(of: writers, in: store, expectation)
        try await TrialStore.verify(store)
        return writers.reduce(0) { $0 + expectation.last($1) }
    }
}
