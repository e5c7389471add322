import RenewalCore

/// `renewal_history`: every field is a column, the hashes as blobs.
enum HistoryRow {
    /// Binds the row's columns.
    static func write(_ row: HistoryEntry, to writer: inout RowWriter) throws {
        writer.append(row.group)
        try writer.append(number: row.number, "renewal_number")
        try writer.append(instant: row.at, "renewal_on")
        writer.append(row.by.description)
        writer.append(row.action)
        writer.append(row.rule)
        writer.append(row.reason)
        writer.append(row.subject)
        writer.append(row.previousHash.bytes)
        writer.append(row.hash.bytes)
    }

    /// The row that the reader stands on.
    static func read(_ reader: inout RowReader) throws -> HistoryEntry {
        let group = try reader.id("flowmachinegroupid", as: GroupID.self)
        let number = try reader.number("renewal_number")
        let at = try reader.instant("renewal_on")
        let by = try reader.text("renewal_by")
        let action = try reader.text("renewal_action")
        let rule = try reader.text("renewal_rule")
        let reason = try reader.text("renewal_reason")
        let subject = try reader.text("renewal_subject")
        let previousHash = Fingerprint(copying: try reader.blob("renewal_previoushash"))
        let hash = Fingerprint(copying: try reader.blob("renewal_hash"))
        guard let by = Principal(by) else { throw reader.fault("renewal_by names nobody") }
        guard let previousHash, let hash else { throw reader.fault("a hash has not 32 bytes") }
        return HistoryEntry(
            group: group, number: number, at: at, by: by, action: action, rule: rule, reason: reason, subject: subject,
            previousHash: previousHash, hash: hash)
    }
}
