internal import Crypto
import RenewalCore
internal import RenewalKit

/// The coordinator's side of check-ins with nothing to do, of requests that were signed beforehand.
struct CheckInWorkload: Workload {
    let sliceSize: Int
    private var fleet: Fleet
    private var next = 0
    private var requests: [MachineRequest] = []
    private var signed: [SignedCheckIn] = []
    private let groupKey: P256.Signing.PublicKey?

    /// Check-ins in a group of so many machines, of up to 4,096 of them in turn.
    init(
        machines: Int, sliceSize: Int, crypto: any GroupCrypto = .standard, storage: any Storage = .inMemory
    ) async throws {
        self.sliceSize = sliceSize
        fleet = try await Fleet(
            machines: machines, signers: min(machines - 1, 4_096), crypto: crypto, storage: storage)
        // The double's keys are none that the floor could use; it is only compared with itself.
        groupKey = try? P256.Signing.PublicKey(x963Representation: fleet.first.certificate.publicKey.bytes)
    }

    mutating func prepare() throws {
        requests.removeAll(keepingCapacity: true)
        signed.removeAll(keepingCapacity: true)
        for _ in 0..<sliceSize {
            let request = try fleet.checkIn(of: next)
            requests.append(request)
            signed.append(SignedCheckIn(request, machineKey: fleet.members[next].key.publicKey.bytes))
            next = (next + 1) % fleet.members.count
        }
    }

    func work() async throws {
        for request in requests {
            let answer = try await fleet.coordinator.send(request)
            try require(answer.instruction == .nothing, "a check-in had something to do")
        }
    }

    func floor() throws {
        guard let groupKey else { throw WorkloadFailure("the floor is that of the default crypto") }
        for request in signed { try require(try request.verify(groupKey), "a signature does not verify") }
    }
}
