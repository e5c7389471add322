// Fleets that have lived before.
extension FleetSimulation {
    /// Takes in groups with their rows as a store holds them, from the middle of whatever they are in.
    ///
    /// Rows come without private keys, so every key is made anew (see ``Forecast``). Each machine checks in when it is
    /// due after its last heartbeat (Rule S7) and online, at once where that is past.
    ///
    /// - Parameters:
    ///   - rows: group rows with their machines, connections and, as far as they are known, certificates.
    ///   - presence: when machines are online; one that is not named is always.
    /// - Throws: `RenewalError` where the rows are such that no group can have them.
    public func load(_ rows: Rows, presence: [MachineID: Presence] = [:]) async throws {
        for group in rows.groups where group.phase.kind != .deleted {
            let password = Password.random(using: &generator)
            let transplant = try await Transplant(group, rows: rows, password: password, crypto: crypto)
            try await insert(transplant.rows, of: group.id)
            try await add(group.id)
            groups[try place(of: group.id)].password = password
            for machine in transplant.rows.machines {
                try await add(machine, transplant.vaults[machine.id], presence: presence[machine.id] ?? .always)
            }
        }
    }

    private func insert(_ rows: Rows, of group: GroupID) async throws {
        let changes =
            rows.groups.map(RowChange.insertGroup) + rows.certificates.map(RowChange.insertCertificate)
            + rows.machines.map(RowChange.insertMachine) + rows.connections.map(RowChange.insertConnection)
        try await storage.transact(TransactionRequest(groups: [group], reads: [])) { _ in
            TransactionDecision(changes: changes, outcome: ())
        }
    }

    private func add(_ row: Machine, _ contents: VaultContents?, presence: Presence) async throws {
        let vault = setup.makeVault(row.id)
        // A row without a version is taken for one that takes part in renewals.
        let version = row.agentVersion ?? .renewalMinimum
        let last = row.lastHeartbeat ?? present.instant
        var machine = SimulatedMachine(
            id: row.id, groupPlace: try place(of: row.group), name: row.name, vault: vault,
            agent: agent(row.id, version: version, vault: vault), version: version, presence: presence,
            since: present.instant, lastCheckIn: last, interval: RenewalSchedule.pickUpSeconds)
        guard let contents, let generation = row.membership?.generation else {
            // One that holds no key is not heard from until it rejoins (Rule K4).
            machine.outcome = .refused
            return add(machine, first: nil)
        }
        try await vault.update { $0 = contents }
        let due = RenewalSchedule.nextCheckIn(of: row.id, generation: generation, after: last)
        machine.interval = due.seconds(since: last)
        // One that was never seen is due.
        let first = row.lastHeartbeat == nil ? present.instant : max(due, present.instant)
        add(machine, first: presence.next(from: first))
    }
}
