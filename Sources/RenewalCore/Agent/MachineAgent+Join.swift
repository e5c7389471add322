// Rules I1, I8, K4, Z6: first join, join and rejoin.
extension MachineAgent {
    /// Joins a group with its password; where the group waits for its first machine, founds it.
    ///
    /// A join whose answer was lost is taken up under the same id (Rule Z6).
    ///
    /// - Parameters:
    ///   - group: the group to join.
    ///   - name: the machine's name in it.
    ///   - password: the group's password, or the one that it is to have.
    ///   - founding: where a first join goes (Rule Z7); without it a group that was never joined can not be.
    /// - Returns: generation, C and fingerprint to be shown (Rule Z4).
    /// - Throws: ``RenewalError``: `alreadyJoined`; `wrongPassword`, `supersededPassword` (Rule K4), and nothing changed;
    ///   `firstJoinNeedsApp`; another refusal of the coordinator; what ``TrustChecks/joined(_:with:memory:)`` throws
    ///   where the answer is not to be believed; `keyMismatch` or `sealBroken` for a package that does not hold the
    ///   certificate's key; `kdfParametersRejected`. Errors of the service and the vault pass through; join again then.
    public func join(
        _ group: GroupID, name: Name, password: Password, founding: (any FoundingService)? = nil
    ) async throws -> JoinReport {
        try await operations.enterExclusive()
        defer { operations.leaveExclusive() }
        let contents = try await vault.read()
        if let contents, contents.membership != nil || contents.group != group {
            throw RenewalError(
                .alreadyJoined,
                "this machine \(contents.membership == nil ? "may have joined" : "is in") group "
                    + "\(contents.group); leave it first")
        }
        let isNew = contents == nil
        let target = JoinTarget(
            group: group, machine: contents?.machine ?? MachineID(makeID()), name: name, mayJoin: true)
        do {
            return try await join(target, isNew ? .join : .rejoin, password, founding)
        } catch let error as RenewalError where isNew && error.isRefusalOfJoin {
            // Nothing was accepted under this id, so nothing needs to be taken up.
            try await vault.update { if $0?.membership == nil { $0 = nil } }
            throw error
        }
    }

    /// Rejoins the group with its present password under the same machine id, with a new machine key (Rule K4).
    ///
    /// - Throws: ``RenewalError`` with `notJoined`, and as ``join(_:name:password:founding:)``.
    public func rejoin(password: Password) async throws -> JoinReport {
        try await operations.enterExclusive()
        defer { operations.leaveExclusive() }
        guard let contents = try await vault.read() else {
            throw RenewalError(.notJoined, "this vault does not know the machine's id; name it, or join")
        }
        let target = JoinTarget(
            group: contents.group, machine: contents.machine, name: contents.name,
            mayJoin: contents.membership == nil)
        return try await join(target, .rejoin, password, nil)
    }

    /// Rejoins after the vault was lost: under the id that the machine's row has (Rule K4).
    ///
    /// - Throws: as ``join(_:name:password:founding:)``.
    public func rejoin(
        _ group: GroupID, as machine: MachineID, name: Name, password: Password
    ) async throws -> JoinReport {
        try await operations.enterExclusive()
        defer { operations.leaveExclusive() }
        if let contents = try await vault.read(), contents.group != group || contents.machine != machine {
            throw RenewalError(.alreadyJoined, "this vault is machine \(contents.machine)'s; leave its group first")
        }
        return try await join(JoinTarget(group: group, machine: machine, name: name), .rejoin, password, nil)
    }
}

/// Who joins what.
struct JoinTarget: Sendable {
    var group: GroupID
    var machine: MachineID
    var name: Name
    /// Whether a rejoin that finds no row is sent as a join: it takes up a join that may not have arrived (Rule Z6).
    var mayJoin = false
}

extension RenewalError {
    /// Whether a first attempt to join ended so that the machine certainly has no row.
    var isRefusalOfJoin: Bool {
        let codes: [Code] = [
            .wrongPassword, .supersededPassword, .groupNotFound, .groupKeyExpired, .groupImported, .firstJoinNeedsApp,
            .groupHasNoCertificate, .kdfParametersRejected, .wrongGroup, .clockSuspect, .duplicateID,
        ]
        return codes.contains(code)
    }
}
