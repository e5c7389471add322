extension [ColumnEntry] {
    /// The columns of a row that changed, in table order (Rule N1). The lists are of one table.
    static func difference(from old: [ColumnEntry]?, to new: [ColumnEntry]?) -> [ColumnChange] {
        let names = (new ?? old ?? []).map(\.column)
        return names.indices.compactMap { index in
            let before = old?[index].value ?? .null
            let after = new?[index].value ?? .null
            return before == after ? nil : ColumnChange(column: names[index], old: before, new: after)
        }
    }
}

extension [ColumnChange] {
    /// Whether these changes are worth telling: a heartbeat alone is none (Rule N1).
    var isPublished: Bool { contains { $0.column != "lastheartbeatdate" } }
}
