// Rule I4: what a coordinator checks before it stores a certificate. The cryptographic half needs no row but the
// group's and runs outside of any transaction; the other half is compare-and-set and runs inside (Rule I3).
extension Submission {
    /// How long before the coordinator's time C may lie when the certificate is submitted (Rule I4).
    static let termsLifetime: Int64 = 3_600

    /// Checks certificate, dates, link, record and headers against the group's current generation.
    func verify(in request: MachineRequest, group: MachineGroup, crypto: some VerifyingCrypto) throws
        -> CertificateFacts
    {
        let current = try group.requireCurrent()
        guard generation == (try current.generation.following(in: group.id)) else {
            throw rejected("it is not the next generation")
        }
        let facts = try crypto.readCertificate(certificate)
        try facts.requireMatch(group: group.id, terms: terms)
        guard terms.createdAt > current.createdAt else { throw rejected("C is not after the current certificate's") }
        guard let signature = request.candidateSignature,
            crypto.isValid(signature, over: request.signedBytes(), by: facts.publicKey)
        else { throw rejected("the new key did not sign the request") }
        let linkBytes = ContinuityLink.signedBytes(
            group: group.id, previous: current.generation, previousCertificate: current.certificate,
            nextCertificate: certificate, passwordRecord: link.passwordRecord)
        guard crypto.isValid(link.signatureByPrevious, over: linkBytes, by: current.publicKey),
            crypto.isValid(link.signatureByNext, over: linkBytes, by: facts.publicKey)
        else { throw rejected("the link between the generations does not verify") }
        let recordBytes = passwordRecord.signedBytes(group: group.id)
        guard link.passwordRecord == crypto.digest(recordBytes),
            crypto.isValid(passwordRecord.signature, over: recordBytes, by: facts.publicKey)
        else { throw rejected("the password record is not signed by the new key") }
        try verifyHeaders(group: group.id, facts: facts, recipient: current.fingerprint, crypto: crypto)
        return facts
    }

    /// Checks what can change between two requests: the terms, the mode and the password record (Rules I3, I4, P5).
    func requireFresh(from machine: Machine, in group: MachineGroup, at now: Instant) throws {
        guard case .renewing(let current, let opening) = group.phase, let record = group.passwordRecord else {
            throw RenewalError(
                .noOpenRenewal, "group \(group.id) is \(group.phase.kind); a certificate is issued in an open renewal",
                details: ["found": group.phase.kind.rawValue, "needed": "renewing"])
        }
        guard machine.agentVersion?.canRenew == true else { throw notEligible("its agent is older than 2.23") }
        var delivers = true
        if case .withoutDelivery(let issuer) = opening.delivery {
            guard issuer == machine.id else { throw notEligible("machine \(issuer) was named to issue") }
            delivers = false
        }
        let fresh = IssueInstruction(
            generation: try current.generation.following(in: group.id),
            terms: IssueTerms(createdAt: now, validityMinutes: group.policy.validityMinutes), passwordRecord: record,
            delivers: delivers)
        guard passwordRecord.version == record.version, passwordRecord.isSame(as: record) else {
            throw RenewalError(
                .stalePasswordVersion,
                "the group's password was regenerated meanwhile; issue again with record "
                    + "version \(record.version)", remedy: .issue(fresh))
        }
        let age = now.seconds(since: terms.createdAt)
        guard (0...Self.termsLifetime).contains(age), terms.validityMinutes == group.policy.validityMinutes,
            delivers == (delivery != nil)
        else {
            throw RenewalError(
                .staleIssue, "the terms of this certificate no longer hold; issue again with those given",
                details: ["ageSeconds": "\(age)"], remedy: .issue(fresh))
        }
    }

    /// The generation as the group keeps it.
    func usable(_ facts: CertificateFacts) -> UsableGeneration {
        UsableGeneration(
            generation: generation, certificate: certificate, fingerprint: facts.fingerprint,
            publicKey: facts.publicKey, createdAt: terms.createdAt, validityMinutes: terms.validityMinutes,
            keyPackage: keyPackage)
    }

    private func verifyHeaders(
        group: GroupID, facts: CertificateFacts, recipient: Fingerprint, crypto: some VerifyingCrypto
    ) throws {
        let package = KeyPackageContext(
            group: group, generation: generation, certificate: facts.fingerprint, passwordRecord: link.passwordRecord)
        guard try crypto.readHeader(keyPackage) == .keyPackage(package) else {
            throw rejected("the key package is for something else")
        }
        guard let delivery else { return }
        let context = DeliveryContext(
            group: group, generation: generation, certificate: facts.fingerprint, recipient: recipient)
        guard try crypto.readHeader(delivery) == .delivery(context) else {
            throw rejected("the delivery is for something else")
        }
    }

    private func rejected(_ why: String) -> RenewalError {
        RenewalError(.certificateRejected, "the submitted certificate of generation \(generation) is refused: \(why)")
    }

    private func notEligible(_ why: String) -> RenewalError {
        RenewalError(.machineNotEligible, "this machine can not issue generation \(generation): \(why)")
    }
}

extension CertificateFacts {
    /// Checks that the certificate is for this group and says exactly these dates (Rules I4, T2).
    func requireMatch(group: GroupID, terms: IssueTerms) throws {
        let request = CertificateRequest(
            group: group, createdAt: terms.createdAt, validityMinutes: terms.validityMinutes)
        guard self.group == group, notBefore == request.notBefore, notAfter == request.notAfter else {
            throw RenewalError(
                .certificateRejected,
                "the certificate \(fingerprint.short) is not for group \(group) from \(request.notBefore) to "
                    + "\(request.notAfter): it says \(self.group), \(notBefore) to \(notAfter)")
        }
    }
}

extension PasswordRecord {
    /// Whether all fields but the group key's signature are the same (Rule I10).
    func isSame(as other: PasswordRecord) -> Bool {
        var copy = self
        copy.signature = other.signature
        return copy == other
    }
}
