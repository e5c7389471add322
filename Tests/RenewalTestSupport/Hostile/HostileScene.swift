package import RenewalCore

/// A group with two honest machines, one of which reaches the coordinator through a hostile store.
package struct HostileScene: Sendable {
    package let world: TestWorld
    /// What stands between the victim and the coordinator.
    package let store: HostileService
    /// A machine that reaches the coordinator directly; it founded the group.
    package let issuer: TestMachine
    /// A member that sees only what the store shows.
    package let victim: TestMachine

    package init(crypto: any GroupCrypto) async throws {
        world = try await TestWorld(crypto: crypto)
        store = HostileService(world.coordinator)
        issuer = try await world.member()
        victim = try await world.member(through: store)
    }

    package var crypto: any GroupCrypto { world.crypto }
    package var group: GroupID { world.group }

    /// Does what the victim does, and says how it ended and whether it changed what the victim holds and trusts.
    package func attempt(
        by machine: TestMachine? = nil, _ body: () async throws -> Void
    ) async throws -> AttemptOutcome {
        let machine = machine ?? victim
        let before = Keepsakes(machine)
        var code: RenewalError.Code?
        do {
            try await body()
        } catch let error as RenewalError {
            code = error.code
        }
        let after = Keepsakes(machine)
        return AttemptOutcome(code: code, accepted: before == after ? nil : "\(before) became \(after)")
    }

    /// The victim checks in; a reported doubt counts as the error.
    package func checkIn() async throws -> AttemptOutcome {
        try await attempt {
            for case .doubted(_, let code) in try await victim.agent.checkIn().events {
                throw RenewalError(code, "doubted")
            }
        }
    }

    /// Changes every answer to a check-in.
    package func tamper(_ change: @escaping @Sendable (inout MachineAnswer) throws -> Void) {
        store.onSend { [store] request in
            var answer = try await store.honest.send(request)
            if request.body.operation == "checkIn" { try change(&answer) }
            return answer
        }
    }

    /// Changes the order to install in every answer that has one.
    package func tamperInstall(_ change: @escaping @Sendable (inout InstallInstruction) throws -> Void) {
        tamper { answer in
            guard case .install(var order) = answer.instruction else { return }
            try change(&order)
            answer.instruction = .install(order)
        }
    }

    /// The honest machine issues the next generation.
    package func issueNext() async throws {
        world.advanceToRenewal()
        try await issuer.agent.checkIn()
    }

    /// The certificate rows of the group.
    package func certificates() async throws -> [IssuedCertificate] {
        try await world.storage.read([.certificates(group, after: nil)]).certificates
    }

    /// What a vault holds of a generation.
    package func held(_ generation: UInt64, by machine: TestMachine) throws -> HeldGeneration {
        guard let held = machine.vault.copy()?.membership?.held.first(where: { $0.generation.number == generation })
        else { throw RenewalError(.keyNotHeld, "\(machine.name) does not hold generation \(generation)") }
        return held
    }
}

/// A certificate that an attacker made, with its key.
package struct Forgery: Sendable {
    package var row: IssuedCertificate
    package var key: PrivateKey
}

extension HostileScene {
    /// A certificate like the given one, with a key of the attacker's.
    ///
    /// - Parameter signer: signs the link as the generation before; the attacker's own key where none is given.
    package func forge(
        _ row: IssuedCertificate, after previous: IssuedCertificate?, signer: PrivateKey? = nil,
        group other: GroupID? = nil
    ) throws -> Forgery {
        let issued = try crypto.issueCertificate(
            CertificateRequest(
                group: other ?? group, createdAt: row.createdAt, validityMinutes: row.validityMinutes))
        var forged = row
        forged.certificate = issued.certificate.der
        forged.fingerprint = issued.certificate.fingerprint
        if let previous, let link = row.link {
            let bytes = ContinuityLink.signedBytes(
                group: group, previous: previous.generation, previousCertificate: previous.certificate,
                nextCertificate: forged.certificate, passwordRecord: link.passwordRecord)
            forged.link = ContinuityLink(
                passwordRecord: link.passwordRecord,
                signatureByPrevious: try crypto.sign(bytes, with: signer ?? issued.privateKey),
                signatureByNext: try crypto.sign(bytes, with: issued.privateKey))
        }
        return Forgery(row: forged, key: issued.privateKey)
    }

    /// A password record of the attacker's own password, anchored and signed as well as the attacker can.
    package func forgeRecord(version: UInt64, anchor: IssuedCertificate, signer: PrivateKey? = nil) async throws
        -> PasswordRecord
    {
        let keys = try await crypto.deriveKeys(from: try Password(chosen: "attacker's password"), parameters: nil)
        var record = PasswordRecord(
            version: version, parameters: keys.parameters, passwordKey: keys.passwordKey.publicKey,
            joinKey: keys.joinKey.publicKey,
            anchor: PasswordRecord.Anchor(
                generation: anchor.generation, certificate: anchor.fingerprint, signature: Signature([])),
            signature: Signature([]))
        record.anchor.signature = try crypto.sign(record.anchorBytes(group: group), with: keys.joinKey)
        let key = try signer ?? crypto.makeKey(.new)
        record.signature = try crypto.sign(record.signedBytes(group: group), with: key)
        return record
    }
}

/// A crypto that derives the keys of a password once in a process, so that real scrypt does not slow a hundred tests.
package struct MemoizedDerivation: GroupCrypto {
    private let base: any GroupCrypto
    private static let memo = Memo()

    package init(_ base: any GroupCrypto) { self.base = base }

    package func deriveKeys(from password: Password, parameters: KDFParameters?) async throws -> PasswordKeys {
        try await Self.memo.keys("\(type(of: base)) \(password.reveal()) \(String(describing: parameters))") {
            try await base.deriveKeys(from: password, parameters: parameters)
        }
    }

    package func makeKey(_ source: KeySource) throws -> PrivateKey { try base.makeKey(source) }
    package func issueCertificate(_ request: CertificateRequest) throws -> IssuedKey {
        try base.issueCertificate(request)
    }
    package func sign(_ bytes: [UInt8], with key: PrivateKey) throws -> Signature { try base.sign(bytes, with: key) }
    package func seal(_ secret: SecretBytes, to key: PublicKey, context: SealContext) throws -> SealedValue {
        try base.seal(secret, to: key, context: context)
    }
    package func open(_ sealed: SealedValue, with key: PrivateKey, context: SealContext) throws -> SecretBytes {
        try base.open(sealed, with: key, context: context)
    }
    package func digest(_ bytes: [UInt8]) -> Fingerprint { base.digest(bytes) }
    package func isValid(_ signature: Signature, over bytes: [UInt8], by key: PublicKey) -> Bool {
        base.isValid(signature, over: bytes, by: key)
    }
    package func readCertificate(_ der: [UInt8]) throws -> CertificateFacts { try base.readCertificate(der) }
    package func readHeader(_ sealed: SealedValue) throws -> SealContext { try base.readHeader(sealed) }
}

private actor Memo {
    private var tasks: [String: Task<PasswordKeys, any Error>] = [:]

    func keys(_ name: String, _ derive: @escaping @Sendable () async throws -> PasswordKeys) async throws
        -> PasswordKeys
    {
        let task = tasks[name] ?? Task { try await derive() }
        tasks[name] = task
        return try await task.value
    }
}
