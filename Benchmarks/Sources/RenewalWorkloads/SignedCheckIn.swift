internal import Crypto
import RenewalCore

/// What the floor of a check-in verifies.
struct SignedCheckIn: Sendable {
    let bytes: [UInt8]
    let machineKey: [UInt8]
    let machineSignature: [UInt8]
    let groupSignature: [UInt8]

    init(_ request: MachineRequest, machineKey: [UInt8]) {
        bytes = request.signedBytes()
        self.machineKey = machineKey
        machineSignature = request.machineSignature.bytes
        groupSignature = request.groupSignature.bytes
    }

    /// Two verifications. The group's key is the same for all machines and stays parsed; a machine's key comes as bytes.
    func verify(_ groupKey: P256.Signing.PublicKey) throws -> Bool {
        let machineKey = try P256.Signing.PublicKey(x963Representation: machineKey)
        let byMachine = try P256.Signing.ECDSASignature(rawRepresentation: machineSignature)
        let byGroup = try P256.Signing.ECDSASignature(rawRepresentation: groupSignature)
        return machineKey.isValidSignature(byMachine, for: bytes) && groupKey.isValidSignature(byGroup, for: bytes)
    }
}
