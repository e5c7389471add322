extension DataPackage {
    /// Checks the whole package: the structure of all three documents, that every value has the form of its column's
    /// declared type and lies within the limits of the tables that this library describes, and that each row is there
    /// once.
    ///
    /// The schemas of the folder `Schemas` check the structure of each document alone.
    ///
    /// - Returns: what is in the package.
    /// - Throws: ``PackageError``, the first: file, line and what was expected.
    /// - Complexity: memory for 16 bytes and some for each row of the largest table.
    public func validate() throws -> PackageSummary {
        try checkContentTypes()
        var summary = PackageSummary()
        try read(eachRowOnce: true) { item in
            switch item {
            case .timestamp(let timestamp): summary.timestamp = timestamp
            case .space: break
            case .table(let table):
                summary.tables.append(PackageSummary.TableCount(name: table.name, rows: 0))
            case .row, .record: summary.countRow()
            case .relation: summary.relations += 1
            case .refused(let error, _): throw error
            }
        }
        return summary
    }

    private func checkContentTypes() throws(PackageError) {
        var cursor = try contents.cursor(.contentTypes, limits)
        var event = try cursor.next()
        guard event == .start, cursor.shownName == "<Types>" else {
            throw cursor.unexpected(event, expected: "<Types>")
        }
        while event != .finished { event = try cursor.next() }
    }
}

/// What is in a package.
public struct PackageSummary: Hashable, Sendable {
    /// When it was made.
    public var timestamp: PackageTimestamp?
    /// The tables that have rows, in the order of the document.
    public var tables: [TableCount] = []
    /// How many rows are related to others by relationships of many to many.
    public var relations = 0

    /// How many rows a table has.
    public struct TableCount: Hashable, Sendable {
        /// The logical name.
        public var name: String
        /// The number of its rows.
        public var rows: Int
    }

    fileprivate mutating func countRow() {
        guard !tables.isEmpty else { return }
        tables[tables.count - 1].rows += 1
    }
}
