/// Keys made for the rows of one group, which come without theirs: for every generation that a row speaks of, a key
/// with a certificate of the same dates.
struct FleetKeys {
    let group: GroupID
    let crypto: any GroupCrypto
    /// The generations, oldest first.
    let held: [HeldGeneration]
    private let places: [Generation: Int]

    /// A generation's dates.
    struct Dates {
        var createdAt: Instant
        var validityMinutes: Int
    }

    /// - Throws: `RenewalError` with `issueTermsRejected` for dates that no certificate can have.
    init(group: MachineGroup, dates: [Generation: Dates], crypto: any GroupCrypto) throws {
        self.group = group.id
        self.crypto = crypto
        let checks = TrustChecks(group: group.id, crypto: crypto)
        held = try dates.keys.sorted().map { generation in
            let (createdAt, validity) = (
                dates[generation]?.createdAt ?? .distantPast, dates[generation]?.validityMinutes
            )
            let terms = IssueTerms(createdAt: createdAt, validityMinutes: validity ?? 0)
            do {
                try checks.terms(terms)
            } catch let error as RenewalError {
                throw RenewalError(
                    error.code,
                    "group \(group.name) can not be played: its certificate of generation \(generation) is one that no "
                        + "machine takes: \(error.message)", details: error.details, cause: error)
            }
            let issued = try crypto.issueCertificate(
                CertificateRequest(
                    group: group.id, createdAt: terms.createdAt, validityMinutes: terms.validityMinutes))
            let row = IssuedCertificate(
                group: group.id, generation: generation, certificate: issued.certificate.der,
                fingerprint: issued.certificate.fingerprint, createdAt: terms.createdAt,
                validityMinutes: terms.validityMinutes, link: nil)
            return try HeldGeneration(certificate: try checks.certificate(row), privateKey: issued.privateKey)
        }
        places = Dictionary(uniqueKeysWithValues: held.enumerated().map { ($1.generation, $0) })
    }

    /// The generation's key and certificate; `nil` where no row spoke of it.
    func key(_ generation: Generation) -> HeldGeneration? { places[generation].map { held[$0] } }

    /// The certificate rows, each with the link to the one before where that is there (Rule I9).
    ///
    /// - Parameter record: the hash of the password record that the links name.
    func certificates(under record: Fingerprint) throws -> [IssuedCertificate] {
        try held.map { held in
            let certificate = held.certificate
            var row = IssuedCertificate(
                group: group, generation: held.generation, certificate: certificate.certificate,
                fingerprint: held.fingerprint, createdAt: certificate.createdAt,
                validityMinutes: certificate.validityMinutes, link: nil)
            if let previous = held.generation.previous.flatMap(key) {
                let bytes = ContinuityLink.signedBytes(
                    group: group, previous: previous.generation, previousCertificate: previous.certificate.certificate,
                    nextCertificate: certificate.certificate, passwordRecord: record)
                row.link = ContinuityLink(
                    passwordRecord: record, signatureByPrevious: try crypto.sign(bytes, with: previous.privateKey),
                    signatureByNext: try crypto.sign(bytes, with: held.privateKey))
            }
            return row
        }
    }

    /// A password record of that version, anchored at and signed by a generation (Rule I10).
    func passwordRecord(
        version: UInt64, anchoredAt held: HeldGeneration, keys: PasswordKeys
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

    /// The generation as the group's row has it, its private key sealed to the password (Rule I10).
    func usable(_ held: HeldGeneration, under record: Fingerprint, _ keys: PasswordKeys) throws -> UsableGeneration {
        let context = KeyPackageContext(
            group: group, generation: held.generation, certificate: held.fingerprint, passwordRecord: record)
        return UsableGeneration(
            generation: held.generation, certificate: held.certificate.certificate, fingerprint: held.fingerprint,
            publicKey: held.certificate.publicKey, createdAt: held.certificate.createdAt,
            validityMinutes: held.certificate.validityMinutes,
            keyPackage: try crypto.seal(
                held.privateKey.secret, to: keys.passwordKey.publicKey, context: .keyPackage(context)))
    }

    /// The delivery of a generation to the holders of another (Rule I5).
    func delivery(of held: HeldGeneration, to previous: HeldGeneration) throws -> SealedValue {
        let context = DeliveryContext(
            group: group, generation: held.generation, certificate: held.fingerprint, recipient: previous.fingerprint)
        return try crypto.seal(
            held.privateKey.secret, to: previous.certificate.publicKey, context: .delivery(context))
    }

    /// Made-up credentials of a connection, sealed to a generation.
    func copy(_ generation: HeldGeneration, of connection: ConnectionID, revision: UInt64) throws -> CredentialCopy {
        let context = CredentialContext(
            group: group, connection: connection, revision: revision, generation: generation.generation,
            certificate: generation.fingerprint)
        return CredentialCopy(
            generation: generation.generation, certificate: generation.fingerprint,
            sealed: try crypto.seal(
                Self.credentials.encoded(), to: generation.certificate.publicKey, context: .credential(context)))
    }

    /// What every simulated connection holds; it opens nothing.
    static let credentials = WindowsCredentials(userName: "SIMULATED\\user", password: "simulated")
}
