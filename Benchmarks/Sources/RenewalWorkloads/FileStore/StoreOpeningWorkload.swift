import RenewalCore
internal import RenewalFileStore
internal import RenewalSimulation

/// The opening of a renewal in a file store: the sweep that opens it and lets every row follow, with a notification for
/// each. A slice opens the renewal of one group, which is made before.
///
/// The floor writes the same rows and notifications by prepared statements in C, as many to a commit as a coordinator's
/// batch has.
struct StoreOpeningWorkload: Workload {
    let sliceSize: Int
    private let fleet: Fleet
    private let machineIDs: [String]
    private let floorStore: StoreFloor
    private var event: [UInt8] = []
    private var openings = 0
    private let folder: StoreFolder

    private static let batchSize = RenewalCoordinator.Configuration().batchSize

    /// Renewals of groups of so many machines.
    init(machines: Int) async throws {
        sliceSize = machines
        folder = try StoreFolder()
        let store = try FileStore(path: folder.store)
        fleet = try await Fleet(
            machines: machines, signers: 0, crypto: InsecureCrypto(), storage: store,
            subscriptions: [Subscription(id: "speed", notifier: .inMemory)])
        var ids: [String] = []
        var last: MachineID?
        while ids.count < machines {
            let page = try await store.read([.machines(fleet.group, after: last, limit: 1_000)]).machines
            try require(!page.isEmpty, "the group has \(ids.count) machines")
            last = page.last?.id
            ids += page.map { "\($0.id)" }
        }
        machineIDs = ids
        floorStore = try StoreFloor(copying: folder.store, to: folder.path("floor.sqlite"))
    }

    // Warms up on the model group, which also tells how large a notification is; then a copy of it for each slice, due
    // at the same instant.
    mutating func prepare() async throws {
        if event.isEmpty {
            fleet.clock.advance(by: .seconds(Fleet.secondsToRenewal))
            try await work()
            event = [UInt8](repeating: 7, count: try StoreFloor.eventSize(in: folder.store))
        }
        openings += 1
        try await fleet.addDueCopy(number: openings)
        // As a delivery would: the tables must not grow from slice to slice.
        try await fleet.settleAll()
        try floorStore.forgetNotifications()
        for path in [folder.store, folder.path("floor.sqlite")] { try StoreFloor.checkpoint(path) }
    }

    func work() async throws {
        let report = try await fleet.coordinator.sweep()
        try require(report.groups == 1 && report.rows == sliceSize, "the sweep did \(report)")
        // The log may be written back after the last answer: this waits for it, as it counts.
        _ = try await fleet.storage.deliveries(DeliveryStep())
    }

    func floor() throws {
        try floorStore.opening(machineIDs, rowsToACommit: Self.batchSize, transition: openings, event: event)
    }
}

extension Fleet {
    /// A copy of the group as it was before its renewal opened, with machines of its own.
    fileprivate func addDueCopy(number: Int) async throws {
        var random = SplitMix(seed: 1_000 + UInt64(number))
        guard var copy = try await storage.read([.group(group)]).group(group), let current = copy.phase.current else {
            throw WorkloadFailure("the model group has no certificate")
        }
        copy.id = GroupID(random.uuid())
        copy.phase = .stable(current: current)
        copy.transitions = []
        copy.transitionCount = 0
        copy.lastMachineTransition = 0
        copy.lastConnectionTransition = 0
        let row = copy
        try await storage.transact(TransactionRequest(groups: [row.id], reads: [])) { _ in
            TransactionDecision(changes: [.insertGroup(row)], outcome: ())
        }
        var after: MachineID?
        while true {
            let page = try await storage.read([.machines(group, after: after, limit: 1_000)]).machines
            guard let last = page.last else { break }
            after = last.id
            let changes = page.map { machine in
                var machine = machine
                machine.id = MachineID(random.uuid())
                machine.group = row.id
                machine.storedStatus = .default
                machine.appliedTransition = 0
                return RowChange.insertMachine(machine)
            }
            try await storage.transact(TransactionRequest(groups: [row.id], reads: [])) { _ in
                TransactionDecision(changes: changes, outcome: ())
            }
        }
    }

    /// Takes every waiting notification.
    fileprivate func settleAll() async throws {
        var settled: [DeliveryStep.Settlement] = []
        repeat {
            let now = clock.now()
            let claimed = try await storage.deliveries(
                DeliveryStep(
                    settled: settled,
                    claim: Claim(subscribers: ["speed"], now: now, leaseUntil: now.adding(seconds: 60), limit: 1_000)))
            settled = claimed.map { .delivered(sequence: $0.sequence) }
        } while !settled.isEmpty
    }
}
