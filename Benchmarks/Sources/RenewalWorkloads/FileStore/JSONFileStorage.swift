internal import FoundationEssentials
import RenewalCore
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What somebody without a database would write: rows in memory, and all machines of a group as a JSON file that is
/// written anew, durably, at each change. Only for comparison; nothing reads it back.
actor JSONFileStorage: Storage {
    private let rows = InMemoryStorage()
    private let path: String
    private let folder: String
    private var machines: [MachineID: MachineRow] = [:]

    /// The columns of a machine that the file holds.
    fileprivate struct MachineRow: Codable {
        var flowmachineid: String
        var flowmachinegroupid: String
        var name: String
        var agentversion: String?
        var keydeliverystatus: Int
        var keyreceiveddate: String?
        var lastheartbeatdate: String?
        var machinekey: Data?
        var generation: UInt64?
        var sequence: UInt64?
        var appliedtransition: UInt64
    }

    init(path: String, folder: String) {
        self.path = path
        self.folder = folder
    }

    func transact<Outcome: Sendable>(
        _ request: TransactionRequest, _ decide: @Sendable (Rows) throws -> TransactionDecision<Outcome>
    ) async throws -> Outcome {
        let written = Mutex<[Machine]>([])
        let outcome = try await rows.transact(request) { rows in
            let decision = try decide(rows)
            written.withLock { machines in
                machines = decision.changes.compactMap {
                    switch $0 {
                    case .insertMachine(let machine), .updateMachine(let machine): machine
                    default: nil
                    }
                }
            }
            return decision
        }
        for machine in written.withLock({ $0 }) { machines[machine.id] = MachineRow(machine) }
        try replace(with: try JSONEncoder().encode(machines.values.sorted { $0.flowmachineid < $1.flowmachineid }))
        return outcome
    }

    func read(_ queries: [RowQuery]) async throws -> Rows { try await rows.read(queries) }

    func withSnapshot<Result: Sendable>(
        _ body: @Sendable (any StorageSnapshot) async throws -> Result
    ) async throws -> Result { try await rows.withSnapshot(body) }

    func dueGroups(at now: Instant, limit: Int) async throws -> [GroupID] {
        try await rows.dueGroups(at: now, limit: limit)
    }

    func keptInstant(_ change: KeptInstantChange) async throws -> Instant? { try await rows.keptInstant(change) }

    func deliveries(_ step: DeliveryStep) async throws -> [Delivery] { try await rows.deliveries(step) }

    // Temporary file, sync, rename, sync of the folder: as durable as the store that it is compared with.
    private func replace(with bytes: Data) throws {
        let temporary = path + ".new"
        let file = open(temporary, O_CREAT | O_TRUNC | O_WRONLY, 0o600)
        try require(file >= 0, "the JSON file can not be written")
        let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        try require(written == bytes.count && fsync(file) == 0 && close(file) == 0, "the JSON file was not written")
        try require(rename(temporary, path) == 0, "the JSON file was not replaced")
        let directory = open(folder, O_RDONLY)
        try require(directory >= 0 && fsync(directory) == 0 && close(directory) == 0, "the folder was not synced")
    }
}

extension JSONFileStorage.MachineRow {
    fileprivate init(_ machine: Machine) {
        self.init(
            flowmachineid: "\(machine.id)", flowmachinegroupid: "\(machine.group)", name: "\(machine.name)",
            agentversion: machine.agentVersion.map { "\($0)" }, keydeliverystatus: machine.storedStatus.rawValue,
            keyreceiveddate: machine.keyReceivedAt.map { "\($0)" },
            lastheartbeatdate: machine.lastHeartbeat.map { "\($0)" },
            machinekey: machine.membership.map { Data($0.machineKey.bytes) },
            generation: machine.membership?.generation.number, sequence: machine.membership?.sequence,
            appliedtransition: machine.appliedTransition)
    }
}
