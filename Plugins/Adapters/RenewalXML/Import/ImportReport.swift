/// What an import did with each row, and why.
public struct ImportReport: Hashable, Sendable {
    /// When the package was made.
    public internal(set) var timestamp: PackageTimestamp?
    /// How many rows of groups, machines and connections there were of each outcome.
    public internal(set) var counts = Counts()
    /// Rows by outcome, as they were decided: at most ``entryLimit`` of each. Rows that are as they were have none.
    public internal(set) var entries: [Entry] = []
    /// Columns that were not taken over, as the model does not know them: `table.column` and in how many rows.
    public internal(set) var ignoredColumns: [String: Int] = [:]
    /// Records of tables that are not ours: the table and how many.
    public internal(set) var ignoredTables: [String: Int] = [:]

    /// At most so many entries of each outcome are kept.
    public static let entryLimit = 1_000

    /// What became of a row.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// It was added.
        case new
        /// Columns of it changed.
        case changed
        /// The store has it just so.
        case unchanged
        /// It was left as the store has it.
        case ignored
        /// It can not be stored.
        case refused
    }

    /// How many rows there were of each outcome.
    public struct Counts: Hashable, Sendable {
        private var numbers: [Outcome: Int] = [:]

        /// The number of rows of that outcome.
        public internal(set) subscript(outcome: Outcome) -> Int {
            get { numbers[outcome] ?? 0 }
            set { numbers[outcome] = newValue == 0 ? nil : newValue }
        }
    }

    /// A row, or a column of one, and what became of it.
    public struct Entry: Hashable, Sendable, CustomStringConvertible {
        /// What became of it.
        public var outcome: Outcome
        /// The logical name of the table.
        public var table: String
        /// The row's id, where it has one.
        public var rowID: String?
        /// The column, where it is about one.
        public var column: String?
        /// The value in the package.
        public var found: String?
        /// What was expected instead, or why.
        public var reason: String

        /// One line for people.
        public var description: String {
            let place = [table, rowID, column].compactMap { $0 }.joined(separator: " ")
            return "\(outcome.rawValue): \(place)\(found.map { ": \($0)" } ?? ""): \(reason)"
        }
    }
}

extension ImportReport {
    mutating func add(_ entry: Entry) {
        guard entries.count(where: { $0.outcome == entry.outcome }) < Self.entryLimit else { return }
        entries.append(entry)
    }

    /// Takes over what was decided about one group.
    mutating func merge(_ part: GroupOutcome) {
        for outcome in Outcome.allCases { counts[outcome] += part.counts[outcome] }
        for entry in part.entries { add(entry) }
    }
}

/// What was decided about the rows of one group.
struct GroupOutcome: Sendable {
    var counts = ImportReport.Counts()
    var entries: [ImportReport.Entry] = []

    /// Counts a row.
    mutating func add(
        _ outcome: ImportReport.Outcome, _ table: String, _ rowID: String, column: String? = nil,
        found: String? = nil, _ reason: String
    ) {
        counts[outcome] += 1
        note(outcome, table, rowID, column: column, found: found, reason)
    }

    /// Tells of a column without counting the row.
    mutating func note(
        _ outcome: ImportReport.Outcome, _ table: String, _ rowID: String, column: String?, found: String?,
        _ reason: String
    ) {
        guard outcome != .unchanged, entries.count < ImportReport.entryLimit else { return }
        entries.append(
            ImportReport.Entry(
                outcome: outcome, table: table, rowID: rowID, column: column, found: found, reason: reason))
    }
}
