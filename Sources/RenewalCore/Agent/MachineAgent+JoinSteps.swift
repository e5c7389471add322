// The steps that joins and rejoins share (Rules I8, K4, Z6).
extension MachineAgent {
    /// How often a join is signed again before its refusal is passed on.
    private static let maximumJoinAttempts = 16

    func join(
        _ target: JoinTarget, _ operation: JoinRequest.Operation, _ password: Password,
        _ founding: (any FoundingService)?
    ) async throws -> JoinReport {
        var operation = operation
        var joinCounter: UInt64?
        var attempt = 0
        while true {
            try Task.checkCancellation()
            attempt += 1
            var offer = try await service.joinOffer(for: target.group)
            guard offer.group == target.group else {
                throw RenewalError(.wrongGroup, "the offer is for group \(offer.group), not \(target.group)")
            }
            offer.joinCounter = joinCounter ?? offer.joinCounter
            do {
                guard let record = offer.passwordRecord else {
                    return try await found(target, offer, password, founding)
                }
                let keys = try await keys(for: record, or: offer.previousPasswordRecord, password, target)
                let answer = try await service.join(try await request(target, operation, offer, record, keys))
                return try await accept(answer, target, keys, founded: false)
            } catch let error as RenewalError where attempt < Self.maximumJoinAttempts {
                switch (error.code, error.remedy) {
                case (.staleJoinCounter, .joinCounter(let present)?): joinCounter = present
                case (.stalePasswordVersion, _), (.groupAlreadyFounded, _), (.staleIssue, _): joinCounter = nil
                case (.machineNotFound, _) where operation == .rejoin && target.mayJoin: operation = .join
                default: throw error
                }
            }
        }
    }

    /// The keys of the password, if it is the record's (Rule K4).
    private func keys(
        for record: PasswordRecord, or previous: PasswordRecord?, _ password: Password, _ target: JoinTarget
    ) async throws -> PasswordKeys {
        let seen = try await vault.read()?.memory.passwordVersion ?? 0
        guard record.version >= seen else {
            throw RenewalError(
                .passwordRecordRollback,
                "the password record offered is version \(record.version), and this machine has seen \(seen)",
                details: ["found": "\(record.version)", "needed": "\(seen)"])
        }
        let keys = try await derive(password, record.parameters)
        if record.isDerived(by: keys) {
            try checks(target.group).anchor(of: record, madeWith: keys.joinKey.publicKey)
            return keys
        }
        if let previous, previous.isDerived(by: try await derive(password, previous.parameters)) {
            throw RenewalError(
                .supersededPassword, "group \(target.group) has a newer password than this one; use that one")
        }
        throw RenewalError.wrongPassword(target.group)
    }

    /// Derives on a thread of its own: slow on purpose, and others wait for this actor.
    func derive(_ password: Password, _ parameters: KDFParameters?) async throws -> PasswordKeys {
        if let parameters, let known = passwordKeys?.keys(of: password, parameters, crypto: crypto) { return known }
        let keys = try await Self.derive(password, parameters, crypto)
        passwordKeys?.keep(keys, of: password, crypto: crypto)
        return keys
    }

    @concurrent private static func derive(
        _ password: Password, _ parameters: KDFParameters?, _ crypto: any GroupCrypto
    ) async throws -> PasswordKeys {
        try await crypto.deriveKeys(from: password, parameters: parameters)
    }

    private func request(
        _ target: JoinTarget, _ operation: JoinRequest.Operation, _ offer: JoinOffer, _ record: PasswordRecord,
        _ keys: PasswordKeys
    ) async throws -> JoinRequest {
        let machineKey = try await pendingMachineKey(for: target)
        var request = JoinRequest(
            operation: operation, group: target.group, machine: target.machine, name: target.name,
            agentVersion: version, machineKey: machineKey.publicKey, passwordVersion: record.version,
            joinCounter: offer.joinCounter)
        let bytes = request.signedBytes()
        request.joinSignature = try crypto.sign(bytes, with: keys.joinKey)
        request.machineSignature = try crypto.sign(bytes, with: machineKey)
        return request
    }

    /// The new machine key: with the id in the vault, beside the old one, before anything is sent (Rule Z6).
    func pendingMachineKey(for target: JoinTarget) async throws -> PrivateKey {
        let new = try crypto.makeKey(.new)
        return try await vault.update { contents in
            var changed = contents ?? VaultContents(group: target.group, machine: target.machine, name: target.name)
            changed.name = target.name
            let key = changed.pendingMachineKey ?? new
            changed.pendingMachineKey = key
            contents = changed
            return key
        }
    }

    /// Checks the answer, opens the packages, and puts everything in place when nothing runs (Rules I6, I8 to I10, K2).
    func accept(
        _ answer: JoinAnswer, _ target: JoinTarget, _ keys: PasswordKeys, founded: Bool
    ) async throws -> JoinReport {
        let memory = try await vault.read()?.memory ?? TrustMemory()
        let reached = try checks(target.group).joined(answer, with: keys, memory: memory)
        let held = try open(answer, reached, keys)
        guard let current = reached.last else { throw checks(target.group).broken("it is empty") }
        try await putInPlace(held, current, answer)
        var report = JoinReport(
            group: target.group, machine: target.machine, current: current, held: held.map(\.generation),
            status: answer.status, founded: founded)
        guard answer.status == .pendingNewKey else { return report }
        do {
            let checkIn = try await checkInAlone()
            (report.checkIn, report.status) = (checkIn, checkIn.status)
        } catch let error as RenewalError {
            report.checkInError = error
        } catch {
            report.checkInError = RenewalError(
                .checkInFailed, "the machine has joined, and its first check-in failed; check in again", cause: error)
        }
        return report
    }

    private func putInPlace(
        _ held: [HeldGeneration], _ current: TrustedGeneration, _ answer: JoinAnswer
    ) async throws {
        try await runs.enterExclusive()
        defer { runs.leaveExclusive() }
        try await vault.update { contents in
            guard var changed = contents, let machineKey = changed.pendingMachineKey else {
                throw RenewalError(.notJoined, "the vault was emptied during the join; join again")
            }
            // Rule I4: a candidate goes only once another certificate of its generation is held.
            let candidates = changed.membership?.candidates.filter { $0.generation > current.generation } ?? []
            changed.membership = VaultContents.Membership(machineKey: machineKey, held: held)
            changed.membership?.candidates = candidates
            changed.pendingMachineKey = nil
            changed.memory = TrustMemory(highest: current, passwordVersion: answer.passwordRecord.version)
            contents = changed
        }
        deferred = nil
    }

    private func open(
        _ answer: JoinAnswer, _ reached: [TrustedGeneration], _ keys: PasswordKeys
    ) throws -> [HeldGeneration] {
        let record = answer.passwordRecord.hash(group: answer.group, crypto: crypto)
        let newest = reached.suffix(2)
        let held = try answer.packages.map { package in
            guard let certificate = newest.first(where: { $0.generation == package.generation }) else {
                throw checks(answer.group).broken(
                    "the package of generation \(package.generation) is not for the current or the previous one")
            }
            let context = KeyPackageContext(
                group: answer.group, generation: certificate.generation, certificate: certificate.fingerprint,
                passwordRecord: record)
            let secret = try crypto.open(
                package.keyPackage, with: keys.passwordKey, context: .keyPackage(context))
            return try HeldGeneration(certificate: certificate, privateKey: crypto.makeKey(.restored(secret)))
        }
        guard held.last?.certificate == newest.last, Set(held.map(\.generation)).count == held.count else {
            throw RenewalError(
                .storeInconsistent, "the answer does not bring the current generation's key last; join again")
        }
        return held
    }
}
