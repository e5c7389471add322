@_spi(Trials) package import RenewalFileStore

/// A file system that tells of each call before and after it, and of a write also when half of it is done.
package struct ObservedFileSystem: FileSystem {
    /// Where in a call it is told.
    package enum Moment: String, Sendable, CaseIterable { case before, during, after }

    package typealias Observer = @Sendable (DiskCall, Moment) -> Void

    let base: any FileSystem
    let observe: Observer

    package init(_ base: any FileSystem, _ observe: @escaping Observer) {
        self.base = base
        self.observe = observe
    }

    package func openFolder(_ path: String) throws(SystemFailure) -> any OpenFolder {
        ObservedFolder(base: try observed(.openFolder, "parent", try base.openFolder(path)), isParent: true, by: self)
    }

    func observed<Value>(
        _ kind: DiskCall.Kind, _ name: String, _ call: @autoclosure () throws(SystemFailure) -> Value
    ) throws(SystemFailure) -> Value {
        observe(DiskCall(kind, name), .before)
        let value = try call()
        observe(DiskCall(kind, name), .after)
        return value
    }
}

private struct ObservedFolder: OpenFolder {
    let base: any OpenFolder
    let isParent: Bool
    let by: ObservedFileSystem

    private var label: String { isParent ? "parent" : "folder" }

    func status() throws(SystemFailure) -> FileStatus { try by.observed(.status, label, try base.status()) }

    func permit(_ permissions: UInt32) throws(SystemFailure) {
        try by.observed(.permit, label, try base.permit(permissions))
    }

    func sync() throws(SystemFailure) { try by.observed(.sync, label, try base.sync()) }

    func close() { base.close() }

    func openFolder(_ name: String) throws(SystemFailure) -> any OpenFolder {
        let folder = try by.observed(.openFolder, "folder", try base.openFolder(name))
        return ObservedFolder(base: folder, isParent: false, by: by)
    }

    func makeFolder(_ name: String, _ permissions: UInt32) throws(SystemFailure) {
        try by.observed(.makeFolder, "folder", try base.makeFolder(name, permissions))
    }

    func open(_ name: String, _ way: OpenWay) throws(SystemFailure) -> any OpenFile {
        ObservedFile(base: try by.observed(.open, name, try base.open(name, way)), name: name, by: by)
    }

    func status(of name: String) throws(SystemFailure) -> FileStatus? {
        try by.observed(.status, isParent ? "folder" : name, try base.status(of: name))
    }

    func rename(_ name: String, to newName: String) throws(SystemFailure) {
        try by.observed(.rename, name, try base.rename(name, to: newName))
    }

    func remove(_ name: String, _ kind: FileStatus.Kind) throws(SystemFailure) {
        try by.observed(.remove, isParent ? "folder" : name, try base.remove(name, kind))
    }
}

private struct ObservedFile: OpenFile {
    let base: any OpenFile
    let name: String
    let by: ObservedFileSystem

    func status() throws(SystemFailure) -> FileStatus { try by.observed(.status, name, try base.status()) }

    func permit(_ permissions: UInt32) throws(SystemFailure) {
        try by.observed(.permit, name, try base.permit(permissions))
    }

    func sync() throws(SystemFailure) { try by.observed(.sync, name, try base.sync()) }

    func close() { base.close() }

    func read(_ count: Int, at offset: Int) throws(SystemFailure) -> [UInt8] {
        try by.observed(.read, name, try base.read(count, at: offset))
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(SystemFailure) -> Int {
        by.observe(DiskCall(.write, name), .before)
        let half = bytes.prefix(bytes.count / 2)
        let first = half.isEmpty ? 0 : try base.write(half, at: offset)
        by.observe(DiskCall(.write, name), .during)
        let rest = first == half.count ? try base.write(bytes.dropFirst(first), at: offset + first) : 0
        by.observe(DiskCall(.write, name), .after)
        return first + rest
    }

    func tryLock() throws(SystemFailure) -> Bool { try by.observed(.lock, name, try base.tryLock()) }
}
