public import RenewalCore

extension Row {
    /// What an export does with columns that hold secrets.
    public enum Secrets: Hashable, Sendable {
        /// They are left out.
        case leftOut
        /// They are written. Whoever reads the export and learns the group's password holds the group's private keys.
        case included
    }

    /// A group's row of `flowmachinegroup`. The current certificate is the primary key, the one before it, while the
    /// overlap is open, the secondary; certificates are base64 of their DER.
    ///
    /// A column that the model does not know is left out. So is who changed the password or started the renewal, where
    /// that is not `app:` with the GUID of a user.
    ///
    /// - Parameters:
    ///   - group: the group as of the instant of interest (`settled(at:)`, Rule K1).
    ///   - secrets: whether key packages are written.
    /// - Throws: ``DataverseError`` with `notRepresentable` for a deleted group, which has no row (Rule G1), and with
    ///   `invalidValue` for a value beyond the limits of its column.
    public init(_ group: MachineGroup, secrets: Secrets = .leftOut) throws {
        self.init(table: .flowMachineGroup, id: group.id.uuid)
        guard group.phase.kind != .deleted else {
            throw DataverseError(
                .notRepresentable, expected: "a group that was not deleted", found: "a deleted group",
                table: table.logicalName, rowID: idText)
        }
        try set(group.columns)
        guard secrets == .included else { return }
        try set("primarykeypackage", group.phase.newestKey.map { .secret(SecretText($0.keyPackage.text)) })
        try set(
            "secondarykeypackage",
            group.phase.overlap.map { .secret(SecretText($0.previous.keyPackage.text)) })
    }

    /// A machine's row of `flowmachine`, with its effective status (Rule K1).
    ///
    /// - Parameters:
    ///   - machine: the machine.
    ///   - group: its group as of the instant of interest (`settled(at:)`).
    /// - Throws: ``DataverseError`` with `notRepresentable` where the group is another one than the machine's, and with
    ///   `invalidValue` for a value beyond the limits of its column.
    public init(_ machine: Machine, in group: MachineGroup) throws {
        self.init(table: .flowMachine, id: machine.id.uuid)
        guard machine.group == group.id else { throw foreignGroup(group.id, expected: machine.group) }
        var effective = machine
        effective.storedStatus = machine.effectiveStatus(in: group)
        try set(effective.columns)
        try set("flowmachinegroupid", .lookup(Lookup(group)))
    }

    /// A connection's row of `renewal_desktopflowconnection`, with its effective state (Rule K1) and without its
    /// credentials.
    ///
    /// - Parameters:
    ///   - connection: the connection.
    ///   - group: its target as of the instant of interest (`settled(at:)`); `nil` where there is none any more, and the
    ///     connection is broken (Rule G1).
    /// - Throws: ``DataverseError`` with `notRepresentable` where the group is another one than the connection's target,
    ///   and with `invalidValue` for a value beyond the limits of its column.
    public init(_ connection: DesktopFlowConnection, in group: MachineGroup?) throws {
        self.init(table: .desktopFlowConnection, id: connection.id.uuid)
        if let group, group.id != connection.group { throw foreignGroup(group.id, expected: connection.group) }
        var effective = connection
        effective.storedState = group.map { connection.effectiveState(in: $0) } ?? .broken
        try set(effective.columns)
        if let group, group.phase.kind != .deleted { try set("renewal_flowmachinegroupid", .lookup(Lookup(group))) }
    }

    private func foreignGroup(_ found: GroupID, expected: GroupID) -> DataverseError {
        DataverseError(
            .notRepresentable, expected: "the row's own group \(expected)", found: "group \(found)",
            table: table.logicalName, rowID: idText)
    }

    /// Takes over the published columns that the table has, and what they hold; null is left out.
    private mutating func set(_ entries: [ColumnEntry]) throws {
        for entry in entries {
            guard let column = table.column(entry.column), let value = Value(entry.value, as: column) else { continue }
            try set(entry.column, value)
        }
    }
}

extension Lookup {
    fileprivate init(_ group: MachineGroup) {
        self.init(table: Table.flowMachineGroup.logicalName, id: group.id.uuid, name: group.name.description)
    }
}
