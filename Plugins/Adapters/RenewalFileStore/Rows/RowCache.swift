import RenewalCore

/// The groups and machines that the connection that writes has read last, as they are now, as long as nobody else
/// writes: every check-in reads its group and its machine, and mostly nothing happened to them since the last one.
///
/// It answers in transactions that write only, as no other connection can change a row there. Like the pages that SQLite
/// keeps, it does not see what becomes of the file without a commit.
final class RowCache {
    /// A machine, and its place in its table.
    typealias PlacedMachine = (row: Machine, place: Int64)

    /// How many are kept; a machine takes about half a kilobyte.
    static let (mostGroups, mostMachines) = (256, 10_000)

    private var groups: [GroupID: MachineGroup] = [:]
    private var machines: [MachineID: PlacedMachine] = [:]
    // SQLite's number for what the other connections have committed; missing before the first transaction.
    private var version: Int64?
    // What the open transaction has changed.
    private var changedGroups: [GroupID] = []
    private var changedMachines: [MachineID] = []

    /// Notes that a transaction begins that has the file's write lock. What is kept is given up where another connection
    /// has written since the last one.
    ///
    /// - Parameter version: SQLite's `data_version`, which changes with each commit of another connection.
    func begin(version: Int64) {
        changedGroups.removeAll(keepingCapacity: true)
        changedMachines.removeAll(keepingCapacity: true)
        if version == self.version { return }
        groups.removeAll(keepingCapacity: true)
        machines.removeAll(keepingCapacity: true)
        self.version = version
    }

    /// Notes that the open transaction is taken back, or a part of it: what it changed is given up.
    func takeBack() {
        for id in changedGroups { groups[id] = nil }
        for id in changedMachines { machines[id] = nil }
    }

    /// The group, where it is kept.
    func group(_ id: GroupID) -> MachineGroup? { groups[id] }

    /// The machine, where it is kept.
    func machine(_ id: MachineID) -> PlacedMachine? { machines[id] }

    /// Keeps a group as it was read.
    func keep(_ row: MachineGroup) {
        if version == nil { return }
        if groups.count >= Self.mostGroups, groups[row.id] == nil { groups.removeAll(keepingCapacity: true) }
        groups[row.id] = row
    }

    /// Keeps a machine as it was read at this place.
    func keep(_ row: Machine, at place: Int64) {
        if version == nil { return }
        if machines.count >= Self.mostMachines, machines[row.id] == nil { machines.removeAll(keepingCapacity: true) }
        machines[row.id] = (row, place)
    }

    /// Notes that a machine was written over at its place.
    func noteUpdate(_ row: Machine) {
        changedMachines.append(row.id)
        guard let index = machines.index(forKey: row.id) else { return }
        machines.values[index].row = row
    }

    /// Notes that a machine is made or removed.
    func noteChange(of id: MachineID) {
        changedMachines.append(id)
        machines[id] = nil
    }

    /// Notes that a group is made or changed.
    func noteChange(of id: GroupID) {
        changedGroups.append(id)
        groups[id] = nil
    }
}
