internal import CFaultyVFS

/// A file system in a file, mounted by a loop device, that can lose what was not synced.
struct CutFileSystem {
    let kind: String
    let image: String
    let folder: String

    /// How the power goes: what the shutdown call still writes.
    enum Cut: UInt32, CaseIterable {
        /// The log stays as it is on disk; nothing is written.
        case withoutLog = 2
        /// The log is written, data is not.
        case withLog = 1
        /// Everything is written first.
        case afterFlush = 0
    }

    /// Why there is none here; `nil` where there can be.
    static func obstacle(_ kind: String) -> String? {
        #if os(Linux)
        if !["ext4", "xfs"].contains(kind) { return "\(kind) is neither ext4 nor xfs" }
        if !SystemCommand.isRoot { return "only root may mount file systems" }
        if !SystemCommand.isPresent("mkfs.\(kind)", "-V") { return "there is no mkfs.\(kind)" }
        return nil
        #else
        return "the shutdown call is Linux's"
        #endif
    }

    /// Makes it and mounts it; `nil` where the machine does not allow that.
    init?(_ kind: String, in folder: TrialFolder) {
        self.kind = kind
        image = folder.path("\(kind).image")
        self.folder = folder.path("mounted")
        // The smallest that mkfs.xfs makes; the file has holes.
        guard SystemCommand.run("truncate", "-s", "320M", image) == 0,
            SystemCommand.run("mkfs.\(kind)", "-q", image) == 0, SystemCommand.run("mkdir", self.folder) == 0,
            mount()
        else { return nil }
    }

    func mount() -> Bool { SystemCommand.run("mount", "-o", "loop", image, folder) == 0 }

    @discardableResult
    func unmount() -> Bool {
        for _ in 0..<100 {
            if SystemCommand.run("umount", folder) == 0 { return true }
            pause(milliseconds: 20)
        }
        return false
    }

    /// Cuts the power.
    func cut(_ cut: Cut) throws {
        let code = trial_shut_down_file_system(folder, cut.rawValue)
        guard code == 0 else { throw StoreTrialError("the shutdown call failed: errno \(code)") }
    }
}
