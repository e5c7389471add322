// Rules I1, I8, K4 and Z6: joins.
extension JoinRequest {
    /// Checks a join or rejoin against the group's password records (Rules K4, Z6).
    ///
    /// - Parameter group: settled as of now.
    /// - Throws: ``RenewalError``: `stalePasswordVersion`, `supersededPassword`, `wrongPassword`, `invalidSignature`, and
    ///   what ``MachineGroup`` says of a group that can not be joined.
    func verify(group: MachineGroup, crypto: some VerifyingCrypto) throws {
        _ = try group.requireCurrent()
        guard let record = group.passwordRecord else { throw RenewalError.imported(group.id) }
        let bytes = signedBytes()
        if passwordVersion != record.version {
            if let previous = group.previousPasswordRecord, previous.version == passwordVersion,
                crypto.isValid(joinSignature, over: bytes, by: previous.joinKey)
            {
                throw RenewalError.supersededPassword(group)
            }
            throw RenewalError(
                .stalePasswordVersion, "the group's password record is version \(record.version) now; derive again",
                details: ["found": "\(passwordVersion)", "needed": "\(record.version)"],
                remedy: .passwordVersion(record.version))
        }
        guard crypto.isValid(joinSignature, over: bytes, by: record.joinKey) else {
            throw RenewalError.wrongPassword(group.id)
        }
        guard crypto.isValid(machineSignature, over: bytes, by: machineKey) else {
            throw RenewalError(
                .invalidSignature, "the join of machine \(machine) is not signed with its new machine key")
        }
    }

    /// Checks the join counter, against replays (Rule Z6).
    func requireCounter(of group: MachineGroup) throws {
        guard joinCounter == group.joinCounter else {
            throw RenewalError(
                .staleJoinCounter, "the group's join counter is \(group.joinCounter) now; sign the join again with it",
                details: ["found": "\(joinCounter)", "needed": "\(group.joinCounter)"],
                remedy: .joinCounter(group.joinCounter))
        }
    }

    /// Checks a first join's certificate, record and signatures (Rules I1, I10, Z6).
    func verifyFounding(crypto: some VerifyingCrypto) throws -> CertificateFacts {
        guard operation == .firstJoin, let founding else {
            throw RenewalError(.malformed, "a first join brings generation 1 and names itself a first join")
        }
        let facts = try crypto.readCertificate(founding.certificate)
        try facts.requireMatch(group: group, terms: founding.terms)
        let record = founding.passwordRecord
        let recordBytes = record.signedBytes(group: group)
        guard record.version == 1, passwordVersion == 1, record.anchor.generation == .first,
            record.anchor.certificate == facts.fingerprint,
            crypto.isValid(record.anchor.signature, over: record.anchorBytes(group: group), by: record.joinKey),
            crypto.isValid(record.signature, over: recordBytes, by: facts.publicKey)
        else { throw RenewalError(.passwordRecordRejected, "the first password record does not verify") }
        let context = KeyPackageContext(
            group: group, generation: .first, certificate: facts.fingerprint, passwordRecord: crypto.digest(recordBytes)
        )
        guard try crypto.readHeader(founding.keyPackage) == .keyPackage(context) else {
            throw RenewalError(.certificateRejected, "the first key package is for something else")
        }
        let bytes = signedBytes()
        guard crypto.isValid(joinSignature, over: bytes, by: record.joinKey),
            crypto.isValid(machineSignature, over: bytes, by: machineKey),
            crypto.isValid(founding.groupSignature, over: bytes, by: facts.publicKey)
        else { throw RenewalError(.invalidSignature, "the first join carries a signature that does not verify") }
        return facts
    }

    /// Checks that the founding's terms are still the coordinator's (Rules I1, T1), within the hour of Rule I4.
    func requireFreshFounding(of group: MachineGroup, at now: Instant) throws {
        guard let terms = founding?.terms,
            (0...Submission.termsLifetime).contains(now.seconds(since: terms.createdAt)),
            terms.validityMinutes == group.policy.validityMinutes
        else {
            throw RenewalError(
                .staleIssue, "the terms of this first certificate no longer hold; ask for an offer again and found anew"
            )
        }
    }

    /// The machine's row after the join (Rules I8, K4): the new machine key, the current generation, numbers from 1 on.
    func machineRow(in group: MachineGroup, at now: Instant, crypto: some VerifyingCrypto) throws -> Machine {
        let generation = try group.requireCurrent().generation
        let membership = Machine.Membership(
            machineKey: machineKey, fingerprint: machineKey.fingerprint(crypto), generation: generation, sequence: 0)
        return Machine(
            id: machine, group: group.id, name: name, agentVersion: agentVersion, membership: membership,
            keyReceivedAt: now, lastHeartbeat: now, appliedTransition: group.transitionCount)
    }
}

extension PublicKey {
    /// The digest of the key's canonical bytes (use `public-key`), by which requests name a machine key.
    public func fingerprint(_ crypto: some VerifyingCrypto) -> Fingerprint {
        var canonical = CanonicalBytes(use: "public-key")
        canonical.append(self)
        return crypto.digest(canonical.bytes)
    }
}

extension RenewalError {
    static func wrongPassword(_ group: GroupID) -> RenewalError {
        RenewalError(
            .wrongPassword, "the password does not open group \(group); regenerate it on a member machine if it is lost"
        )
    }

    static func supersededPassword(_ group: MachineGroup) -> RenewalError {
        let since = group.passwordChangedAt.map { " since \($0)" } ?? ""
        return RenewalError(
            .supersededPassword, "group \(group.id) has a newer password\(since); use that one")
    }
}
