/// A published column of a table (Rule N1): its Dataverse logical name, and how its value follows from a row.
///
/// Two rows are compared by what the value is made of; the value itself, mostly a text, is only made where somebody is
/// told of it.
struct PublishedColumn<Row>: Sendable {
    let name: String
    /// The column's value in a row.
    let value: @Sendable (Row) -> ColumnValue
    /// Whether the column is the same in two rows.
    let isSame: @Sendable (Row, Row) -> Bool

    /// A column whose value is made of that part of the row.
    init<Part: Equatable & Sendable>(
        _ name: String, _ part: @escaping @Sendable (Row) -> Part, _ value: @escaping @Sendable (Part) -> ColumnValue
    ) {
        self.name = name
        self.value = { value(part($0)) }
        isSame = { part($0) == part($1) }
    }

    /// What is told of the column where the row was the one and is the other; `nil` where there is no change.
    ///
    /// - Parameters:
    ///   - old: the row before; `nil` for a row that is new.
    ///   - new: the row after; `nil` for a row that is gone.
    func change(from old: Row?, to new: Row?) -> ColumnChange? {
        let (before, after) = (old.map(value) ?? .null, new.map(value) ?? .null)
        return before == after ? nil : ColumnChange(column: name, old: before, new: after)
    }
}

extension PublishedColumn {
    /// A column of a text.
    init(_ name: String, text: @escaping @Sendable (Row) -> String?) {
        self.init(name, text) { $0.map(ColumnValue.text) ?? .null }
    }

    /// A column of a number.
    init(_ name: String, integer: @escaping @Sendable (Row) -> Int?) {
        self.init(name, integer) { $0.map(ColumnValue.integer) ?? .null }
    }

    /// A column of an instant.
    init(_ name: String, instant: @escaping @Sendable (Row) -> Instant?) {
        self.init(name, instant) { $0.map(ColumnValue.instant) ?? .null }
    }

    /// A column of the text of something that has one.
    init<Part: Equatable & Sendable & CustomStringConvertible>(
        _ name: String, shown: @escaping @Sendable (Row) -> Part?
    ) {
        self.init(name, shown) { $0.map { .text($0.description) } ?? .null }
    }
}

/// A row whose changes are published.
protocol PublishedRow {
    static var publishedColumns: [PublishedColumn<Self>] { get }
}

extension PublishedRow {
    /// The columns that changed from one row to another, in table order (Rule N1).
    static func changes(from old: Self?, to new: Self?) -> [ColumnChange] {
        guard let old, let new else { return publishedColumns.compactMap { $0.change(from: old, to: new) } }
        return changes(from: old, to: new)
    }

    /// The columns that changed from one row to another that are both there, in table order (Rule N1).
    static func changes(from old: Self, to new: Self) -> [ColumnChange] {
        var changes: [ColumnChange] = []
        for column in publishedColumns where !column.isSame(old, new) {
            if let change = column.change(from: old, to: new) { changes.append(change) }
        }
        return changes
    }

    /// All published columns of the row, in table order.
    var publishedEntries: [ColumnEntry] { Self.publishedColumns.map { ColumnEntry($0.name, $0.value(self)) } }
}

extension [ColumnChange] {
    /// Whether these changes are worth telling: a heartbeat alone is none (Rule N1).
    var isPublished: Bool { contains { $0.column != "lastheartbeatdate" } }
}
