// The commands by name. Each is ``RenewalAdministration/perform(_:by:)`` with one ``AdministrativeCommand``, and throws
// what that throws.
extension RenewalAdministration {
    /// Makes a group that waits for its first machine (Rules G4, I1).
    ///
    /// - Parameters:
    ///   - name: 1 to 100 characters.
    ///   - id: never used before; a new one by default.
    ///   - policy: V and G.
    ///   - principal: who does it.
    /// - Throws: ``RenewalError``: `invalidName`, `duplicateID`.
    public func createGroup(
        named name: String, id: GroupID = .random(), policy: RenewalPolicy = .default, by principal: Principal
    ) async throws -> GroupID {
        let new = NewGroup(id: id, name: try Name(name), policy: policy)
        _ = try await perform(.createGroup(new), by: principal)
        return id
    }

    /// Deletes a group (Rule G1).
    public func deleteGroup(_ id: GroupID, by principal: Principal) async throws {
        _ = try await perform(.deleteGroup(id), by: principal)
    }

    /// Sets V and G for the next certificate (Rules P1 to P4).
    public func setPolicy(_ policy: RenewalPolicy, of id: GroupID, by principal: Principal) async throws {
        _ = try await perform(.setPolicy(id, policy), by: principal)
    }

    /// Starts a renewal, or changes how the open one delivers (Rule P5).
    public func renewNow(
        _ id: GroupID, delivery: DeliveryMode = .toMembers, by principal: Principal
    ) async throws -> MachineGroup.RenewNowResult {
        try await perform(.renewNow(id, delivery), by: principal).renewal ?? .remembered
    }

    /// Ends the overlap now (Rule K6); with `evenIfNeeded` also where machines or connections still depend on the
    /// previous generation.
    public func retireEarly(_ id: GroupID, evenIfNeeded: Bool = false, by principal: Principal) async throws {
        _ = try await perform(.retireEarly(id, evenIfNeeded: evenIfNeeded), by: principal)
    }

    /// Removes a machine's row and key (Rule G2).
    public func removeMachine(_ id: MachineID, by principal: Principal) async throws {
        _ = try await perform(.removeMachine(id), by: principal)
    }

    /// Creates a connection from copies that a ``Sealer`` made (Rule C1).
    public func createConnection(_ new: NewConnection, by principal: Principal) async throws {
        _ = try await perform(.createConnection(new), by: principal)
    }

    /// Changes a connection's credentials, its name, or both (Rule C1).
    public func editConnection(_ edit: ConnectionEdit, by principal: Principal) async throws {
        _ = try await perform(.editConnection(edit), by: principal)
    }

    /// Deletes a connection.
    public func deleteConnection(_ id: ConnectionID, by principal: Principal) async throws {
        _ = try await perform(.deleteConnection(id), by: principal)
    }

    /// Points a connection at another group (Rules C1, G1).
    public func moveConnection(_ id: ConnectionID, to group: GroupID, by principal: Principal) async throws {
        _ = try await perform(.moveConnection(id, to: group), by: principal)
    }

    /// Believes the clock from now on (Rule T3). Plan it first.
    public func confirmTime(by principal: Principal) async throws {
        _ = try await perform(.confirmTime, by: principal)
    }
}
