// Rules I1 and Z6: the first join of a group.
extension MachineAgent {
    /// Makes generation 1, the first password record and the first package, and founds the group with them.
    ///
    /// - Throws: as ``join(_:name:password:founding:)``; `groupAlreadyFounded` where another machine was first, and then
    ///   the caller joins with its own password (Rule I3).
    func found(
        _ target: JoinTarget, _ offer: JoinOffer, _ password: Password, _ founding: (any FoundingService)?
    ) async throws -> JoinReport {
        if let contents = try await vault.read(), let highest = contents.memory.highest {
            throw RenewalError(
                .generationRollback,
                "the group is said to have no certificate, and this machine has trusted \(highest.generation)")
        }
        guard let terms = offer.issue else {
            throw RenewalError(.groupHasNoCertificate, "the group has no certificate and offers to issue none")
        }
        guard let founding else {
            throw RenewalError(
                .firstJoinNeedsApp,
                "no machine ever joined group \(target.group); its first join goes through the app, with its founding "
                    + "service")
        }
        try checks(target.group).terms(terms)
        let keys = try await derive(password, nil)
        let issued = try crypto.issueCertificate(
            CertificateRequest(
                group: target.group, createdAt: terms.createdAt, validityMinutes: terms.validityMinutes))
        try issued.certificate.requireMatch(group: target.group, terms: terms)
        let first = try HeldGeneration(
            certificate: TrustedGeneration(generation: .first, facts: issued.certificate, terms: terms),
            privateKey: issued.privateKey)
        let machineKey = try await pendingMachineKey(for: target)
        let request = try self.request(target, offer, first, keys, machineKey)
        return try await accept(try await founding.found(request), target, keys, founded: true)
    }

    private func request(
        _ target: JoinTarget, _ offer: JoinOffer, _ first: HeldGeneration, _ keys: PasswordKeys,
        _ machineKey: PrivateKey
    ) throws -> JoinRequest {
        let record = try passwordRecord(version: 1, anchoredAt: first, keys: keys, in: target.group)
        let founding = Founding(
            certificate: first.certificate.certificate,
            terms: IssueTerms(
                createdAt: first.certificate.createdAt, validityMinutes: first.certificate.validityMinutes),
            passwordRecord: record, keyPackage: try package(of: first, under: record, in: target.group))
        var request = JoinRequest(
            operation: .firstJoin, group: target.group, machine: target.machine, name: target.name,
            agentVersion: version, machineKey: machineKey.publicKey, passwordVersion: record.version,
            joinCounter: offer.joinCounter, founding: founding)
        let bytes = request.signedBytes()
        request.joinSignature = try crypto.sign(bytes, with: keys.joinKey)
        request.machineSignature = try crypto.sign(bytes, with: machineKey)
        request.founding?.groupSignature = try crypto.sign(bytes, with: first.privateKey)
        return request
    }

    /// A password record, with its anchor and the generation's signature (Rule I10).
    func passwordRecord(
        version: UInt64, anchoredAt held: HeldGeneration, keys: PasswordKeys, in group: GroupID
    ) throws -> PasswordRecord {
        var record = PasswordRecord(
            version: version, parameters: keys.parameters, passwordKey: keys.passwordKey.publicKey,
            joinKey: keys.joinKey.publicKey,
            anchor: PasswordRecord.Anchor(
                generation: held.generation, certificate: held.fingerprint, signature: Signature([])),
            signature: Signature([]))
        record.anchor.signature = try crypto.sign(record.anchorBytes(group: group), with: keys.joinKey)
        record.signature = try crypto.sign(record.signedBytes(group: group), with: held.privateKey)
        return record
    }
}
