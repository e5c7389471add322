/// What runs while a system call fails.
package enum TracedSubject: String, Sendable, CaseIterable {
    /// A store is made.
    case newStore = "new-store"
    /// A store is opened, written and closed.
    case store
    /// A store is backed up while it is written.
    case backup
    /// A vault is made.
    case newVault = "new-vault"
    /// A vault is written in whose folder a process died.
    case vault

    /// The calls that it must come by: those that change something, or make it durable.
    var calls: [TracedCall] {
        switch self {
        case .newStore, .backup: [.write, .syncData, .sync, .truncate, .link, .unlink]
        case .store: [.write, .syncData, .sync, .truncate, .unlink]
        case .newVault: [.makeFolder, .permit, .write, .sync, .rename]
        case .vault: [.write, .sync, .rename, .unlinkAt]
        }
    }
}

/// A system call that can fail.
enum TracedCall: String, Sendable {
    case write = "pwrite64"
    case syncData = "fdatasync"
    case sync = "fsync"
    case truncate = "ftruncate"
    case link, unlink
    case unlinkAt = "unlinkat"
    case rename = "renameat"
    case makeFolder = "mkdirat"
    case permit = "fchmod"

    /// What `strace` calls it on this machine. Newer architectures have no calls without a folder, and some no `renameat`.
    var name: String {
        #if arch(x86_64) || arch(i386)
        rawValue
        #else
        switch self {
        case .link: "linkat"
        case .unlink: "unlinkat"
        case .rename: "/^renameat2?$"
        default: rawValue
        }
        #endif
    }

    /// How it can fail: a name is never given or taken halfway, so no signal interrupts that.
    var errors: [String] {
        switch self {
        case .write, .syncData, .sync, .truncate: ["EIO", "ENOSPC", "EINTR"]
        case .link, .unlink, .unlinkAt, .rename, .makeFolder: ["EIO", "ENOSPC"]
        case .permit: ["EIO"]
        }
    }

    /// Whether the call is made again after that error, so that nobody notices. Never a sync.
    func isRepeated(after error: String) -> Bool {
        error == "EINTR" && self != .sync && self != .syncData
    }
}
