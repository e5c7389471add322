@_spi(Trials) internal import RenewalFileStore

/// Faults of a vault that kills must find. What a sync is for no kill shows: those are left out by the crash states.
package enum BrokenVault: String, Sendable, CaseIterable {
    /// A change is acknowledged before the new file has the vault's name.
    case acknowledgedBeforeRename = "ack-before-rename"
    /// The file is written over, not replaced by a whole one.
    case writtenInPlace = "written-in-place"
}

/// A file system in which the new file of a vault is the vault file itself.
struct InPlaceFileSystem: FileSystem {
    let base: any FileSystem

    func openFolder(_ path: String) throws(SystemFailure) -> any OpenFolder {
        InPlaceFolder(base: try base.openFolder(path))
    }
}

private struct InPlaceFolder: OpenFolder {
    let base: any OpenFolder

    func status() throws(SystemFailure) -> FileStatus { try base.status() }
    func permit(_ permissions: UInt32) throws(SystemFailure) { try base.permit(permissions) }
    func sync() throws(SystemFailure) { try base.sync() }
    func close() { base.close() }
    func openFolder(_ name: String) throws(SystemFailure) -> any OpenFolder {
        InPlaceFolder(base: try base.openFolder(name))
    }
    func makeFolder(_ name: String, _ permissions: UInt32) throws(SystemFailure) {
        try base.makeFolder(name, permissions)
    }
    func open(_ name: String, _ way: OpenWay) throws(SystemFailure) -> any OpenFile {
        guard way == .creating, name == "vault.new" else { return try base.open(name, way) }
        if try base.status(of: "vault") != nil { try base.remove("vault", .file) }
        return try base.open("vault", .creating)
    }
    func status(of name: String) throws(SystemFailure) -> FileStatus? { try base.status(of: name) }
    func rename(_ name: String, to newName: String) throws(SystemFailure) {}
    func remove(_ name: String, _ kind: FileStatus.Kind) throws(SystemFailure) { try base.remove(name, kind) }
}
