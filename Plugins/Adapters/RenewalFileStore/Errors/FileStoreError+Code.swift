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

// Stores.
extension FileStoreError.Code {
    /// There is no store to open read-only.
    public static let fileMissing = Self("fileMissing")
    /// The file is not a store of this library.
    public static let notAStore = Self("notAStore")
    /// The store's schema is of a later version of this library: update the program.
    public static let newerSchema = Self("newerSchema")
    /// The store's schema is of an earlier version and it was opened read-only: open it for writing once.
    public static let olderSchema = Self("olderSchema")
    /// The file, its folder or its file system may not be written.
    public static let readOnlyFile = Self("readOnlyFile")
    /// The store was opened read-only and was asked to write.
    public static let readOnly = Self("readOnly")
    /// Another process has the store and did not let go in time; nothing was stored.
    public static let busy = Self("busy")
    /// A backup was to be written where something is already; that stays.
    public static let alreadyThere = Self("alreadyThere")
    /// A value that no column can hold; nothing was stored.
    public static let valueOutOfRange = Self("valueOutOfRange")
}

// Vaults.
extension FileStoreError.Code {
    /// The path can not be a vault's.
    public static let invalidPath = Self("invalidPath")
    /// Others than the owner may use the file or folder (Rule Z5).
    public static let insecurePermissions = Self("insecurePermissions")
    /// The file or folder belongs to another user (Rule Z5).
    public static let wrongOwner = Self("wrongOwner")
    /// Where a file belongs there is a symbolic link, a FIFO, a socket, a device or a folder.
    public static let notARegularFile = Self("notARegularFile")
    /// Where the vault's folder belongs there is a symbolic link or something else.
    public static let notAFolder = Self("notAFolder")
    /// The file has another name too, under which it could be read or changed.
    public static let hardLinked = Self("hardLinked")
    /// The operating system permits this user no such access, or the disk is mounted read-only.
    public static let accessDenied = Self("accessDenied")
    /// Another process has the vault, and kept it for longer than was to be waited.
    public static let inUse = Self("inUse")
    /// The change would go back behind what the vault knows; nothing was stored (Rules I9, I10).
    public static let olderGeneration = Self("olderGeneration")
    /// The file is an older copy of one that this vault has read or written; it was not touched.
    public static let olderCopy = Self("olderCopy")
    /// A newer version of this program wrote the file.
    public static let formatNewer = Self("formatNewer")
}
