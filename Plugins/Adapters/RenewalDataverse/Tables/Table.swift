import Synchronization

/// A table as Dataverse describes it: names, set, and columns in the order of their column numbers.
///
/// Made once and shared by reference; it never changes. Our own three are ``flowMachineGroup``, ``flowMachine`` and
/// ``desktopFlowConnection``; a reader of foreign packages makes others.
public final class Table: Sendable {
    /// The logical name, as `flowmachine`.
    public let logicalName: String
    /// The name that people see, as `Flow Machine`.
    public let displayName: String
    /// The Web API's name of the set of rows, as `flowmachines`.
    public let setName: String
    /// The logical name of the column that holds the row's id.
    public let primaryIDColumn: String
    /// The logical name of the column that holds the row's name.
    public let primaryNameColumn: String
    /// The columns.
    public let columns: [Column]
    private let positions: [String: Int]
    /// The place of the column of the row's id.
    let primaryIDPosition: Int?
    /// What each of the columns takes for certain.
    let quickChecks: [QuickCheck]
    /// Tells this table from every other one that the process made.
    let number: UInt64
    private static let count = Atomic<UInt64>(0)

    /// A table of these parts. Of two columns with one name the first counts.
    public init(
        logicalName: String, displayName: String, setName: String, primaryIDColumn: String, primaryNameColumn: String,
        columns: [Column]
    ) {
        self.logicalName = logicalName
        self.displayName = displayName
        self.setName = setName
        self.primaryIDColumn = primaryIDColumn
        self.primaryNameColumn = primaryNameColumn
        self.columns = columns
        positions = Dictionary(
            columns.enumerated().map { ($1.logicalName, $0) }, uniquingKeysWith: { first, _ in first })
        primaryIDPosition = positions[primaryIDColumn]
        quickChecks = columns.map { QuickCheck($0) }
        number = Self.count.add(1, ordering: .relaxed).newValue
    }

    /// The column of that logical name; `nil` where the table has none.
    public func column(_ logicalName: String) -> Column? {
        position(of: logicalName).map { columns[$0] }
    }

    /// The place of that column in ``columns``; `nil` where the table has none.
    public func position(of logicalName: String) -> Int? {
        positions[logicalName]
    }
}

extension Table: Hashable {
    /// Whether both describe the same table with the same columns.
    public static func == (lhs: Table, rhs: Table) -> Bool {
        lhs === rhs
            || (lhs.logicalName == rhs.logicalName && lhs.displayName == rhs.displayName
                && lhs.setName == rhs.setName && lhs.primaryIDColumn == rhs.primaryIDColumn
                && lhs.primaryNameColumn == rhs.primaryNameColumn && lhs.columns == rhs.columns)
    }

    /// Hashes the logical name.
    public func hash(into hasher: inout Hasher) { hasher.combine(logicalName) }
}

extension Table {
    /// The tables of this library in the order in which rows depend on each other: groups, machines, connections.
    public static let all: [Table] = [.flowMachineGroup, .flowMachine, .desktopFlowConnection]
}
