internal import Crypto
import RenewalCore
internal import RenewalKit

/// The coordinator's side of check-ins with nothing to do, of requests that were signed beforehand.
struct CheckInWorkload: Workload {
    let sliceSize: Int
    private var fleet: Fleet
    private var next = 0
    private var requests: [MachineRequest] = []
    private var signed: [SignedBytes] = []
    private let groupKey: P256.Signing.PublicKey?

    /// What the floor verifies.
    private struct SignedBytes {
        let bytes: [UInt8]
        let machineKey: [UInt8]
        let machineSignature: [UInt8]
        let groupSignature: [UInt8]
    }

    /// Check-ins in a group of so many machines, of up to 4,096 of them in turn.
    init(machines: Int, sliceSize: Int, crypto: any GroupCrypto = .standard) async throws {
        self.sliceSize = sliceSize
        fleet = try await Fleet(machines: machines, signers: min(machines - 1, 4_096), crypto: crypto)
        // The double's keys are none that the floor could use; it is only compared with itself.
        groupKey = try? P256.Signing.PublicKey(x963Representation: fleet.first.certificate.publicKey.bytes)
    }

    mutating func prepare() throws {
        requests.removeAll(keepingCapacity: true)
        signed.removeAll(keepingCapacity: true)
        for _ in 0..<sliceSize {
            let request = try fleet.checkIn(of: next)
            requests.append(request)
            signed.append(
                SignedBytes(
                    bytes: request.signedBytes(), machineKey: fleet.members[next].key.publicKey.bytes,
                    machineSignature: request.machineSignature.bytes, groupSignature: request.groupSignature.bytes))
            next = (next + 1) % fleet.members.count
        }
    }

    func work() async throws {
        for request in requests {
            let answer = try await fleet.coordinator.send(request)
            try require(answer.instruction == .nothing, "a check-in had something to do")
        }
    }

    // Two verifications. The group's key is the same for all machines and stays parsed; a machine's key comes as bytes.
    func floor() throws {
        guard let groupKey else { throw WorkloadFailure("the floor is that of the default crypto") }
        for request in signed {
            let machineKey = try P256.Signing.PublicKey(x963Representation: request.machineKey)
            let byMachine = try P256.Signing.ECDSASignature(rawRepresentation: request.machineSignature)
            let byGroup = try P256.Signing.ECDSASignature(rawRepresentation: request.groupSignature)
            try require(
                machineKey.isValidSignature(byMachine, for: request.bytes)
                    && groupKey.isValidSignature(byGroup, for: request.bytes), "a signature does not verify")
        }
    }
}
