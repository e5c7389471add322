public import RenewalCore

extension MachineGroup {
    /// The group that a row of `flowmachinegroup` describes.
    ///
    /// What the row does not say stays unknown: a group with a key creation date is imported, as the model needs a
    /// certificate with its links for more (Rule I1), one without is new. Missing periods are the defaults (Rule S1), a
    /// missing grace period is at most half of the validity. Key packages and public keys are not taken over.
    ///
    /// - Throws: ``DataverseError`` with `missingValue` without a name, with `invalidValue` for a name or period beyond
    ///   the limits (Rules G4, S2), and with `notRepresentable` for a group that is KeyExpired and says no key creation
    ///   date, which the model would take for new.
    public init(_ row: Row) throws {
        try row.require(.flowMachineGroup)
        let facts = GroupFacts(row)
        if facts.isKeyExpired, facts.keyCreated == nil {
            throw row.error(.notRepresentable, "keycreationdate", expected: "a key creation date of an expired group")
        }
        self.init(
            id: facts.id, name: try row.name(in: "name"), policy: try row.policy(of: facts),
            phase: facts.keyCreated.map { .imported(keyCreatedAt: $0) } ?? .new,
            passwordChangedAt: row.instant("passwordchangeddate"),
            passwordChangedBy: row.lookup("passwordchangedby").map { .app($0.idText) })
    }
}

extension Machine {
    /// The machine that a row of `flowmachine` describes. It has no membership, as a row does not hold its key: it has
    /// to rejoin before it is answered.
    ///
    /// - Throws: ``DataverseError`` with `missingValue` without a name or group, and with `invalidValue` for a name or
    ///   version beyond the limits (Rules G4, I7).
    public init(_ row: Row) throws {
        try row.require(.flowMachine)
        let facts = MachineFacts(row)
        if case .text(let text) = row["agentversion"], facts.agentVersion == nil {
            throw row.error(.invalidValue, "agentversion", found: text.quotedForMessage)
        }
        guard let group = facts.group else { throw row.error(.missingValue, "flowmachinegroupid", found: "nothing") }
        self.init(
            id: facts.id, group: group, name: try row.name(in: "name"), agentVersion: facts.agentVersion,
            membership: nil, storedStatus: facts.status, keyReceivedAt: facts.keyReceived,
            lastHeartbeat: facts.lastHeartbeat)
    }
}

extension DesktopFlowConnection {
    /// The connection that a row of `renewal_desktopflowconnection` describes. It has no copy, as a row never holds
    /// credentials: they have to be entered again (Rule C4). Its revision is 1; a missing state is expired.
    ///
    /// - Throws: ``DataverseError`` with `missingValue` without a name or group, and with `invalidValue` for a name
    ///   beyond the limits (Rule G4).
    public init(_ row: Row) throws {
        try row.require(.desktopFlowConnection)
        guard let group = row.lookup("renewal_flowmachinegroupid") else {
            throw row.error(.missingValue, "renewal_flowmachinegroupid", found: "nothing")
        }
        self.init(
            id: ConnectionID(row.id), group: GroupID(group.id), name: try row.name(in: "renewal_name"), revision: 1,
            copies: [], lastUsed: row.instant("renewal_lastused"),
            storedState: row.integer("renewal_state").flatMap { ConnectionState(rawValue: Int($0)) } ?? .expired)
    }
}
