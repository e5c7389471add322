/// What a file system says about an entry.
@_spi(Trials) public struct FileStatus: Sendable, Equatable {
    /// What an entry is.
    public enum Kind: Sendable, Equatable {
        /// A regular file.
        case file
        /// A folder.
        case folder
        /// A symbolic link.
        case symbolicLink
        /// A FIFO, socket or device.
        case special
    }

    /// Which entry it is, whatever its name: device and inode.
    public struct Identity: Sendable, Equatable {
        /// The device.
        public var device: UInt64
        /// The inode on it.
        public var inode: UInt64

        /// An identity of these numbers.
        public init(device: UInt64, inode: UInt64) {
            self.device = device
            self.inode = inode
        }
    }

    /// What it is.
    public var kind: Kind
    /// The twelve permission bits.
    public var permissions: UInt32
    /// The owner's user id.
    public var owner: UInt32
    /// Whether the owner is the user that this process acts as.
    public var isOwn: Bool
    /// How many names it has.
    public var links: UInt64
    /// The size in bytes.
    public var size: Int
    /// Which one it is.
    public var identity: Identity

    /// A status of these values.
    public init(
        kind: Kind, permissions: UInt32, owner: UInt32 = 0, isOwn: Bool = true, links: UInt64 = 1, size: Int = 0,
        identity: Identity
    ) {
        self.kind = kind
        self.permissions = permissions
        self.owner = owner
        self.isOwn = isOwn
        self.links = links
        self.size = size
        self.identity = identity
    }
}
