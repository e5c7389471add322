// Rules I2 to I4: issuing the next certificate.
extension MachineAgent {
    /// How often fresh terms are followed in one check-in.
    private static let maximumIssues = 4
    /// Candidates of unknown fate that a vault keeps; a coordinator that makes it more is not to be believed.
    private static let maximumCandidates = 32
    /// A candidate whose C is no older than this when new terms are given is submitted again, in seconds: half the hour
    /// of Rule I4.
    private static let candidateLifetime: Int64 = 1_800

    /// Issues g + 1 and submits it; where another machine was first, the answer says to install (Rule I3).
    ///
    /// - Returns: the answer to the submission, or to another check-in after a lost race.
    func issue(_ order: IssueInstruction, _ events: inout [CheckInReport.Event]) async throws -> MachineAnswer? {
        var order = order
        for _ in 0..<Self.maximumIssues {
            let candidate = try await candidate(for: order)
            let submission = try await submission(of: candidate, for: order)
            do {
                let answer = try await send(candidate: candidate.privateKey) { _, _ in .submit(submission) }
                return try await settle(candidate, answer, &events)
            } catch let error as RenewalError {
                if case .issue(let fresh)? = error.remedy {
                    order = fresh
                } else if error.code == .generationTaken {
                    events.append(.lostRace(order.generation))
                    return try await sendCheckIn()
                } else {
                    throw error
                }
            }
        }
        throw RenewalError(.storeInconsistent, "the coordinator gave new terms for the certificate again and again")
    }

    private func settle(
        _ candidate: HeldGeneration, _ answer: MachineAnswer, _ events: inout [CheckInReport.Event]
    ) async throws -> MachineAnswer? {
        guard answer.currentCertificate == candidate.fingerprint else {
            events.append(.lostRace(candidate.generation))
            return answer
        }
        guard try await change(to: candidate, .issued(candidate.certificate.pin), &events) else { return nil }
        return answer
    }

    /// The key and certificate to submit: in the vault before it is used (Rule I4).
    private func candidate(for order: IssueInstruction) async throws -> HeldGeneration {
        let (contents, membership) = try await vault.read().requireMember()
        let current = try contents.requireCurrent()
        let checks = checks(contents.group)
        guard order.generation == current.generation.next else {
            throw RenewalError(
                order.generation <= current.generation ? .generationRollback : .brokenChain,
                "the coordinator says to issue generation \(order.generation), and this machine can only follow "
                    + "\(current.generation) with \(current.generation.next)")
        }
        try checks.terms(order.terms, after: current.certificate)
        try await see(order.passwordRecord, signedBy: current.certificate)
        if let earlier = membership.candidates.last(where: { $0.serves(order, within: Self.candidateLifetime) }) {
            return earlier
        }
        guard membership.candidates.count < Self.maximumCandidates else {
            throw RenewalError(
                .issueTermsRejected,
                "this machine submitted \(membership.candidates.count) certificates and does not know of any whether "
                    + "it is the group's; let another machine issue, or rejoin")
        }
        let issued = try crypto.issueCertificate(
            CertificateRequest(
                group: contents.group, createdAt: order.terms.createdAt, validityMinutes: order.terms.validityMinutes))
        try issued.certificate.requireMatch(group: contents.group, terms: order.terms)
        let candidate = try HeldGeneration(
            certificate: TrustedGeneration(
                generation: order.generation, facts: issued.certificate, terms: order.terms),
            privateKey: issued.privateKey)
        try await updateMember { _, membership in membership.candidates.append(candidate) }
        return candidate
    }

    /// Links both ways, signs the record anew, and seals the key to the password and to g (Rules I4, I9, I10).
    private func submission(of candidate: HeldGeneration, for order: IssueInstruction) async throws -> Submission {
        let (contents, _) = try await vault.read().requireMember()
        let current = try contents.requireCurrent()
        let group = contents.group
        var record = order.passwordRecord
        let recordBytes = record.signedBytes(group: group)
        record.signature = try crypto.sign(recordBytes, with: candidate.privateKey)
        let hash = crypto.digest(recordBytes)
        let linkBytes = ContinuityLink.signedBytes(
            group: group, previous: current.generation, previousCertificate: current.certificate.certificate,
            nextCertificate: candidate.certificate.certificate, passwordRecord: hash)
        let delivery = DeliveryContext(
            group: group, generation: candidate.generation, certificate: candidate.fingerprint,
            recipient: current.fingerprint)
        return Submission(
            generation: candidate.generation, certificate: candidate.certificate.certificate,
            terms: IssueTerms(
                createdAt: candidate.certificate.createdAt, validityMinutes: candidate.certificate.validityMinutes),
            link: ContinuityLink(
                passwordRecord: hash, signatureByPrevious: try crypto.sign(linkBytes, with: current.privateKey),
                signatureByNext: try crypto.sign(linkBytes, with: candidate.privateKey)),
            passwordRecord: record, keyPackage: try package(of: candidate, under: record, in: group),
            delivery: order.delivers
                ? try crypto.seal(
                    candidate.privateKey.secret, to: current.certificate.publicKey, context: .delivery(delivery))
                : nil)
    }
}

extension VaultContents {
    /// The newest generation held, which must be the highest trusted.
    func requireCurrent() throws -> HeldGeneration {
        guard let newest, newest.certificate == memory.highest else {
            throw RenewalError(
                .keyNotHeld,
                "this machine trusts generation \(memory.highest?.generation.description ?? "none") and holds "
                    + "\(newest?.generation.description ?? "none"); install it or rejoin first")
        }
        return newest
    }
}

extension HeldGeneration {
    /// Whether this candidate can be submitted for the order as it is.
    fileprivate func serves(_ order: IssueInstruction, within lifetime: Int64) -> Bool {
        let age = order.terms.createdAt.seconds(since: certificate.createdAt)
        return generation == order.generation && certificate.validityMinutes == order.terms.validityMinutes
            && (0...lifetime).contains(age)
    }
}
