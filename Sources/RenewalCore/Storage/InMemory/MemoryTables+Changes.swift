extension MemoryTables {
    /// Applies the changes in their order, all or nothing.
    ///
    /// - Parameter groups: the groups whose rows may change.
    /// - Throws: ``RenewalError`` as ``RowChange`` says, with the tables as they were.
    mutating func apply(_ changes: [RowChange], to groups: [GroupID]) throws {
        guard !changes.isEmpty else { return }
        var undo: [Undo] = []
        do {
            for change in changes { undo.append(try apply(change, to: groups)) }
        } catch {
            for step in undo.reversed() { revert(step) }
            throw error
        }
        version &+= 1
    }

    // What takes a change back: the row that was there before it.
    private enum Undo {
        case group(GroupID, MachineGroup?)
        case machine(MachineID, Machine?)
        case connection(ConnectionID, DesktopFlowConnection?)
        case certificate(NumberedKey)
        case history(NumberedKey)
    }

    private mutating func apply(_ change: RowChange, to groups: [GroupID]) throws -> Undo {
        switch change {
        case .insertGroup(let row): try insert(row, to: groups)
        case .updateGroup(let row): try update(row, to: groups)
        case .insertMachine(let row): try insert(row, to: groups)
        case .updateMachine(let row): try update(row, to: groups)
        case .removeMachine(let id): try remove(id, to: groups)
        case .insertConnection(let row): try insert(row, to: groups)
        case .updateConnection(let row): try update(row, to: groups)
        case .removeConnection(let id): try remove(id, to: groups)
        case .insertCertificate(let row): try insert(row, to: groups)
        case .appendHistory(let entry): try append(entry, to: groups)
        }
    }

    private mutating func revert(_ step: Undo) {
        switch step {
        case .group(let id, let row): _ = groups.set(row, for: id)
        case .machine(let id, let row): _ = machines.set(row, for: id)
        case .connection(let id, let row): _ = connections.set(row, for: id)
        case .certificate(let key): certificates.remove(key)
        case .history(let key):
            history.remove(key)
            historyCounts.set(key.number - 1, for: key.group)
        }
    }
}

extension MemoryTables {
    private mutating func insert(_ row: MachineGroup, to allowed: [GroupID]) throws -> Undo {
        try check(row.id, isIn: allowed)
        if groups.rows.position(of: row.id) != nil { throw StorageErrors.duplicate(group: row.id) }
        return .group(row.id, groups.set(row, for: row.id))
    }

    private mutating func update(_ row: MachineGroup, to allowed: [GroupID]) throws -> Undo {
        try check(row.id, isIn: allowed)
        if groups.rows.position(of: row.id) == nil { throw StorageErrors.missing("group", row.id) }
        return .group(row.id, groups.set(row, for: row.id))
    }

    private mutating func insert(_ row: Machine, to allowed: [GroupID]) throws -> Undo {
        try check(row.group, isIn: allowed)
        if let old = machines.rows[row.id] { throw StorageErrors.duplicate(machine: row.id, group: old.group) }
        return .machine(row.id, machines.set(row, for: row.id))
    }

    private mutating func update(_ row: Machine, to allowed: [GroupID]) throws -> Undo {
        try check(row.group, isIn: allowed)
        guard let old = machines.rows[row.id] else { throw StorageErrors.missing("machine", row.id) }
        guard old.group == row.group else { throw StorageErrors.movedMachine(row.id, from: old.group, to: row.group) }
        return .machine(row.id, machines.set(row, for: row.id))
    }

    private mutating func remove(_ id: MachineID, to allowed: [GroupID]) throws -> Undo {
        guard let old = machines.rows[id] else { throw StorageErrors.missing("machine", id) }
        try check(old.group, isIn: allowed)
        return .machine(id, machines.set(nil, for: id))
    }

    private mutating func insert(_ row: DesktopFlowConnection, to allowed: [GroupID]) throws -> Undo {
        try check(row.group, isIn: allowed)
        if connections.rows.position(of: row.id) != nil { throw StorageErrors.duplicate(connection: row.id) }
        return .connection(row.id, connections.set(row, for: row.id))
    }

    private mutating func update(_ row: DesktopFlowConnection, to allowed: [GroupID]) throws -> Undo {
        guard let old = connections.rows[row.id] else { throw StorageErrors.missing("connection", row.id) }
        try check(old.group, isIn: allowed)
        try check(row.group, isIn: allowed)
        return .connection(row.id, connections.set(row, for: row.id))
    }

    private mutating func remove(_ id: ConnectionID, to allowed: [GroupID]) throws -> Undo {
        guard let old = connections.rows[id] else { throw StorageErrors.missing("connection", id) }
        try check(old.group, isIn: allowed)
        return .connection(id, connections.set(nil, for: id))
    }

    private mutating func insert(_ row: IssuedCertificate, to allowed: [GroupID]) throws -> Undo {
        try check(row.group, isIn: allowed)
        let key = NumberedKey(group: row.group, number: row.generation.number)
        if certificates.position(of: key) != nil {
            throw StorageErrors.duplicate(generation: row.generation, group: row.group)
        }
        certificates.set(row, for: key)
        return .certificate(key)
    }

    private mutating func append(_ entry: HistoryEntry, to allowed: [GroupID]) throws -> Undo {
        try check(entry.group, isIn: allowed)
        let last = historyCounts[entry.group] ?? 0
        guard last < .max, entry.number == last + 1 else {
            throw StorageErrors.historyGap(entry.number, after: last, group: entry.group)
        }
        let key = NumberedKey(group: entry.group, number: entry.number)
        history.set(entry, for: key)
        historyCounts.set(entry.number, for: entry.group)
        return .history(key)
    }

    private func check(_ group: GroupID, isIn allowed: [GroupID]) throws {
        if !allowed.contains(group) { throw StorageErrors.unnamed(group) }
    }
}
