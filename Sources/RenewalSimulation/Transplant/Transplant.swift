/// The rows of one group with new keys in place of the real ones, and a vault for each machine that could speak.
///
/// A store's rows hold public keys and sealed values, and a forecast has none of the private halves. So it makes keys
/// of its own for the same generations, with the same dates, deadlines, requests and numbers, and seals to them what
/// was sealed: certificates, links, the password record, key packages, the delivery and the copies of credentials. What
/// only vaults know is assumed to be what the rows say: each machine holds the generation of its row, and in an overlap
/// one that holds the current generation holds the previous one too.
struct Transplant {
    /// The rows, ready to be stored.
    private(set) var rows = Rows()
    /// What each machine's vault holds.
    private(set) var vaults: [MachineID: VaultContents] = [:]

    private let keys: FleetKeys

    /// Gives the rows of one group new keys.
    ///
    /// - Parameters:
    ///   - group: the group's row. A phase `imported` is taken for a stable one whose
    ///     certificate has the policy's V.
    ///   - rows: its machines, connections and, as far as they are known, certificates.
    ///   - password: the password that it is to have.
    ///   - crypto: makes the keys.
    /// - Throws: `RenewalError` where the rows are such that no group can have them.
    init(_ group: MachineGroup, rows source: Rows, password: Password, crypto: any GroupCrypto) async throws {
        var group = group
        if case .imported(let createdAt) = group.phase {
            let current = UsableGeneration.withoutKeys(
                .first, createdAt: createdAt, validityMinutes: group.policy.validityMinutes)
            group.phase = .stable(current: current)
        }
        let machines = source.machines.filter { $0.group == group.id }
        let connections = source.connections.filter { $0.group == group.id }
        let dates = Self.dates(group, machines, connections, source.certificates.filter { $0.group == group.id })
        keys = try FleetKeys(group: group, dates: dates, crypto: crypto)
        let passwordKeys = try await crypto.deriveKeys(from: password, parameters: nil)
        rows.groups = [try place(group, passwordKeys)]
        for machine in machines { rows.machines.append(try place(machine, in: group)) }
        rows.connections = try connections.map { try place($0, in: group) }
    }

    /// The dates of every generation that a row speaks of. Those of a retired one matter to nobody any more; where its
    /// certificate is not known, they are made up.
    private static func dates(
        _ group: MachineGroup, _ machines: [Machine], _ connections: [DesktopFlowConnection],
        _ certificates: [IssuedCertificate]
    ) -> [Generation: FleetKeys.Dates] {
        var dates: [Generation: FleetKeys.Dates] = [:]
        guard let newest = group.phase.newest else { return dates }
        for usable in group.phase.usable + [newest] {
            dates[usable.generation] = FleetKeys.Dates(
                createdAt: usable.createdAt, validityMinutes: usable.validityMinutes)
        }
        for row in certificates where row.generation < newest.generation && dates[row.generation] == nil {
            dates[row.generation] = FleetKeys.Dates(createdAt: row.createdAt, validityMinutes: row.validityMinutes)
        }
        let held =
            machines.compactMap { $0.generation(in: group) } + connections.flatMap { $0.copies.map(\.generation) }
        for generation in held where generation < newest.generation && dates[generation] == nil {
            let age = Int64(clamping: newest.generation.number - generation.number)
            dates[generation] = FleetKeys.Dates(
                createdAt: newest.createdAt.adding(seconds: -age), validityMinutes: newest.validityMinutes)
        }
        return dates
    }
}

// The group.
extension Transplant {
    private mutating func place(_ source: MachineGroup, _ passwordKeys: PasswordKeys) throws -> MachineGroup {
        var group = source
        group.previousPasswordRecord = nil
        group.passwordRecord = nil
        guard let newest = source.phase.newest, let current = keys.key(newest.generation) else { return group }
        let record = try keys.passwordRecord(
            version: source.passwordRecord?.version ?? 1, anchoredAt: current, keys: passwordKeys)
        let hash = record.hash(group: group.id, crypto: keys.crypto)
        group.passwordRecord = record
        let usable = try keys.usable(current, under: hash, passwordKeys)
        switch source.phase {
        case .stable: group.phase = .stable(current: usable)
        case .renewing(_, let opening): group.phase = .renewing(current: usable, opening)
        case .keyExpired(_, let at): group.phase = .keyExpired(last: usable, at: at)
        case .overlap(_, var overlap):
            if let previous = keys.key(overlap.previous.generation) {
                overlap.previous = try keys.usable(previous, under: hash, passwordKeys)
                if overlap.delivery != nil { overlap.delivery = try keys.delivery(of: current, to: previous) }
            }
            group.phase = .overlap(current: usable, overlap)
        case .new, .imported, .deleted: break
        }
        rows.certificates = try keys.certificates(under: hash)
        return group
    }
}

// Machines and connections.
extension Transplant {
    private mutating func place(_ source: Machine, in group: MachineGroup) throws -> Machine {
        var machine = source
        guard let newest = group.phase.newest?.generation, let held = source.generation(in: group) else {
            return machine
        }
        let generation = min(held, newest)
        let machineKey = try keys.crypto.makeKey(.new)
        let sequence = source.membership?.sequence ?? 0
        machine.membership = Machine.Membership(
            machineKey: machineKey.publicKey, fingerprint: machineKey.publicKey.fingerprint(keys.crypto),
            generation: generation, sequence: sequence)
        let usable = group.phase.usable.map(\.generation)
        let vault = (usable.filter { $0 < generation } + [generation]).compactMap(keys.key)
        vaults[machine.id] = VaultContents(
            group: group.id, machine: machine.id, name: machine.name,
            membership: VaultContents.Membership(machineKey: machineKey, sequence: sequence, held: vault),
            memory: TrustMemory(
                highest: vault.last?.certificate, passwordVersion: group.passwordRecord?.version ?? 1))
        return machine
    }

    private func place(_ source: DesktopFlowConnection, in group: MachineGroup) throws -> DesktopFlowConnection {
        var connection = source
        connection.copies = try source.generations(in: group).compactMap(keys.key).map {
            try keys.copy($0, of: source.id, revision: source.revision)
        }
        return connection
    }
}

extension GroupPhase {
    /// The newest generation, that of an expired group too.
    var newest: UsableGeneration? {
        if case .keyExpired(let last, _) = self { last } else { current }
    }
}

extension Machine {
    /// The generation that it holds: its row's, or for a row without keys what its status says. `nil` for one without
    /// keys that is `KeyExpired`: it holds a retired one, whichever, and can do nothing with it.
    fileprivate func generation(in group: MachineGroup) -> Generation? {
        if let membership { return membership.generation }
        switch storedStatus {
        case .default: return group.phase.newest?.generation
        case .pendingNewKey: return group.phase.usable.first?.generation
        case .keyExpired: return nil
        }
    }
}

extension DesktopFlowConnection {
    /// The generations that it has copies for: its row's, or for a row without copies what its state says.
    fileprivate func generations(in group: MachineGroup) -> [Generation] {
        if !copies.isEmpty { return copies.map(\.generation) }
        let usable = group.phase.usable.map(\.generation)
        switch storedState {
        case .current: return usable
        case .stale: return Array(usable.dropLast())
        case .expired, .broken: return []
        }
    }
}
