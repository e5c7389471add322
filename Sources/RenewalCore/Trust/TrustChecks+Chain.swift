// Rule I9: from what is trusted to what is offered, over links that both generations signed.
extension TrustChecks {
    /// Follows a chain of certificates from a trusted generation.
    ///
    /// The chain is consecutive, oldest first. It may start at the trusted generation's successor, at the trusted
    /// generation or before it: a successor's signature vouches for the generation before, which is how a joiner whose
    /// anchor is the current generation comes to the previous one of an open overlap.
    ///
    /// - Parameters:
    ///   - chain: certificates with links, as a store offers them; empty where nothing newer is claimed.
    ///   - trusted: where to start.
    /// - Returns: every generation of the chain and the trusted one, oldest first; the last is the newest.
    /// - Throws: ``RenewalError``: `generationRollback` where the chain ends below the trusted generation; `brokenChain`
    ///   where a generation or link is missing, a link does not verify, or the trusted generation has another
    ///   certificate in it; what ``certificate(_:)`` and ``terms(_:after:)`` throw.
    /// - Complexity: three signature checks for each certificate.
    public func follow(
        _ chain: [IssuedCertificate], from trusted: TrustedGeneration
    ) throws -> [TrustedGeneration] {
        guard let first = chain.first, let last = chain.last else { return [trusted] }
        guard last.generation >= trusted.generation else {
            throw RenewalError(
                .generationRollback,
                "the newest certificate offered is generation \(last.generation), and generation "
                    + "\(trusted.generation) is trusted already; ask the store again, or suspect it",
                details: ["found": "\(last.generation)", "needed": "\(trusted.generation)"])
        }
        for (row, next) in zip(chain, chain.dropFirst()) where row.generation.next != next.generation {
            throw broken("generation \(row.generation) is followed by \(next.generation)")
        }
        guard first.generation <= trusted.generation.next else {
            throw broken("it starts at \(first.generation), after the trusted generation \(trusted.generation)")
        }
        return try behind(chain, to: trusted) + ahead(chain, of: trusted)
    }

    private func ahead(_ chain: [IssuedCertificate], of trusted: TrustedGeneration) throws -> [TrustedGeneration] {
        var reached = [trusted]
        var newest = trusted
        for row in chain where row.generation > trusted.generation {
            let next = try certificate(row)
            try terms(IssueTerms(createdAt: next.createdAt, validityMinutes: next.validityMinutes), after: newest)
            try link(row.link, from: newest, to: next)
            reached.append(next)
            newest = next
        }
        return reached
    }

    private func behind(_ chain: [IssuedCertificate], to trusted: TrustedGeneration) throws -> [TrustedGeneration] {
        guard let own = chain.first(where: { $0.generation == trusted.generation }) else { return [] }
        guard own.fingerprint == trusted.fingerprint, own.certificate == trusted.certificate else {
            throw broken("generation \(trusted.generation) in it is not the certificate that is trusted")
        }
        var reached: [TrustedGeneration] = []
        var (oldest, linkToOldest) = (trusted, own.link)
        for row in chain.reversed() where row.generation < trusted.generation {
            let previous = try certificate(row)
            try link(linkToOldest, from: previous, to: oldest)
            reached.insert(previous, at: 0)
            (oldest, linkToOldest) = (previous, row.link)
        }
        return reached
    }

    private func link(
        _ link: ContinuityLink?, from previous: TrustedGeneration, to next: TrustedGeneration
    ) throws {
        guard let link else { throw broken("the link to generation \(next.generation) is missing") }
        let bytes = ContinuityLink.signedBytes(
            group: group, previous: previous.generation, previousCertificate: previous.certificate,
            nextCertificate: next.certificate, passwordRecord: link.passwordRecord)
        guard crypto.isValid(link.signatureByPrevious, over: bytes, by: previous.publicKey) else {
            throw broken("generation \(previous.generation) did not sign the link to \(next.generation)")
        }
        guard crypto.isValid(link.signatureByNext, over: bytes, by: next.publicKey) else {
            throw broken("generation \(next.generation) did not sign the link from \(previous.generation)")
        }
    }

    func broken(_ why: String) -> RenewalError {
        RenewalError(
            .brokenChain, "the chain of certificates of group \(group) does not hold: \(why)", details: ["why": why])
    }
}
