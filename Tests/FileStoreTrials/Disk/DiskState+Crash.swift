// What a power cut leaves: of the changes that no sync brought to disk any subset, and of each write any part.
extension DiskState {
    /// The disk after a power cut. What no name leads to is left as it is, so that no choice is made about it.
    func afterPowerCut(_ chooser: inout some Chooser, everyByte: Bool) -> DiskState {
        var left = self
        left.locks = []
        var reached = [0]
        while let inode = reached.popLast() {
            switch left.inodes[inode] {
            case .file(let file):
                if !file.pending.isEmpty { left.inodes[inode] = .file(file.afterPowerCut(&chooser, everyByte)) }
            case .folder(var folder):
                folder = folder.afterPowerCut(&chooser)
                left.inodes[inode] = .folder(folder)
                for entry in folder.certain.entries where !reached.contains(entry.inode) { reached.append(entry.inode) }
            }
        }
        return left
    }
}

extension DiskState.Folder {
    fileprivate func afterPowerCut(_ chooser: inout some Chooser) -> Self {
        var names = certain
        if seen.permissions != certain.permissions, chooser.choose(2) == 1 { names.permissions = seen.permissions }
        for change in pending where chooser.choose(2) == 1 { names[change.name] = change.inode }
        return Self(seen: names, certain: names)
    }
}

extension DiskState.File {
    fileprivate func afterPowerCut(_ chooser: inout some Chooser, _ everyByte: Bool) -> Self {
        var bytes = certain
        for write in pending { bytes.put(write, &chooser, everyByte) }
        return Self(seen: bytes, certain: bytes)
    }
}

extension [UInt8] {
    /// Puts what of a write reached the disk: nothing, all, the size alone, its start, its end, or its start before what
    /// the blocks held.
    fileprivate mutating func put(
        _ write: DiskState.File.Write, _ chooser: inout some Chooser, _ everyByte: Bool
    ) {
        let count = write.bytes.count
        let kinds = count == 1 ? 2 : everyByte ? 6 : 4
        let kind = chooser.choose(kinds)
        if kind == 0 { return }
        if kind == 1 { return put(write.bytes, at: write.offset) }
        if kind == 2 { return put(repeatElement(0, count: count), at: write.offset) }
        let cut = everyByte ? chooser.choose(count + 1) : count / 2
        if kind == 3 { return put(write.bytes.prefix(cut), at: write.offset) }
        if kind == 4 { return put(write.bytes.dropFirst(cut), at: write.offset + cut) }
        put(write.bytes, at: write.offset)
        for index in write.offset + cut..<write.offset + count {
            self[index] = UInt8(truncatingIfNeeded: chooser.choose(256))
        }
    }
}
