import RenewalKit

/// Every canonical encoding over fixed values, by name. The judge canonical.py encodes the same values on its own.
enum CanonicalSamples {
    static let record = PasswordRecord(
        version: 4,
        parameters: KDFParameters(
            function: "scrypt", cost: 131_072, blockSize: 8, parallelism: 1, salt: [UInt8](repeating: 0x5A, count: 16)),
        passwordKey: PublicKey(.x25519, [UInt8](repeating: 0x2A, count: 32)),
        joinKey: PublicKey(.ed25519, [UInt8](repeating: 0x3A, count: 32)),
        anchor: PasswordRecord.Anchor(
            generation: Samples.third, certificate: Samples.certificate,
            signature: Signature([UInt8](repeating: 0xA1, count: 64))),
        signature: Signature([UInt8](repeating: 0xA2, count: 64)))
    static let link = ContinuityLink(
        passwordRecord: Samples.recordHash, signatureByPrevious: Signature([UInt8](repeating: 0xA3, count: 64)),
        signatureByNext: Signature([UInt8](repeating: 0xA4, count: 64)))
    static let terms = IssueTerms(createdAt: Samples.created, validityMinutes: 2_628_000)
    static let nextCertificate: [UInt8] = [0x30, 0x03, 0x02, 0x01, 0x04]
    static let package = SealedValue(Array("a key package".utf8))
    static let delivery = SealedValue(Array("a delivery".utf8))
    static let copy = CredentialCopy(
        generation: Samples.third.next, certificate: Samples.fingerprint(0xC4),
        sealed: SealedValue(Array("a credential copy".utf8)))

    static func all() throws -> [(name: String, bytes: [UInt8])] {
        try requests() + joins() + [
            ("link", linkBytes), ("anchor", record.anchorBytes(group: Samples.group)),
            ("password-record", record.signedBytes(group: Samples.group)),
            ("public-key", publicKeyBytes),
            ("history", HistoryChain.hashedBytes(of: entry)),
            ("windows-credentials", credentials.encoded().bytes),
        ]
    }

    static let machineKey = PublicKey(.p256, [UInt8](repeating: 0x4A, count: 65))

    /// What a machine key's fingerprint is the digest of; the tests compare the digests.
    static let publicKeyBytes: [UInt8] = {
        var canonical = CanonicalBytes(use: "public-key")
        canonical.append(machineKey)
        return canonical.bytes
    }()

    static let entry = HistoryEntry(
        group: Samples.group, number: 2, at: Samples.created, by: .app("alice"), action: "policySet", rule: "S2",
        reason: "why", subject: "\(Samples.group)", previousHash: HistoryChain.start, hash: Samples.recordHash)

    static let credentials = WindowsCredentials(userName: "CONTOSO\\robot", password: "p\u{E4}ssw\u{F6}rd")

    private static let linkBytes = ContinuityLink.signedBytes(
        group: Samples.group, previous: Samples.third, previousCertificate: [0x30, 0x03, 0x02, 0x01, 0x03],
        nextCertificate: nextCertificate, passwordRecord: Samples.recordHash)

    private static func requests() throws -> [(name: String, bytes: [UInt8])] {
        let version = try AgentVersion("2.23.0.1")
        let first = Generation.first
        let checkIn = CheckIn(agentVersion: version, trusted: Samples.third, held: [first.next, Samples.third])
        var doubting = checkIn
        doubting.doubts = Samples.previousCertificate
        let submission = Submission(
            generation: Samples.third.next, certificate: nextCertificate, terms: terms, link: link,
            passwordRecord: record, keyPackage: package, delivery: delivery)
        var withoutDelivery = submission
        withoutDelivery.delivery = nil
        let change = PasswordChange(
            passwordRecord: record,
            packages: [
                OfferedPackage(generation: first.next, keyPackage: package),
                OfferedPackage(generation: Samples.third, keyPackage: package),
            ])
        let replacement = DeliveryReplacement(generation: Samples.third, delivery: delivery, keyPackage: package)
        let copies = CopyUpdate(connection: Samples.connection, revision: 7, copies: [copy])
        return [
            ("request checkIn", bytes(.checkIn(checkIn))), ("request checkIn, doubting", bytes(.checkIn(doubting))),
            ("request submit", bytes(.submit(submission))),
            ("request submit, without delivery", bytes(.submit(withoutDelivery))),
            ("request changePassword", bytes(.changePassword(change))),
            ("request replaceDelivery", bytes(.replaceDelivery(replacement))),
            ("request storeCopies", bytes(.storeCopies(copies))), ("request leave", bytes(.leave)),
        ]
    }

    private static func bytes(_ body: MachineRequest.Body) -> [UInt8] {
        MachineRequest(
            group: Samples.group, machine: Samples.machine, machineKey: Samples.fingerprint(0xD1),
            groupKey: Samples.certificate, sequence: 9, body: body
        ).signedBytes()
    }

    private static func joins() throws -> [(name: String, bytes: [UInt8])] {
        let founding = Founding(
            certificate: nextCertificate, terms: terms, passwordRecord: record, keyPackage: package,
            groupSignature: Signature([UInt8](repeating: 0xA5, count: 64)))
        return try [
            ("join firstJoin", join(.firstJoin, founding)), ("join join", join(.join, nil)),
            ("join rejoin", join(.rejoin, nil)),
        ]
    }

    private static func join(_ operation: JoinRequest.Operation, _ founding: Founding?) throws -> [UInt8] {
        JoinRequest(
            operation: operation, group: Samples.group, machine: Samples.machine, name: try Name("Büro 7"),
            agentVersion: try AgentVersion("2.23"), machineKey: machineKey,
            passwordVersion: 4, joinCounter: 12, founding: founding
        ).signedBytes()
    }
}
