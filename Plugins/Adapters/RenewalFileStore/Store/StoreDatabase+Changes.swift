import GRDB
import GRDBSQLite
import RenewalCore

extension StoreDatabase {
    /// Makes one change, or throws what ``/RenewalCore/RowChange`` says.
    func apply(_ change: RowChange, in groups: [GroupID], _ known: inout KnownRows) throws {
        do {
            try make(change, in: groups, &known)
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
            throw RenewalError(
                .storeInconsistent,
                "the transaction writes a row of a group that was never there; insert the group first")
        }
    }

    private func make(_ change: RowChange, in groups: [GroupID], _ known: inout KnownRows) throws {
        switch change {
        case .insertGroup(let row):
            try check(row.id, isIn: groups)
            cache.noteChange(of: row.id)
            try insert(.insertGroup, .group, orThrow: StorageErrors.duplicate(group: row.id)) {
                try GroupRow.write(row, to: &$0)
            }
        case .updateGroup(let row):
            try check(row.id, isIn: groups)
            cache.noteChange(of: row.id)
            try update(row)
        case .insertMachine(let row):
            try check(row.group, isIn: groups)
            cache.noteChange(of: row.id)
            try insert(row)
        case .updateMachine(let row):
            try check(row.group, isIn: groups)
            try update(row, known.update(to: row))
        case .removeMachine(let id):
            try check(groupOfMachine(id), isIn: groups)
            cache.noteChange(of: id)
            try run(.removeMachine, [.id(id)])
        case .insertConnection(let row):
            try check(row.group, isIn: groups)
            try insert(.insertConnection, .connection, orThrow: StorageErrors.duplicate(connection: row.id)) {
                try ConnectionRow.write(row, to: &$0)
            }
        case .updateConnection(let row):
            try check(row.group, isIn: groups)
            try update(row, in: groups)
        case .removeConnection(let id):
            try check(groupOfConnection(id), isIn: groups)
            try run(.removeConnection, [.id(id)])
        case .insertCertificate(let row):
            try check(row.group, isIn: groups)
            let duplicate = StorageErrors.duplicate(generation: row.generation, group: row.group)
            try insert(.insertCertificate, .certificate, orThrow: duplicate) {
                try CertificateRow.write(row, to: &$0)
            }
        case .appendHistory(let entry):
            try check(entry.group, isIn: groups)
            try append(entry)
        }
    }

    /// Writes the one row about the store itself.
    func update(_ row: StoreRow) throws {
        let count = try write(.updateStore, .store) { try row.write(to: &$0) }
        guard count == 1 else { throw FileStoreError.damagedRow(.store, key: "1", "it is missing") }
    }

    /// Makes the one row about the store itself.
    func insert(_ row: StoreRow) throws {
        _ = try write(.insertStore, .store) { try row.write(to: &$0) }
    }

    private func check(_ group: GroupID, isIn groups: [GroupID]) throws {
        if !groups.contains(group) { throw StorageErrors.unnamed(group) }
    }

    private func insert(
        _ statement: StoreStatement, _ table: StoreTable, orThrow duplicate: RenewalError,
        _ bind: (inout RowWriter) throws -> Void
    ) throws {
        do {
            _ = try write(statement, table, bind)
        } catch let error as DatabaseError where error.isDuplicate {
            throw duplicate
        }
    }

    // Each update first tries the statement that leaves the indexes alone, as most changes touch no indexed column.

    private func update(_ row: MachineGroup) throws {
        if try write(.updateSleepingGroup, .group, { try GroupRow.write(row, to: &$0) }) == 1 { return }
        if try write(.updateGroup, .group, { try GroupRow.write(row, to: &$0) }) == 1 { return }
        throw StorageErrors.missing("group", row.id)
    }

    private func insert(_ row: Machine) throws {
        do {
            _ = try write(.insertMachine, .machine) { try MachineRow.write(row, to: &$0) }
        } catch let error as DatabaseError where error.isDuplicate {
            throw StorageErrors.duplicate(machine: row.id, group: try groupOfMachine(row.id))
        }
    }

    private func update(_ row: Machine, _ known: (statement: StoreStatement?, place: Int64)?) throws {
        func write(_ statement: StoreStatement, at place: Int64? = nil) throws -> Bool {
            try self.write(statement, .machine, at: place) { try MachineRow.write(row, to: &$0) } == 1
        }
        let first = known.map(\.statement) ?? .updateMachineInPlace
        do {
            let isWritten = try first.map { try write($0, at: known?.place) } ?? false
            guard try isWritten || write(.updateMachine) else {
                throw StorageErrors.movedMachine(row.id, from: try groupOfMachine(row.id), to: row.group)
            }
        } catch {
            cache.noteChange(of: row.id)
            throw error
        }
        cache.noteUpdate(row)
    }

    private func update(_ row: DesktopFlowConnection, in groups: [GroupID]) throws {
        if try write(.updateConnectionInPlace, .connection, { try ConnectionRow.write(row, to: &$0) }) == 1 { return }
        try check(groupOfConnection(row.id), isIn: groups)
        _ = try write(.updateConnection, .connection) { try ConnectionRow.write(row, to: &$0) }
    }

    private func groupOfMachine(_ id: MachineID) throws -> GroupID {
        let found = try fetch(.machineByID, .machine, [.id(id)], MachineRow.read)
        guard let row = found.first else { throw StorageErrors.missing("machine", id) }
        return row.group
    }

    private func groupOfConnection(_ id: ConnectionID) throws -> GroupID {
        let found = try fetch(.connectionByID, .connection, [.id(id)], ConnectionRow.read)
        guard let row = found.first else { throw StorageErrors.missing("connection", id) }
        return row.group
    }

    private func append(_ entry: HistoryEntry) throws {
        let last = try fetch(.lastHistory, .history, [.id(entry.group)], HistoryRow.read).first?.number ?? 0
        guard entry.number == last + 1 else {
            throw StorageErrors.historyGap(entry.number, after: last, group: entry.group)
        }
        _ = try write(.insertHistory, .history) { try HistoryRow.write(entry, to: &$0) }
    }
}
