import RenewalCore
import RenewalDataverse

// How a row of a package and the row of the store become one. What the package does not say stays as it is.
extension ImportDecision {
    /// The group, written where it is new or changed.
    mutating func mergedGroup(_ stored: MachineGroup?) throws -> MachineGroup? {
        guard let row = work.group else { return stored }
        guard let stored else {
            let group = try MachineGroup(row)
            insert(.insertGroup(group), .group, group.id.description, group.columns)
            return group
        }
        var group = stored
        let incoming = try MachineGroup(row)
        group.name = incoming.name
        let validity = row.number("keyvalidityperiod") ?? stored.policy.validityMinutes
        let grace = row.number("keyexpirygraceperiod") ?? stored.policy.graceMinutes
        do {
            group.policy = try RenewalPolicy(validityMinutes: validity, graceMinutes: grace)
        } catch let error as RenewalError {
            refuse(
                row, column: error.details["column"], found: error.details["value"],
                "expected minutes within \(error.details["range"] ?? "the bounds"), together with what the store has")
            return stored
        }
        if case .imported(let created) = incoming.phase {
            if case .imported = stored.phase {
                group.phase = .imported(keyCreatedAt: created)
            } else {
                keep(
                    row, column: "keycreationdate", found: "\(created)",
                    "the group waits in the store for its first machine (I1)")
            }
        }
        if let changed = incoming.passwordChangedAt { group.passwordChangedAt = changed }
        if let principal = incoming.passwordChangedBy { group.passwordChangedBy = principal }
        guard group != stored else {
            unchanged(row)
            return stored
        }
        update(.updateGroup(group), .group, group.id.description, from: stored.columns, to: group.columns)
        return group
    }

    mutating func merge(machine row: Row, _ group: MachineGroup?) throws {
        let incoming = try Machine(row)
        guard let stored = storedMachine(row) else {
            var machine = incoming
            machine.appliedTransition = group?.transitionCount ?? 0
            return insert(.insertMachine(machine), .machine, machine.id.description, machine.columns)
        }
        guard stored.group == incoming.group else {
            return refuse(
                row, column: "flowmachinegroupid", found: "\(incoming.group)",
                "expected \(stored.group), its group in the store; a machine leaves its group before it joins another (G3)"
            )
        }
        var machine = stored
        machine.name = incoming.name
        machine.agentVersion = incoming.agentVersion ?? stored.agentVersion
        if row["keydeliverystatus"] != nil { machine.storedStatus = incoming.storedStatus }
        machine.keyReceivedAt = incoming.keyReceivedAt ?? stored.keyReceivedAt
        machine.lastHeartbeat = incoming.lastHeartbeat ?? stored.lastHeartbeat
        guard machine != stored else { return unchanged(row) }
        update(.updateMachine(machine), .machine, machine.id.description, from: stored.columns, to: machine.columns)
    }

    mutating func merge(connection row: Row, _ group: MachineGroup?) throws {
        let incoming = try DesktopFlowConnection(row)
        guard let stored = storedConnection(row) else {
            var connection = incoming
            connection.appliedTransition = group?.transitionCount ?? 0
            return insert(
                .insertConnection(connection), .connection, connection.id.description, connection.columns)
        }
        guard stored.group == incoming.group else {
            return refuse(
                row, column: "renewal_flowmachinegroupid", found: "\(incoming.group)",
                "expected \(stored.group), its target in the store; move the connection there first")
        }
        var connection = stored
        connection.name = incoming.name
        if row["renewal_state"] != nil { connection.storedState = incoming.storedState }
        connection.lastUsed = incoming.lastUsed ?? stored.lastUsed
        guard connection != stored else { return unchanged(row) }
        update(
            .updateConnection(connection), .connection, connection.id.description, from: stored.columns,
            to: connection.columns)
    }
}

extension Row {
    /// The whole number of a column, where the row says one.
    fileprivate func number(_ column: String) -> Int? {
        if case .integer(let number) = self[column] { Int(clamping: number) } else { nil }
    }
}
