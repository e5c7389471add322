extension FileStoreError {
    /// The kind of a ``FileStoreError``. An open set: a later version may add codes, so a `switch` needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        /// The code of that name.
        public init(_ name: String) { description = name }
    }
}

// Stores and vaults alike.
extension FileStoreError.Code {
    /// The folder that the file should be in is not there.
    public static let folderMissing = Self("folderMissing")
    /// The disk, or the quota, is full; nothing was stored.
    public static let diskFull = Self("diskFull")
    /// The operating system refused to read or write; nothing was stored.
    public static let ioFailure = Self("ioFailure")
    /// A sync failed, so whether the change was stored is not known: open again and look.
    public static let outcomeUnknown = Self("outcomeUnknown")
    /// What is in the file is not what was written to it.
    public static let damaged = Self("damaged")
}
