internal import Crypto
internal import FoundationEssentials
import RenewalCore
internal import RenewalKit

/// Runs in an overlap, each of a connection that lacks the copy for the new generation: the agent opens the credentials,
/// seals them again and has the coordinator store the copy. The assignment of the run is made beforehand.
struct RunWorkload: Workload {
    let sliceSize: Int
    private let fleet: Fleet
    private let agent: MachineAgent
    private var random = SplitMix(seed: 11)
    private var assignments: [RunAssignment] = []
    private let bare: RunFloor

    /// Runs on one machine of a group of ten.
    init(sliceSize: Int) async throws {
        self.sliceSize = sliceSize
        fleet = try await Fleet(machines: 10, signers: 1, crypto: .standard)
        agent = fleet.agent(of: 0)
        fleet.clock.advance(by: .seconds(Fleet.secondsToRenewal))
        try await agent.checkIn()
        let held = try await agent.summary()?.held.count
        try require(held == 2, "the machine did not issue generation 2")
        bare = try RunFloor(secret: Self.credentials.encoded().bytes)
    }

    private static let credentials = WindowsCredentials(userName: "CONTOSO\\robot", password: "hunter2-hunter2")

    mutating func prepare() async throws {
        for assignment in assignments {
            let row = try await fleet.storage.read([.connection(assignment.connection)]).connections.first
            try require(row?.copies.count == 2, "a run did not store its copy")
        }
        assignments = []
        for _ in 0..<sliceSize {
            let connection = try await insertConnection()
            assignments.append(
                try await fleet.coordinator.assignRun(
                    of: connection, among: [fleet.members[0].id], by: .app("benchmarks")))
        }
    }

    /// A connection that was last edited before the renewal.
    private mutating func insertConnection() async throws -> ConnectionID {
        let id = ConnectionID(random.uuid())
        let context = CredentialContext(
            group: fleet.group, connection: id, revision: 1, generation: .first, certificate: fleet.first.fingerprint)
        let copy = CredentialCopy(
            generation: .first, certificate: fleet.first.fingerprint,
            sealed: try fleet.crypto.seal(
                Self.credentials.encoded(), to: fleet.first.certificate.publicKey, context: .credential(context)))
        let connection = DesktopFlowConnection(
            id: id, group: fleet.group, name: try Name("connection"), revision: 1, copies: [copy])
        try await fleet.storage.transact(TransactionRequest(groups: [fleet.group], reads: [])) { _ in
            TransactionDecision(changes: [.insertConnection(connection)], outcome: ())
        }
        return id
    }

    func work() async throws {
        for assignment in assignments {
            try await agent.run(assignment) { credentials in
                try require(credentials == Self.credentials, "a run got other credentials")
            }
        }
    }

    func floor() throws {
        for _ in assignments { try bare.run() }
    }
}

/// What a run can not do without: one HPKE open, one HPKE seal, and for the request that stores the copy two signatures
/// and their verification. Keys are bytes between two runs, the agent's in its vault, the machine's in its row; each is
/// parsed once. The group's key stays parsed at the coordinator.
private struct RunFloor {
    private let opener: Data
    private let recipient: Data
    private let machineKey: (secret: Data, publicKey: Data)
    private let groupKey: Data
    private let groupPublicKey: P256.Signing.PublicKey
    private let secret: [UInt8]
    // The lengths of a credential copy's info and of the request that stores one.
    private let info = Data(repeating: 1, count: 150)
    private let request = [UInt8](repeating: 2, count: 550)
    private let encapsulatedKey: Data
    private let ciphertext: Data

    private static let suite = HPKE.Ciphersuite.P256_SHA256_AES_GCM_256

    init(secret: [UInt8]) throws {
        self.secret = secret
        let (old, new, machine) = (P256.KeyAgreement.PrivateKey(), P256.Signing.PrivateKey(), P256.Signing.PrivateKey())
        opener = old.rawRepresentation
        recipient = new.publicKey.x963Representation
        groupKey = new.rawRepresentation
        groupPublicKey = new.publicKey
        machineKey = (machine.rawRepresentation, machine.publicKey.x963Representation)
        var sender = try HPKE.Sender(recipientKey: old.publicKey, ciphersuite: Self.suite, info: info)
        ciphertext = try sender.seal(secret)
        encapsulatedKey = sender.encapsulatedKey
    }

    func run() throws {
        var receiver = try HPKE.Recipient(
            privateKey: P256.KeyAgreement.PrivateKey(rawRepresentation: opener), ciphersuite: Self.suite, info: info,
            encapsulatedKey: encapsulatedKey)
        let opened = try receiver.open(ciphertext)
        var sender = try HPKE.Sender(
            recipientKey: P256.KeyAgreement.PublicKey(x963Representation: recipient), ciphersuite: Self.suite,
            info: info)
        let sealed = try sender.seal(opened)
        try require(sealed.count == ciphertext.count, "the floor sealed something else")
        let machine = try P256.Signing.PrivateKey(rawRepresentation: machineKey.secret)
        let byMachine = try machine.signature(for: request)
        let byGroup = try P256.Signing.PrivateKey(rawRepresentation: groupKey).signature(for: request)
        let known = try P256.Signing.PublicKey(x963Representation: machineKey.publicKey)
        try require(
            known.isValidSignature(byMachine, for: request) && groupPublicKey.isValidSignature(byGroup, for: request),
            "a signature does not verify")
    }
}
