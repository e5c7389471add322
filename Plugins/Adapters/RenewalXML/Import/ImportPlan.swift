import RenewalCore
import RenewalDataverse

/// The rows of one group as a package has them.
struct GroupWork: Sendable {
    let id: GroupID
    var group: Row?
    var machines: [Row] = []
    var connections: [Row] = []
    /// What is wrong with rows of it, found without looking into the store.
    var refusals: [ImportReport.Entry] = []

    var isRefused: Bool { !refusals.isEmpty }

    /// All its rows.
    var rows: [Row] { [group].compactMap { $0 } + machines + connections }

    /// Refused for what is wrong with some rows: those, and the others with them.
    var outcomeOfRefusal: GroupOutcome {
        var outcome = GroupOutcome()
        for refusal in refusals {
            outcome.add(
                .refused, refusal.table, refusal.rowID ?? "", column: refusal.column, found: refusal.found,
                refusal.reason)
        }
        let known = Set(refusals.map(\.rowID))
        for row in rows where !known.contains(row.idText) {
            outcome.add(.refused, row.table.logicalName, row.idText, "other rows of its group are refused")
        }
        return outcome
    }
}

/// A package, read and checked whole, and sorted by group.
struct ImportPlan {
    /// The groups, by id.
    private(set) var groups: [GroupWork] = []
    /// What is known before the store was looked at: rows without a group, and what is passed over.
    private(set) var report = ImportReport()

    private var works: [GroupID: GroupWork] = [:]

    /// - Throws: ``PackageError`` for what is no package, and for a row that is there twice: which one would be meant?
    init(_ package: DataPackage) throws {
        try package.read(eachRowOnce: true) { item in
            switch item {
            case .timestamp(let timestamp): report.timestamp = timestamp
            case .table, .space, .relation: break
            case .record(let record): report.ignoredTables[record.table, default: 0] += 1
            case .row(let row): try add(row)
            case .refused(let error, let row):
                // Another table's record is not imported, so it can not be refused.
                guard error.table.map({ name in Table.all.contains { $0.logicalName == name } }) ?? false else {
                    report.ignoredTables[error.table ?? "", default: 0] += 1
                    return
                }
                if error.code == .duplicateRow { throw error }
                refuse(ImportReport.Entry(error), group: row.flatMap(Self.group))
            }
        }
        groups = works.values.sorted { $0.id < $1.id }
        works = [:]
    }

    private mutating func add(_ row: Row) throws {
        do {
            try row.checkModel()
        } catch let error as DataverseError {
            return refuse(ImportReport.Entry(error, row), group: Self.group(of: row), row)
        }
        for (column, _) in row.values where !row.table.takenColumns.contains(column.logicalName) {
            report.ignoredColumns["\(row.table.logicalName).\(column.logicalName)", default: 0] += 1
        }
        guard let id = Self.group(of: row) else { return }
        works[id, default: GroupWork(id: id)].add(row)
    }

    private mutating func refuse(_ entry: ImportReport.Entry, group: GroupID?, _ row: Row? = nil) {
        guard let group else {
            report.counts[.refused] += 1
            return report.add(entry)
        }
        works[group, default: GroupWork(id: group)].refusals.append(entry)
    }

    /// The group that a row is about.
    private static func group(of row: Row) -> GroupID? {
        row.table == .flowMachineGroup ? GroupID(row.id) : row.groupReference(row.table.groupColumn)
    }
}

extension GroupWork {
    fileprivate mutating func add(_ row: Row) {
        switch row.table {
        case .flowMachineGroup: group = row
        case .flowMachine: machines.append(row)
        default: connections.append(row)
        }
    }
}

extension Row {
    fileprivate func groupReference(_ column: String) -> GroupID? {
        if case .lookup(let lookup) = self[column] { GroupID(lookup.id) } else { nil }
    }

    /// Whether the model can hold the row.
    fileprivate func checkModel() throws {
        switch table {
        case .flowMachineGroup: _ = try MachineGroup(self)
        case .flowMachine: _ = try Machine(self)
        default: _ = try DesktopFlowConnection(self)
        }
    }
}

extension Table {
    /// The column that says which group a row is about.
    var groupColumn: String { self == .desktopFlowConnection ? "renewal_flowmachinegroupid" : "flowmachinegroupid" }

    /// The columns that an import takes over, and those that only say how the package's own store stands.
    fileprivate var takenColumns: Set<String> {
        switch self {
        case .flowMachineGroup:
            [
                "flowmachinegroupid", "name", "keyvalidityperiod", "keyexpirygraceperiod", "keycreationdate",
                "passwordchangeddate", "passwordchangedby",
            ]
        case .flowMachine: PackageTable.machineColumns
        default:
            [
                "renewal_desktopflowconnectionid", "renewal_name", "renewal_flowmachinegroupid", "renewal_state",
                "renewal_lastused",
            ]
        }
    }
}

extension ImportReport.Entry {
    /// A refusal for what a reader found.
    init(_ error: PackageError) {
        self.init(
            outcome: .refused, table: error.table ?? "", rowID: error.rowID, column: error.column, found: error.found,
            reason: "expected \(error.expected)")
    }

    /// A refusal for what the model can not hold.
    init(_ error: DataverseError, _ row: Row) {
        self.init(
            outcome: .refused, table: row.table.logicalName, rowID: row.idText, column: error.column,
            found: error.found, reason: "expected \(error.expected)")
    }
}
