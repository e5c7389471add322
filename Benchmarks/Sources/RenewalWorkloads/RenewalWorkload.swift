internal import Crypto
internal import FoundationEssentials
import RenewalCore
internal import RenewalKit

/// A whole renewal of a group, agents and coordinator: the sweep that opens it, the issue, and the installation on every
/// other machine with the request that confirms it. A slice is so many machines; renewals follow each other.
struct RenewalWorkload: Workload {
    let sliceSize: Int
    /// How many slices a renewal has.
    let slices: Int
    private let fleet: Fleet
    private let agents: [MachineAgent]
    private var next = 0
    private var renewals: UInt64 = 0
    private let bare: InstallationFloor

    /// Renewals of a group of so many machines, a multiple of the slice's size.
    init(machines: Int, sliceSize: Int) async throws {
        self.sliceSize = sliceSize
        slices = machines / sliceSize
        // One more, the founder: it stays away and misses the renewal.
        let fleet = try await Fleet(machines: machines + 1, signers: machines, crypto: .standard)
        self.fleet = fleet
        agents = fleet.members.indices.map { fleet.agent(of: $0) }
        try require(agents.count == machines, "there are \(agents.count) agents")
        bare = try InstallationFloor(machines: sliceSize)
    }

    mutating func prepare() {
        guard next == agents.count || renewals == 0 else { return }
        next = 0
        renewals += 1
        fleet.clock.advance(by: .seconds(Fleet.secondsToRenewal))
    }

    mutating func work() async throws {
        if next == 0 { try await fleet.coordinator.sweep() }
        for index in next..<next + sliceSize {
            let report = try await agents[index].checkIn()
            try require(
                report.newest.generation.number == renewals + 1
                    && report.events.contains { $0.isNews(isFirst: index == 0) },
                "a machine neither issued nor installed generation \(renewals + 1)")
        }
        next += sliceSize
    }

    // The one issue among the installations is not in it.
    func floor() throws { try bare.install() }
}

extension CheckInReport.Event {
    fileprivate func isNews(isFirst: Bool) -> Bool {
        switch self {
        case .issued: isFirst
        case .installed: !isFirst
        default: false
        }
    }
}

/// What an installation can not do without, on each of some machines: the check-in and the confirmation, signed twice
/// and verified twice each; the new certificate's own signature and both of its link; the opened delivery; and the
/// public half of the delivered key, to see that it is the certified one. Each machine parses each of its keys once, as
/// they come from its vault as bytes; the coordinator does so with each machine's.
private struct InstallationFloor {
    private let machineKeys: [(secret: Data, publicKey: Data)]
    private let previous = P256.Signing.PrivateKey()
    private let current = P256.Signing.PrivateKey()
    private let previousSecret: Data
    private let previousKey: P256.Signing.PublicKey
    private let currentKey: P256.Signing.PublicKey
    private let currentBytes: Data
    // The lengths of a check-in, of the signed part of a certificate, of a link and of a delivery's info.
    private let request = [UInt8](repeating: 1, count: 220)
    private let certificate = [UInt8](repeating: 2, count: 390)
    private let link = [UInt8](repeating: 3, count: 1_100)
    private let info = Data(repeating: 4, count: 150)
    private let certificateSignature: P256.Signing.ECDSASignature
    private let linkSignatures: (P256.Signing.ECDSASignature, P256.Signing.ECDSASignature)
    private let encapsulatedKey: Data
    private let ciphertext: Data

    private static let suite = HPKE.Ciphersuite.P256_SHA256_AES_GCM_256

    init(machines: Int) throws {
        machineKeys = (0..<machines).map { _ in
            let key = P256.Signing.PrivateKey()
            return (key.rawRepresentation, key.publicKey.x963Representation)
        }
        previousSecret = previous.rawRepresentation
        previousKey = previous.publicKey
        currentKey = current.publicKey
        currentBytes = current.publicKey.x963Representation
        certificateSignature = try current.signature(for: certificate)
        linkSignatures = try (previous.signature(for: link), current.signature(for: link))
        let opener = try P256.KeyAgreement.PrivateKey(rawRepresentation: previous.rawRepresentation)
        var sender = try HPKE.Sender(recipientKey: opener.publicKey, ciphersuite: Self.suite, info: info)
        ciphertext = try sender.seal(current.rawRepresentation)
        encapsulatedKey = sender.encapsulatedKey
    }

    func install() throws {
        for (secret, publicKey) in machineKeys {
            let machine = try P256.Signing.PrivateKey(rawRepresentation: secret)
            let group = try P256.Signing.PrivateKey(rawRepresentation: previousSecret)
            let opener = try P256.KeyAgreement.PrivateKey(rawRepresentation: previousSecret)
            let certified = try P256.Signing.PublicKey(x963Representation: currentBytes)
            let known = try P256.Signing.PublicKey(x963Representation: publicKey)
            try send(machine, group, known, previousKey)
            try require(
                certified.isValidSignature(certificateSignature, for: certificate)
                    && group.publicKey.isValidSignature(linkSignatures.0, for: link)
                    && certified.isValidSignature(linkSignatures.1, for: link), "the chain does not hold")
            var receiver = try HPKE.Recipient(
                privateKey: opener, ciphersuite: Self.suite, info: info, encapsulatedKey: encapsulatedKey)
            let delivered = try P256.Signing.PrivateKey(rawRepresentation: try receiver.open(ciphertext))
            try require(delivered.publicKey.x963Representation == currentBytes, "another key was delivered")
            try send(machine, delivered, known, currentKey)
        }
    }

    /// A request: signed by the agent, verified by the coordinator.
    private func send(
        _ machine: P256.Signing.PrivateKey, _ group: P256.Signing.PrivateKey,
        _ machineKey: P256.Signing.PublicKey, _ groupKey: P256.Signing.PublicKey
    ) throws {
        let byMachine = try machine.signature(for: request)
        let byGroup = try group.signature(for: request)
        try require(
            machineKey.isValidSignature(byMachine, for: request) && groupKey.isValidSignature(byGroup, for: request),
            "a signature does not verify")
    }
}
