extension [ColumnEntry] {
    /// The columns of a row that changed, in table order (Rule N1). The lists are of one table.
    static func difference(from old: [ColumnEntry]?, to new: [ColumnEntry]?) -> [ColumnChange] {
        var changes: [ColumnChange] = []
        for (index, entry) in (new ?? old ?? []).enumerated() {
            let before = old?[index].value ?? .null
            let after = new?[index].value ?? .null
            if before != after { changes.append(ColumnChange(column: entry.column, old: before, new: after)) }
        }
        return changes
    }
}

extension [ColumnChange] {
    /// Whether these changes are worth telling: a heartbeat alone is none (Rule N1).
    var isPublished: Bool { contains { $0.column != "lastheartbeatdate" } }
}
