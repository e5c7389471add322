/// What is on a disk in memory, as programs see it, and what of it a power cut may take.
struct DiskState: Sendable {
    /// A file's bytes: those that are certainly on disk, and the writes since.
    struct File: Sendable {
        struct Write: Sendable {
            var offset: Int
            var bytes: [UInt8]
            /// After a failed sync: no later one brings it to disk with certainty.
            var isAbandoned = false
        }

        var seen: [UInt8] = []
        var certain: [UInt8] = []
        var pending: [Write] = []
    }

    /// A folder's names: those that are certainly on disk, and the changes since, each on its own.
    struct Folder: Sendable {
        struct Change: Sendable {
            var name: String
            var inode: Int?
            var isAbandoned = false
        }

        var seen = Names()
        var certain = Names()
        var pending: [Change] = []
    }

    /// A few names, and the permissions of the folder. Searched one by one, as that is fast.
    struct Names: Sendable {
        var permissions: UInt32 = 0o700
        var entries: [(name: String, inode: Int)] = []

        subscript(name: String) -> Int? {
            get { entries.first { $0.name == name }?.inode }
            set {
                entries.removeAll { $0.name == name }
                if let newValue { entries.append((name, newValue)) }
            }
        }
    }

    enum Inode: Sendable {
        case file(File)
        case folder(Folder)
    }

    var inodes: [Inode] = [.folder(Folder())]
    /// Which opening has the lock of which file.
    var locks: [(inode: Int, opening: Int)] = []

    subscript(file inode: Int) -> File {
        get { if case .file(let file) = inodes[inode] { file } else { File() } }
        set { inodes[inode] = .file(newValue) }
    }

    subscript(folder inode: Int) -> Folder {
        get { if case .folder(let folder) = inodes[inode] { folder } else { Folder() } }
        set { inodes[inode] = .folder(newValue) }
    }

    mutating func name(_ name: String, _ inode: Int?, in folder: Int) {
        self[folder: folder].seen[name] = inode
        self[folder: folder].pending.append(Folder.Change(name: name, inode: inode))
    }

    mutating func write(_ bytes: [UInt8], at offset: Int, in inode: Int) {
        var file = self[file: inode]
        file.seen.put(bytes, at: offset)
        // A mark of one byte is written again and again; one write of each value gives the same outcomes.
        if bytes.count == 1 { file.pending.removeAll { $0.offset == offset && $0.bytes == bytes } }
        file.pending.append(File.Write(offset: offset, bytes: bytes))
        self[file: inode] = file
    }

    /// Brings to disk what is pending; a sync that fails abandons it.
    mutating func sync(_ inode: Int, fails: Bool) {
        switch inodes[inode] {
        case .file(var file):
            for index in file.pending.indices where !file.pending[index].isAbandoned {
                if fails {
                    file.pending[index].isAbandoned = true
                } else {
                    file.certain.put(file.pending[index].bytes, at: file.pending[index].offset)
                }
            }
            file.pending.removeAll { !$0.isAbandoned }
            inodes[inode] = .file(file)
        case .folder(var folder):
            var rest: [Folder.Change] = []
            for change in folder.pending {
                if fails || change.isAbandoned {
                    rest.append(Folder.Change(name: change.name, inode: change.inode, isAbandoned: true))
                } else {
                    rest.removeAll { $0.name == change.name }
                    folder.certain[change.name] = change.inode
                }
            }
            folder.pending = rest
            if !fails { folder.certain.permissions = folder.seen.permissions }
            inodes[inode] = .folder(folder)
        }
    }
}

extension [UInt8] {
    /// Puts bytes at an offset; a hole before them is zeros.
    mutating func put(_ bytes: some Collection<UInt8>, at offset: Int) {
        if count < offset + bytes.count { append(contentsOf: repeatElement(0, count: offset + bytes.count - count)) }
        replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
}
