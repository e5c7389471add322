/// A call to a file system, by what it does to what: `sync vault.new`. The folders are called `folder` and `parent`.
package struct DiskCall: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case openFolder = "open-folder", open, makeFolder = "make", permit, status, sync, rename, remove, read, write,
            lock
    }

    package var kind: Kind
    package var name: String

    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = name
    }

    package var description: String { "\(kind.rawValue) \(name)" }

    /// Whether it changes what is on the disk or will be.
    package var changes: Bool {
        switch kind {
        case .makeFolder, .permit, .sync, .rename, .remove, .write: true
        case .open: name != "vault"
        default: false
        }
    }
}
