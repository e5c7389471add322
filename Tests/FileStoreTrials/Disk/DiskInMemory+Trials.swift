internal import Synchronization

// What trials do with a disk.
extension DiskInMemory {
    /// Sets what goes wrong from now on; calls are counted anew.
    package func follow(_ plan: Plan) {
        contents.withLock { contents in
            contents.plan = plan
            contents.count = 0
            contents.failures = 0
        }
    }

    /// How many calls there were since the plan was set.
    package var count: Int { contents.withLock { $0.count } }

    /// How many of them failed because of the plan.
    package var failures: Int { contents.withLock { $0.failures } }

    /// How often a sync was asked for again on an opening whose sync had failed.
    package var retriedSyncs: Int { contents.withLock { $0.retriedSyncs } }

    /// Whether the program died.
    package var isDead: Bool { contents.withLock { $0.isDead } }

    /// Notes the calls from now on.
    package func note() { contents.withLock { $0.calls = [] } }

    /// The calls noted.
    package var noted: [DiskCall] { contents.withLock { $0.calls ?? [] } }

    /// A new program starts after the last one died: what was seen is still seen, and nothing is locked.
    package func restart() {
        contents.withLock { contents in
            contents.isDead = false
            contents.disk.locks = []
            contents.plan = Plan()
        }
    }

    /// Another disk with the same on it.
    package func copy() -> DiskInMemory {
        let (disk, leftOut) = contents.withLock { ($0.disk, $0.leftOut) }
        return DiskInMemory(disk, leftOut: leftOut)
    }

    /// A disk as a power cut leaves this one.
    package func afterPowerCut(_ chooser: inout some Chooser, everyByte: Bool) -> DiskInMemory {
        let (disk, leftOut) = contents.withLock { ($0.disk, $0.leftOut) }
        return DiskInMemory(disk.afterPowerCut(&chooser, everyByte: everyByte), leftOut: leftOut)
    }

    /// The bytes of every file that has a name in the folder.
    package func files(in folder: String) -> [String: [UInt8]] {
        contents.withLock { contents in
            guard let inode = contents.disk[folder: 0].seen[folder] else { return [:] }
            return contents.disk[folder: inode].seen.entries.reduce(into: [:]) {
                $0[$1.name] = contents.disk[file: $1.inode].seen
            }
        }
    }

    /// Puts a file in the folder, on disk.
    package func put(_ bytes: [UInt8], at name: String, in folder: String) {
        contents.withLock { contents in
            guard let inode = contents.disk[folder: 0].seen[folder] else { return }
            contents.disk.inodes.append(.file(DiskState.File(seen: bytes, certain: bytes)))
            contents.disk.name(name, contents.disk.inodes.count - 1, in: inode)
            contents.disk.sync(inode, fails: false)
        }
    }
}
