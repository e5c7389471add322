/// A way in which calls of the file system fail.
package enum FaultKind: String, CaseIterable, Sendable {
    /// ENOSPC, with half of the write done: SQLITE_FULL.
    case full
    /// EIO of any call: SQLITE_IOERR and what it did not do.
    case io
    /// EIO of a write that did half: SQLITE_IOERR_WRITE.
    case torn
    /// A sync fails: SQLITE_IOERR_FSYNC.
    case sync
    /// EINTR of the system call, twice, before it is done.
    case interrupt
    /// The system call transfers half of what it was asked for.
    case short

    /// The plan to let call `number` fail, and with `persists` all later ones.
    func plan(_ number: Int, persists: Bool) -> FaultPlan {
        FaultPlan(action, at: boundaries, first: number, persists: persists)
    }

    private var action: FaultPlan.Action {
        switch self {
        case .full: .full
        case .io, .sync: .io
        case .torn: .torn
        case .interrupt: .interrupt
        case .short: .short
        }
    }

    private var boundaries: [FaultBoundary] {
        switch self {
        case .full: FaultBoundary.all("write", "map")
        case .io: FaultBoundary.all("open", "read", "write", "sync", "truncate", "size", "lock", "map", "delete")
        case .torn: FaultBoundary.all("write")
        case .sync: FaultBoundary.all("sync")
        case .interrupt: FaultBoundary.all("open", "write", "truncate", "map")
        case .short: FaultBoundary.all("write", "map")
        }
    }

    /// Whether the platform's VFS hides it, so that the operation must succeed.
    var isHidden: Bool { self == .interrupt || self == .short }
}
