public import RenewalCore

extension FileStore {
    /// Checks the whole store as it is at this instant, while others write: the file's structure, every row's checksum,
    /// the history of each group, and the rules that hold between rows.
    ///
    /// - Parameters:
    ///   - crypto: the crypto of the coordinators, which makes the hashes of the history.
    ///   - progress: told after every 1,000 rows and at the end of each step. Called on a thread of the store's.
    /// - Returns: what was counted, and what is wrong.
    /// - Throws: ``FileStoreError`` where the store can not be read at all; `CancellationError`.
    /// - Complexity: reads everything; memory for each group, not for each row.
    public func verify(
        crypto: some VerifyingCrypto, progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> Verification {
        let reader = try readers.takeForSnapshot()
        defer { readers.giveBack(reader) }
        return try await reader.verify(crypto: crypto, progress: progress)
    }

    /// What ``verify(crypto:progress:)`` found.
    public struct Verification: Hashable, Sendable {
        /// How many rows each table has, by its name.
        public var rows: [String: Int] = [:]
        /// What is wrong, in the order in which it was found; empty for a store that is whole.
        public var faults: [Fault] = []
        /// Whether there are more faults than ``faults`` lists.
        public var hasMoreFaults = false

        /// Whether nothing is wrong.
        public var isClean: Bool { faults.isEmpty }

        /// Longest list of faults.
        public static let maximumFaults = 1_000
    }

    /// One thing that is wrong with a store.
    public struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// What kind of thing it is.
        public let kind: Kind
        /// Which table and row, as far as known, and what is wrong with it.
        public let description: String

        /// What kind of thing is wrong.
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            /// The file's pages, or an index that does not agree with its table.
            case structure
            /// A row whose columns do not give its checksum, or can not be read, or do not follow from its values.
            case row
            /// A history entry that was changed, dropped or inserted.
            case history
            /// Rows that do not go together.
            case relation
        }
    }
}
