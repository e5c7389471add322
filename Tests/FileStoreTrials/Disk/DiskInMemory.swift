@_spi(Trials) package import RenewalFileStore
internal import Synchronization

/// A disk that forgets, tears and refuses: what programs see of it, and what a power cut leaves of it, are two things.
///
/// It counts the calls that may fail. Its folder `/disk` is there, and durable.
package final class DiskInMemory: FileSystem {
    /// A sync that is left out.
    package enum LeftOut: String, Sendable, CaseIterable {
        /// Of the new file, before the rename.
        case fileSync = "file"
        /// Of the vault's folder, after the rename.
        case folderSync = "folder"
        /// Of the folder above it, after it was made.
        case parentSync = "parent"
        /// The writing anew of what a process left unsettled that died or whose sync failed.
        case settling
    }

    /// What goes wrong at calls.
    package struct Plan: Sendable {
        /// The call before which the program dies, counted from 1.
        package var deathBefore: Int?
        /// The call that fails.
        package var failureAt: Int?
        /// Whether all later calls fail too.
        package var failsOn = false
        /// The error, or, for a write, that it takes half.
        package var fault = DiskFault.error(5)

        package init(
            deathBefore: Int? = nil, failureAt: Int? = nil, failsOn: Bool = false, fault: DiskFault = .error(5)
        ) {
            self.deathBefore = deathBefore
            self.failureAt = failureAt
            self.failsOn = failsOn
            self.fault = fault
        }
    }

    struct Contents: Sendable {
        var disk = DiskState()
        var plan = Plan()
        var count = 0
        var isDead = false
        var failures = 0
        var openings = 0
        var failedSyncs: Set<Int> = []
        var retriedSyncs = 0
        var calls: [DiskCall]?
        var leftOut: LeftOut?
    }

    let contents: Mutex<Contents>

    package init(leftOut: LeftOut? = nil) {
        var contents = Contents()
        contents.leftOut = leftOut
        self.contents = Mutex(contents)
    }

    init(_ disk: DiskState, leftOut: LeftOut?) {
        var contents = Contents()
        contents.disk = disk
        contents.leftOut = leftOut
        self.contents = Mutex(contents)
    }

    package func openFolder(_ path: String) throws(SystemFailure) -> any OpenFolder {
        try perform(.openFolder, "parent") { contents throws(SystemFailure) in
            guard path == "/disk/" || path == "/disk" else { throw .missing }
            return DiskFolder(disk: self, inode: 0, opening: contents.open())
        }
    }

    /// Runs a call, unless the program is dead or it is to fail.
    func perform<Value: Sendable>(
        _ kind: DiskCall.Kind, _ name: @autoclosure () -> String, takesHalf: Bool = false,
        _ call: (inout Contents) throws(SystemFailure) -> Value
    ) throws(SystemFailure) -> Value {
        let result = contents.withLock { contents -> Result<Value, SystemFailure> in
            contents.count += 1
            if contents.count == contents.plan.deathBefore { contents.isDead = true }
            guard !contents.isDead else { return .failure(.dead) }
            contents.calls?.append(DiskCall(kind, name()))
            do throws(SystemFailure) {
                try contents.fail(kind)
                return .success(try call(&contents))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension SystemFailure {
    static var dead: SystemFailure { SystemFailure("dead", 0) }
    static var missing: SystemFailure { SystemFailure("open", 2) }
}
