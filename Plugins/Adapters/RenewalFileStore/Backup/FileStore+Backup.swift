import GRDB

extension FileStore {
    /// How far a backup or a verification is.
    public struct Progress: Hashable, Sendable {
        /// What is being done, such as `copying` or `flowmachine`.
        public let step: String
        /// How much of the step is done: pages of a copy, rows of a table.
        public let done: Int
        /// How much there is in the step.
        public let total: Int
    }

    /// Writes a copy of the store as it is at this instant, while others write: a store of its own, with mode 0600.
    ///
    /// The copy is made aside, synced, and put in its place whole, so that a file of that name is a whole backup. A
    /// damaged page is copied as it is: ``verify(crypto:progress:)`` the copy before you rely on it.
    ///
    /// - Parameters:
    ///   - destination: where to, in a folder that is there; nothing may be there yet.
    ///   - progress: told after every 256 pages of the copy, and at the end. Called on a thread of the store's.
    /// - Throws: ``FileStoreError`` with `alreadyThere`, `folderMissing`, `diskFull`, `damaged` or `ioFailure`; then there
    ///   is no file of that name. `CancellationError`, after which there is none either.
    public func backup(
        to destination: String, progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws {
        let reader = try readers.takeForSnapshot()
        defer { readers.giveBack(reader) }
        try await reader.backup(to: destination, progress: progress)
    }
}

extension Reader {
    fileprivate func backup(
        to destination: String, progress: (@Sendable (FileStore.Progress) -> Void)?
    ) throws {
        guard try !StoreFile.isThere(destination) else { throw FileStoreError.alreadyThere(destination) }
        var isCancelled = false
        try withDatabase { database in
            try StoreFile.withTemporaryFile(beside: destination) { temporary throws(FileStoreError) in
                do {
                    let copy = try DatabaseQueue(path: temporary)
                    // In one read transaction: writers would make the copy begin again each time.
                    try database.inReadTransaction {
                        _ = try database.storeRow()
                        try copy.inDatabase { try database.base.backup(to: $0, progress) }
                    }
                    try copy.close()
                } catch let error as FileStoreError {
                    throw error
                } catch is CancellationError {
                    isCancelled = true
                    return
                } catch let error as DatabaseError {
                    throw FileStoreError.writing(error, path: destination)
                } catch {
                    throw FileStoreError.opening(error, path: destination)
                }
                isCancelled = Task.isCancelled
                if isCancelled { return }
                try StoreFile.sync(temporary)
                try StoreFile.place(temporary, at: destination)
            }
        }
        if isCancelled { throw CancellationError() }
    }
}

extension Database {
    fileprivate func backup(to copy: Database, _ progress: (@Sendable (FileStore.Progress) -> Void)?) throws {
        try backup(to: copy, pagesPerStep: 256) { state in
            try Task.checkCancellation()
            progress?(
                FileStore.Progress(step: "copying", done: state.completedPageCount, total: state.totalPageCount))
        }
    }
}
