import RenewalCore

/// `flowmachinegroup`: the columns that SQL tools and indexes need, and the whole row encoded.
enum GroupRow {
    /// Binds the row's columns.
    static func write(_ row: MachineGroup, to writer: inout RowWriter) throws {
        let published = Dictionary(uniqueKeysWithValues: row.columns.map { ($0.column, $0.value) })
        func text(_ column: String) -> String? {
            if case .text(let text) = published[column] { text } else { nil }
        }
        func integer(_ column: String) -> Int? {
            if case .integer(let integer) = published[column] { integer } else { nil }
        }
        func instant(_ column: String) -> Instant? {
            if case .instant(let instant) = published[column] { instant } else { nil }
        }
        let newest = row.phase.newest
        writer.append(row.id)
        writer.append(row.name.description)
        writer.append(derived: instant("keycreationdate"))
        writer.append(row.policy.validityMinutes)
        writer.append(row.policy.graceMinutes)
        writer.append(derived: row.passwordChangedAt)
        writer.append(row.passwordChangedBy?.description)
        writer.append(text("rotationstartedby"))
        writer.append(integer("statecode"))
        writer.append(integer("statuscode"))
        writer.append(row.phase.kind.rawValue)
        try writer.append(number: newest?.generation.number, "renewal_generation")
        try writer.append(number: row.phase.overlap?.previous.generation.number, "renewal_previousgeneration")
        writer.append(newest?.fingerprint)
        writer.append(derived: newest?.expiry)
        writer.append(text("renewal_reason"))
        writer.append(derived: instant("renewal_openedon"))
        writer.append(derived: row.deadline)
        writer.append(text("renewal_issuer"))
        writer.append(derived: row.operatorRequest?.at)
        writer.append(row.operatorRequest?.by.description)
        try writer.append(number: row.passwordRecord?.version, "renewal_passwordversion")
        writer.append(transitions(row.transitions))
        writer.append(derived: row.wakesAt)
        writer.append(GroupEncoding.bytes(of: row))
    }

    /// The row that the reader stands on.
    static func read(_ reader: inout RowReader) throws -> MachineGroup {
        let id = try reader.id("flowmachinegroupid", as: GroupID.self)
        reader.skip(TableLayout.group.columns.count - 3)
        let row = try reader.decode("renewal_row", version: GroupEncoding.version, GroupEncoding.read)
        guard row.id == id else { throw reader.fault("renewal_row is that of group \(row.id)") }
        return row
    }

    // For the views: what machine rows without keys still have to follow (Rule K1).
    private static func transitions(_ list: [Transition]) -> String {
        let objects = list.map { #"{"number":\#($0.number),"kind":"\#($0.kind.rawValue)"}"# }
        return "[\(objects.joined(separator: ","))]"
    }
}

extension GroupPhase {
    /// The newest generation, that of an expired group too.
    fileprivate var newest: UsableGeneration? {
        if case .keyExpired(let last, _) = self { last } else { current }
    }
}
