import RenewalCore

/// `renewal_desktopflowconnection`: the copies are encoded, everything else is a column.
enum ConnectionRow {
    private static let version: UInt8 = 1

    /// Binds the row's columns.
    static func write(_ row: DesktopFlowConnection, to writer: inout RowWriter) throws {
        writer.append(row.id)
        writer.append(row.group)
        writer.append(row.name.description)
        writer.append(row.storedState.rawValue)
        try writer.append(instant: row.lastUsed, "renewal_lastused")
        writer.append(row.copies.map(\.generation.description).joined(separator: ","))
        try writer.append(number: row.revision, "renewal_revision")
        try writer.append(number: row.appliedTransition, "renewal_appliedtransition")
        var bytes = ByteWriter(version: version, capacity: 512)
        bytes.append(list: row.copies) { writer, copy in
            writer.append(copy.generation)
            writer.append(copy.certificate)
            writer.append(copy.sealed.bytes)
        }
        writer.append(bytes.bytes)
    }

    /// The row that the reader stands on.
    static func read(_ reader: inout RowReader) throws -> DesktopFlowConnection {
        let id = try reader.id("renewal_desktopflowconnectionid", as: ConnectionID.self)
        let group = try reader.id("renewal_flowmachinegroupid", as: GroupID.self)
        let name = try reader.name("renewal_name")
        let state = try reader.integer("renewal_state")
        let lastUsed = try reader.optionalInstant("renewal_lastused")
        reader.skip(1)
        let revision = try reader.number("renewal_revision")
        let applied = try reader.number("renewal_appliedtransition")
        let copies = try reader.decode("renewal_copies", version: version) { reader throws(ByteReader.Fault) in
            try reader.list("copies", copy)
        }
        guard let state = ConnectionState(rawValue: Int(state)) else { throw reader.fault("renewal_state is no state") }
        return DesktopFlowConnection(
            id: id, group: group, name: name, revision: revision, copies: copies, lastUsed: lastUsed,
            storedState: state, appliedTransition: applied)
    }

    private static func copy(_ reader: inout ByteReader) throws(ByteReader.Fault) -> CredentialCopy {
        CredentialCopy(
            generation: try reader.generation("generation"), certificate: try reader.fingerprint("certificate"),
            sealed: SealedValue(try reader.bytes("sealed")))
    }
}
