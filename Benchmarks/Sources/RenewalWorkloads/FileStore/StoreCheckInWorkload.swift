internal import Crypto
internal import Dispatch
internal import Foundation
import RenewalCore
internal import RenewalFileStore
internal import RenewalKit
internal import Synchronization

/// Check-ins with nothing to do over a file store, from many callers at once, each answered when its row is on disk.
///
/// The floor is the signature checks on as many cores, and then the rows by a prepared statement in C, as many to a
/// commit as there are callers: the best grouping that so many callers can come to.
struct StoreCheckInWorkload: Workload {
    let sliceSize: Int
    private let callers: Int
    private var fleet: Fleet
    private var next = 0
    private var requests: [MachineRequest] = []
    private var ids: [String] = []
    private var signed: [SignedCheckIn] = []
    private let groupKey: P256.Signing.PublicKey?
    private let floorStore: StoreFloor
    // Last, so that it outlives what is open in it.
    private let folder: StoreFolder

    /// Check-ins of up to 4,096 machines of a group in turn.
    ///
    /// A machine's requests must come in their order, so a slice has at most one of each machine.
    ///
    /// - Parameters:
    ///   - machines: how many machines the group has.
    ///   - callers: how many check in at once; a slice has ten check-ins of each.
    init(machines: Int, callers: Int, crypto: any GroupCrypto = .standard) async throws {
        self.callers = callers
        sliceSize = callers * 10
        try require(machines > sliceSize, "a slice needs \(sliceSize) machines")
        folder = try StoreFolder()
        let store = try FileStore(path: folder.store)
        fleet = try await Fleet(machines: machines, signers: min(machines - 1, 4_096), crypto: crypto, storage: store)
        groupKey = try? P256.Signing.PublicKey(x963Representation: fleet.first.certificate.publicKey.bytes)
        floorStore = try StoreFloor(copying: folder.store, to: folder.path("floor.sqlite"))
    }

    mutating func prepare() throws {
        requests.removeAll(keepingCapacity: true)
        signed.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
        for _ in 0..<sliceSize {
            let request = try fleet.checkIn(of: next)
            requests.append(request)
            signed.append(SignedCheckIn(request, machineKey: fleet.members[next].key.publicKey.bytes))
            ids.append("\(request.machine)")
            next = (next + 1) % fleet.members.count
        }
    }

    func work() async throws {
        let (coordinator, requests, callers) = (fleet.coordinator, requests, callers)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask { @concurrent in
                    for index in stride(from: caller, to: requests.count, by: callers) {
                        let answer = try await coordinator.send(requests[index])
                        try require(answer.instruction == .nothing, "a check-in had something to do")
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    func floor() throws {
        guard let groupKey else { throw WorkloadFailure("the floor is that of the default crypto") }
        let failed = Atomic(false)
        let (signed, cores) = (signed, ProcessInfo.processInfo.activeProcessorCount)
        DispatchQueue.concurrentPerform(iterations: cores) { core in
            for index in stride(from: core, to: signed.count, by: cores)
            where (try? signed[index].verify(groupKey)) != true {
                failed.store(true, ordering: .relaxed)
            }
        }
        try require(!failed.load(ordering: .relaxed), "a signature does not verify")
        try floorStore.checkIns(ids, rowsToACommit: callers)
    }
}
