import RenewalCore

// Filtering and sorting.
extension Report {
    /// The report with the rows for which a condition in OData `$filter` syntax holds.
    ///
    /// Objects such as `connections` can be compared with null.
    ///
    /// - Throws: ``ReportError`` with `usage`, whose message marks the place in the filter.
    public func filtered(by text: String) throws -> Report {
        let objects = columns.compactMap(\.path.object).reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        let filter: RowFilter
        do {
            filter = try RowFilter(
                text,
                columns: columns.map { FilterColumn($0.name, $0.kind) } + objects.map { FilterColumn($0, .object) })
        } catch let error as RenewalError {
            throw FilterMark.error(error)
        }
        var report = self
        report.rows = rows.choosing(
            rows.indices.filter { place in
                let row = rows[place]
                return filter.matches { index in
                    index < columns.count ? row.cells[index] : objectValue(objects[index - columns.count], in: row)
                }
            })
        return report
    }

    /// Null where all columns of the object are, else something.
    private func objectValue(_ object: String, in row: ReportRow) -> FilterValue {
        let isNull = columns.indices.allSatisfy { columns[$0].path.object != object || row.cells[$0] == .null }
        return isNull ? .null : .boolean(true)
    }

    /// The report in the order of a column; `-` before its name descends. Null comes last either way, and rows that are
    /// equal keep their order.
    ///
    /// - Throws: ``ReportError`` with `usage` for a column that there is not.
    public func sorted(by order: String) throws -> Report {
        let descends = order.hasPrefix("-")
        let name = descends ? String(order.dropFirst()) : order
        guard let place = columns.firstIndex(where: { $0.name == name || $0.name == name.dotsAsSlashes }) else {
            throw ReportError(
                .usage,
                "there is no column \"\(name.printable)\" to sort by; there are \(columns.map(\.name).joined(separator: ", "))"
            )
        }
        let kind = columns[place].kind
        let keys = rows.map { SortKey($0.cells[place], kind) }
        var report = self
        report.rows = rows.choosing(
            rows.indices.sorted { left, right in
                let (first, second) = (keys[left], keys[right])
                if first == second { return left < right }
                if first == .null || second == .null { return second == .null }
                return descends ? second < first : first < second
            })
        return report
    }
}

/// A value as it sorts.
private enum SortKey: Comparable {
    case number(Int64)
    case version(AgentVersion)
    case text(String)
    case null

    init(_ value: FilterValue, _ kind: FilterColumn.Kind) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .number(flag ? 1 : 0)
        case .integer(let number): self = .number(number)
        case .instant(let instant): self = .number(instant.secondsSince1970)
        case .guid(let guid): self = .text(GroupID(guid).description)
        case .text(let text):
            if kind == .version, let version = try? AgentVersion(text) {
                self = .version(version)
            } else {
                self = .text(text)
            }
        }
    }

    static func == (lhs: SortKey, rhs: SortKey) -> Bool { !(lhs < rhs) && !(rhs < lhs) }

    static func < (lhs: SortKey, rhs: SortKey) -> Bool {
        switch (lhs, rhs) {
        case (.number(let left), .number(let right)): left < right
        case (.version(let left), .version(let right)): left < right
        // By code point, as everywhere.
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        default: lhs.rank < rhs.rank
        }
    }

    private var rank: Int {
        switch self {
        case .number: 0
        case .version: 1
        case .text: 2
        case .null: 3
        }
    }
}

extension String {
    fileprivate var dotsAsSlashes: String {
        String(map { $0 == "." ? "/" : $0 })
    }
}
