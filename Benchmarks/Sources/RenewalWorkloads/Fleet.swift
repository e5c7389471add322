internal import FoundationEssentials
import RenewalCore

/// A group of machines over a store, the default in memory where none is given, founded by a real agent, on a clock that stands still.
struct Fleet {
    /// A machine whose keys are known, so that it can sign.
    struct Member {
        let id: MachineID
        let name: Name
        let key: PrivateKey
        let fingerprint: Fingerprint
        var sequence: UInt64 = 0
    }

    let storage: any Storage
    let clock: ManualClock
    let crypto: any GroupCrypto
    let coordinator: RenewalCoordinator
    let group: GroupID
    /// Generation 1 with its private key, as every member holds it.
    let first: HeldGeneration
    private(set) var members: [Member] = []

    /// 2026-01-01T00:00:00Z.
    private static let start = Instant(secondsSince1970: 1_767_225_600)
    /// V 200 days, G 45 days: a renewal opens 155 days after an issue, and its overlap lasts 45 days.
    static let (validityDays, graceDays) = (200, 45)
    static let secondsToRenewal = (validityDays - graceDays) * 86_400

    /// A group of so many machines.
    ///
    /// - Parameter signers: how many of them, chosen evenly, have keys that can sign. The others' keys are random bytes.
    init(
        machines: Int, signers: Int, crypto: any GroupCrypto, storage: any Storage = .inMemory,
        subscriptions: [Subscription] = []
    ) async throws {
        self.storage = storage
        clock = ManualClock(at: Self.start)
        self.crypto = crypto
        coordinator = RenewalCoordinator(
            storage: storage, crypto: crypto, clock: clock, subscriptions: subscriptions)
        let policy = try RenewalPolicy(validityMinutes: Self.validityDays * 1_440, graceMinutes: Self.graceDays * 1_440)
        group = try await coordinator.createGroup(named: "Speed", policy: policy, by: .app("benchmarks"))
        let vault = InMemoryKeyVault()
        let founder = MachineAgent(
            vault: vault, service: coordinator, crypto: crypto, clock: clock, version: .renewalMinimum)
        _ = try await founder.join(
            group, name: try Name("founder"), password: try Password(chosen: "a group password"),
            founding: coordinator.founding(by: .app("benchmarks")))
        guard let held = vault.copy()?.membership?.held.last else { throw WorkloadFailure("the founder holds no key") }
        first = held
        try await addMachines(machines - 1, signers: signers)
    }

    // Rows as a join writes them, straight into the store: a hundred thousand joins would take minutes.
    private mutating func addMachines(_ count: Int, signers: Int) async throws {
        var random = SplitMix(seed: UInt64(count))
        var rows: [Machine] = []
        for index in 0..<count {
            let name = try Name("machine-\(index)")
            let id = MachineID(random.uuid())
            // Evenly: so many as the whole part of the share grows by.
            let signs = (index + 1) * signers / count > index * signers / count
            let key = signs ? try crypto.makeKey(.new) : nil
            let publicKey = key?.publicKey ?? PublicKey(first.certificate.publicKey.algorithm, random.bytes(65))
            let fingerprint = key?.publicKey.fingerprint(crypto) ?? Fingerprint(random.bytes(32)) ?? .zero
            if let key { members.append(Member(id: id, name: name, key: key, fingerprint: fingerprint)) }
            rows.append(
                Machine(
                    id: id, group: group, name: name, agentVersion: .renewalMinimum,
                    membership: Machine.Membership(
                        machineKey: publicKey, fingerprint: fingerprint, generation: .first, sequence: 0),
                    keyReceivedAt: Self.start, lastHeartbeat: Self.start))
            if rows.count == 10_000 || index == count - 1 {
                let changes = rows.map(RowChange.insertMachine)
                try await storage.transact(TransactionRequest(groups: [group], reads: [])) { _ in
                    TransactionDecision(changes: changes, outcome: ())
                }
                rows = []
            }
        }
        members.shuffle(using: &random)
    }

    /// The next check-in of a member, signed.
    mutating func checkIn(of index: Int) throws -> MachineRequest {
        members[index].sequence += 1
        let member = members[index]
        var request = MachineRequest(
            group: group, machine: member.id, machineKey: member.fingerprint, groupKey: first.fingerprint,
            sequence: member.sequence,
            body: .checkIn(CheckIn(agentVersion: .renewalMinimum, trusted: .first, held: [.first])))
        let bytes = request.signedBytes()
        request.machineSignature = try crypto.sign(bytes, with: member.key)
        request.groupSignature = try crypto.sign(bytes, with: first.privateKey)
        return request
    }

    /// A real agent with the keys of a member, as it is after its join.
    func agent(of index: Int) -> MachineAgent {
        let member = members[index]
        let vault = InMemoryKeyVault(
            VaultContents(
                group: group, machine: member.id, name: member.name,
                membership: VaultContents.Membership(machineKey: member.key, held: [first]),
                memory: TrustMemory(highest: first.certificate, passwordVersion: 1)))
        return MachineAgent(
            vault: vault, service: coordinator, crypto: crypto, clock: clock, version: .renewalMinimum)
    }
}
