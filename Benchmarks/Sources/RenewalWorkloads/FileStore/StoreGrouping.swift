import RenewalCore
internal import RenewalFileStore
internal import RenewalSimulation

/// What writers that come together gain from sharing a commit, in a file store and in a loop in C on the same rows.
///
/// Both write the row of a check-in and nothing else; no signature is verified.
struct StoreGrouping {
    private let fleet: Fleet
    private let store: FileStore
    private let ids: [String]
    private let machines: [MachineID]
    private let floorStore: StoreFloor
    private let folder: StoreFolder
    private var number: UInt64 = 1

    /// A group of so many machines.
    init(machines count: Int) async throws {
        folder = try StoreFolder()
        store = try FileStore(path: folder.store)
        fleet = try await Fleet(machines: count, signers: 0, crypto: InsecureCrypto(), storage: store)
        machines = try await store.read([.machines(fleet.group, after: nil, limit: count)]).machines.map(\.id)
        ids = machines.map { "\($0)" }
        floorStore = try StoreFloor(copying: folder.store, to: folder.path("floor.sqlite"))
    }

    /// One slice of each of the four, in nanoseconds for a row.
    mutating func measure(callers: Int, rows: Int) async throws -> Slice {
        let clock = ContinuousClock()
        number += 1
        let number = number
        let alone = try await clock.measure { try await write(rows, callers: 1, number: number) }
        let together = try await clock.measure { try await write(rows, callers: callers, number: number + 1) }
        let floorAlone = try clock.measure { try writeFloor(rows, rowsToACommit: 1) }
        let floorTogether = try clock.measure { try writeFloor(rows, rowsToACommit: callers) }
        self.number += 1
        return Slice(
            alone: alone / rows, together: together / rows, floorAlone: floorAlone / rows,
            floorTogether: floorTogether / rows)
    }

    /// Times for a row.
    struct Slice {
        var alone, together, floorAlone, floorTogether: Duration
        /// The file store's gain as a share of the loop's.
        var ratio: Double { (alone / together) / (floorAlone / floorTogether) }
    }

    private func write(_ rows: Int, callers: Int, number: UInt64) async throws {
        let (store, machines, group) = (store, machines, fleet.group)
        let now = fleet.clock.now().adding(seconds: Int64(number))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for caller in 0..<callers {
                tasks.addTask { @concurrent in
                    for index in stride(from: caller, to: rows, by: callers) {
                        let id = machines[index % machines.count]
                        let request = TransactionRequest(groups: [group], reads: [.machine(id)])
                        try await store.transact(request) { rows in
                            guard var machine = rows.machine(id) else { throw WorkloadFailure("a machine is gone") }
                            machine.lastHeartbeat = now
                            machine.membership?.sequence = number
                            return TransactionDecision(changes: [.updateMachine(machine)], outcome: ())
                        }
                    }
                }
            }
            try await tasks.waitForAll()
        }
    }

    private func writeFloor(_ rows: Int, rowsToACommit: Int) throws {
        let chosen = (0..<rows).map { ids[$0 % ids.count] }
        try floorStore.checkIns(chosen, rowsToACommit: rowsToACommit)
    }
}

extension Row {
    func grouping(isQuick: Bool) async throws -> RowResult {
        var grouping = try await StoreGrouping(machines: 1_000)
        var slices: [StoreGrouping.Slice] = []
        for _ in 0..<(isQuick ? 2 : 40) { slices.append(try await grouping.measure(callers: 64, rows: 640)) }
        func median(_ value: (StoreGrouping.Slice) -> Double) -> Double { slices.map(value).median }
        return RowResult(
            work: "what 64 writers gain from shared commits, against the same in C", ratio: median(\.ratio),
            atLeast: 0.7,
            microseconds: [median { $0.alone / .microseconds(1) }, median { $0.together / .microseconds(1) }],
            floorMicroseconds: median { $0.floorTogether / .microseconds(1) }, allocations: [],
            peakBytes: Self.peakBytes)
    }
}
