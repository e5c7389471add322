@_spi(Trials) internal import RenewalFileStore

/// How a call goes wrong.
package enum DiskFault: Sendable, Equatable, CustomStringConvertible {
    /// It fails with that `errno`, and does nothing; a sync abandons what it was to bring to disk.
    case error(Int32)
    /// A sync fails with EIO; other calls work.
    case syncError
    /// A write takes half, a read gives half; other calls work.
    case short

    package var description: String {
        switch self {
        case .error(4): "EINTR"
        case .error(5): "EIO"
        case .error(13): "EACCES"
        case .error(28): "ENOSPC"
        case .error(let number): "errno \(number)"
        case .syncError: "failing sync"
        case .short: "short read or write"
        }
    }
}

extension DiskInMemory.Contents {
    private var isFaultDue: Bool {
        guard let first = plan.failureAt else { return false }
        return plan.failsOn ? count >= first : count == first
    }

    /// Throws where this call is to fail. A sync that fails is left to do so itself.
    mutating func fail(_ kind: DiskCall.Kind) throws(SystemFailure) {
        guard isFaultDue, case .error(let number) = plan.fault else { return }
        failures += 1
        if kind != .sync { throw SystemFailure(kind.rawValue, number) }
    }

    /// How many of so many bytes a read or write takes.
    mutating func taken(of count: Int) -> Int {
        guard isFaultDue, plan.fault == .short, count > 1 else { return count }
        failures += 1
        return count / 2
    }

    /// Syncs, or fails to; never a second time on one opening that failed.
    mutating func sync(_ inode: Int, _ opening: Int, isLeftOut: Bool) throws(SystemFailure) {
        if failedSyncs.contains(opening) { retriedSyncs += 1 }
        if isLeftOut { return }
        var number: Int32?
        if isFaultDue {
            switch plan.fault {
            case .error(let error): number = error
            case .syncError:
                failures += 1
                number = 5
            case .short: break
            }
        }
        disk.sync(inode, fails: number != nil)
        guard let number else { return }
        failedSyncs.insert(opening)
        throw SystemFailure("sync", number)
    }

    mutating func open() -> Int {
        openings += 1
        return openings
    }
}
