import RenewalCore
import RenewalSimulation
import RenewalTestSupport
import Testing

extension Member {
    /// A submission past the agent, in which every signature, link and seal verifies: what is refused about it is what
    /// the test chose.
    ///
    /// - Parameters:
    ///   - createdAt: C; now where nothing is given.
    ///   - record: the password record that it carries and seals to; the group's where nothing is given.
    func submission(createdAt: Instant? = nil, record: PasswordRecord? = nil) async throws -> MachineRequest {
        let contents = try #require(vault.copy())
        let current = try #require(contents.membership?.held.last)
        let (crypto, group) = (world.crypto, contents.group)
        let row = try await world.coordinator.group(group)
        let terms = IssueTerms(createdAt: createdAt ?? world.now, validityMinutes: row.policy.validityMinutes)
        let issued = try crypto.issueCertificate(
            CertificateRequest(group: group, createdAt: terms.createdAt, validityMinutes: terms.validityMinutes))
        let (facts, next) = (issued.certificate, current.generation.next)
        var record = try record ?? #require(row.passwordRecord)
        let recordBytes = record.signedBytes(group: group)
        record.signature = try crypto.sign(recordBytes, with: issued.privateKey)
        let hash = crypto.digest(recordBytes)
        let link = ContinuityLink.signedBytes(
            group: group, previous: current.generation, previousCertificate: current.certificate.certificate,
            nextCertificate: facts.der, passwordRecord: hash)
        let package = KeyPackageContext(
            group: group, generation: next, certificate: facts.fingerprint, passwordRecord: hash)
        let delivery = DeliveryContext(
            group: group, generation: next, certificate: facts.fingerprint, recipient: current.fingerprint)
        let submission = Submission(
            generation: next, certificate: facts.der, terms: terms,
            link: ContinuityLink(
                passwordRecord: hash, signatureByPrevious: try crypto.sign(link, with: current.privateKey),
                signatureByNext: try crypto.sign(link, with: issued.privateKey)),
            passwordRecord: record,
            keyPackage: try crypto.seal(
                issued.privateKey.secret, to: record.passwordKey, context: .keyPackage(package)),
            delivery: try crypto.seal(
                issued.privateKey.secret, to: current.certificate.publicKey, context: .delivery(delivery)))
        var request = try await request(.submit(submission))
        request.candidateSignature = try crypto.sign(request.signedBytes(), with: issued.privateKey)
        return request
    }
}
