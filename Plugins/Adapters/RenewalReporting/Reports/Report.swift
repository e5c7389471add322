public import RenewalCore

/// A report: rows under named columns, before anybody decided how it looks.
public struct Report: Sendable {
    /// What a row is, for people.
    public var noun: Noun
    /// The columns.
    public var columns: [ReportColumn]
    /// The rows.
    public var rows: ReportRows

    /// A report of these rows.
    public init(noun: Noun, columns: [ReportColumn], rows: [ReportRow]) {
        self.init(noun: noun, columns: columns, rows: ReportRows(rows))
    }

    /// A report of rows that are made when they are asked for.
    init(noun: Noun, columns: [ReportColumn], rows: ReportRows) {
        self.noun = noun
        self.columns = columns
        self.rows = rows
    }

    /// A word for one and for many.
    public struct Noun: Hashable, Sendable {
        /// For one.
        public var one: String
        /// For none and many.
        public var many: String

        /// These words.
        public init(_ one: String, _ many: String) {
            self.one = one
            self.many = many
        }

        /// As `1 group` or `3 groups`.
        public func counted(_ count: Int) -> String { "\(count) \(count == 1 ? one : many)" }
    }
}

/// A column of a report.
public struct ReportColumn: Hashable, Sendable {
    /// Its name: the JSON key; one within an object as `machines/total`. Sorting and filtering use it too.
    public var name: String
    /// What its values are.
    public var kind: FilterColumn.Kind
    /// Which columns of a table give way first where a terminal is narrow: those with the highest rank, never those of
    /// rank 0; `nil` for a column that tables do not show.
    public var rank: Int?
    /// What numbers stand for, in tables.
    public var labels: [Int64: String]

    /// A column of these parts.
    public init(_ name: String, _ kind: FilterColumn.Kind, rank: Int? = nil, labels: [Int64: String] = [:]) {
        self.name = name
        self.kind = kind
        self.rank = rank
        self.labels = labels
    }

    /// The object that it is in, and its key there.
    var path: (object: String?, key: String) {
        guard let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) else { return (nil, name) }
        return (String(name[..<slash]), String(name[name.utf8.index(after: slash)...]))
    }
}

/// A row of a report.
public struct ReportRow: Hashable, Sendable {
    /// The values, one for each column.
    public var cells: [FilterValue]
    /// How urgent the values of some columns are, by the column's place.
    public var urgencies: [Int: Urgency]

    /// A row of these values.
    public init(_ cells: [FilterValue], urgencies: [Int: Urgency] = [:]) {
        self.cells = cells
        self.urgencies = urgencies
    }
}

/// How much something needs somebody to act.
public enum Urgency: Int, Hashable, Sendable, CaseIterable, Comparable {
    /// Nothing is wrong.
    case good
    /// Something will be.
    case warning
    /// Something is.
    case critical

    /// Whether `lhs` is less urgent.
    public static func < (lhs: Urgency, rhs: Urgency) -> Bool { lhs.rawValue < rhs.rawValue }
}
