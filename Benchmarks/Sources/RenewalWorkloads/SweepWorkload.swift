import RenewalCore
internal import RenewalSimulation

/// Sweeps with nothing due, over groups of 100 machines each.
struct SweepWorkload: Workload {
    let sliceSize: Int
    private let coordinator: RenewalCoordinator

    /// So many machines.
    init(machines: Int, sliceSize: Int, storage: any Storage = .inMemory) async throws {
        self.sliceSize = sliceSize
        let model = try await Fleet(machines: 100, signers: 0, crypto: InsecureCrypto(), storage: storage)
        coordinator = model.coordinator
        try await model.addCopies(machines / 100 - 1)
    }

    func prepare() {}

    func work() async throws {
        for _ in 0..<sliceSize {
            let report = try await coordinator.sweep()
            try require(report.groups == 0 && report.rows == 0, "a sweep had something to do")
        }
    }

    func floor() throws { throw WorkloadFailure("sweeps have no floor; they are compared with each other") }
}

extension Fleet {
    /// Adds groups like this one, with new ids, straight into the store.
    func addCopies(_ count: Int) async throws {
        var random = SplitMix(seed: 7)
        let rows = try await storage.read([.group(group), .machines(group, after: nil, limit: 1_000)])
        guard let model = rows.group(group) else { throw WorkloadFailure("the model group is not there") }
        for number in 0..<count {
            var copy = model
            copy.id = GroupID(random.uuid())
            copy.name = try Name("Speed \(number)")
            let machines = rows.machines.map { row in
                var machine = row
                machine.id = MachineID(random.uuid())
                machine.group = copy.id
                // Bytes of its own, as every row has.
                machine.membership?.machineKey = PublicKey(.p256, random.bytes(65))
                machine.membership?.fingerprint = Fingerprint(random.bytes(32)) ?? .zero
                return machine
            }
            let changes = [.insertGroup(copy)] + machines.map(RowChange.insertMachine)
            try await storage.transact(TransactionRequest(groups: [copy.id], reads: [])) { _ in
                TransactionDecision(changes: changes, outcome: ())
            }
        }
    }
}
