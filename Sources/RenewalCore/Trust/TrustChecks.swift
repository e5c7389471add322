/// What a machine, joiner or sealer checks before it believes a store: pure functions over what it was given.
///
/// Whatever a hostile store answers ends in one of the named errors (Rules I9, I10, Z4). A coordinator needs no more
/// than the same ``VerifyingCrypto`` to run them, for diagnosis.
public struct TrustChecks: Sendable {
    /// The group that everything must be of.
    public let group: GroupID
    /// What verifies.
    public let crypto: any VerifyingCrypto

    /// Checks for one group.
    public init(group: GroupID, crypto: any VerifyingCrypto) {
        self.group = group
        self.crypto = crypto
    }

    /// Checks that a certificate is this group's and says what its row says (Rules I4, T2).
    ///
    /// It is not trusted by that: anyone can make a certificate. Only a link, an anchor or a pin makes it trusted.
    ///
    /// - Throws: ``RenewalError``: `issueTermsRejected` for a C or V that no certificate can have; `certificateRejected`
    ///   for one that can not be read, is of another group, or has other dates or another fingerprint than its row.
    public func certificate(_ issued: IssuedCertificate) throws -> TrustedGeneration {
        let terms = IssueTerms(createdAt: issued.createdAt, validityMinutes: issued.validityMinutes)
        try self.terms(terms)
        let facts = try crypto.readCertificate(issued.certificate)
        guard issued.group == group, issued.fingerprint == facts.fingerprint else {
            throw RenewalError(
                .certificateRejected,
                "the certificate offered as generation \(issued.generation) of group \(group) is another one: its row "
                    + "says group \(issued.group), fingerprint \(issued.fingerprint.short), and it has fingerprint "
                    + "\(facts.fingerprint.short)")
        }
        try facts.requireMatch(group: group, terms: terms)
        return TrustedGeneration(generation: issued.generation, facts: facts, terms: terms)
    }

    /// Checks C and V of a certificate that is to be issued or was (Rules I4, S2, Z4).
    ///
    /// - Parameters:
    ///   - terms: C and V.
    ///   - previous: the generation before, which C must be after; `nil` for the first.
    /// - Throws: ``RenewalError`` with `issueTermsRejected`.
    public func terms(_ terms: IssueTerms, after previous: TrustedGeneration? = nil) throws {
        guard RenewalPolicy.validityBounds.contains(terms.validityMinutes) else {
            throw RenewalError(
                .issueTermsRejected,
                "V is \(terms.validityMinutes) minutes; allowed are \(RenewalPolicy.validityBounds.lowerBound) to "
                    + "\(RenewalPolicy.validityBounds.upperBound)",
                details: ["column": "keyvalidityperiod", "value": "\(terms.validityMinutes)"])
        }
        guard Self.creationBounds.contains(terms.createdAt) else {
            throw RenewalError(.issueTermsRejected, "C is an instant that no certificate can name")
        }
        if let previous, terms.createdAt <= previous.createdAt {
            throw RenewalError(
                .issueTermsRejected,
                "C is \(terms.createdAt) and must be after the creation of generation \(previous.generation), "
                    + "\(previous.createdAt)",
                details: ["value": "\(terms.createdAt)", "after": "\(previous.createdAt)"])
        }
    }

    /// Years 1950 to 9990: what X.509 can write with room for V.
    private static let creationBounds =
        Instant(secondsSince1970: -631_152_000)...Instant(secondsSince1970: 253_086_768_000)
}
