/// What an app uses to enter Windows credentials: it seals them to every usable generation of a group (Rule C1), and to
/// none that it has no reason to trust.
///
/// A value. It remembers the highest generation it trusted; an app keeps ``trusted`` and starts from that the next time,
/// so that it can never be rolled back below it (Rules I9, Z4).
///
/// ```swift
/// var sealer = Sealer(group: group, trust: .pinned(pin), crypto: crypto)
/// let copies = try sealer.seal(credentials, connection: id, revision: 1, offer: offer)
/// save(sealer.trusted)
/// ```
public struct Sealer: Sendable {
    /// The group whose machines are to open the credentials.
    public let group: GroupID
    /// The highest generation trusted so far; `nil` before the first sealing.
    public private(set) var trusted: TrustedGeneration?
    private let trust: Trust
    private let crypto: any GroupCrypto

    /// Why a sealer believes in a group's certificate.
    public enum Trust: Hashable, Sendable {
        /// A fingerprint that an agent printed and that came here on another way than through the store.
        case pinned(CertificatePin)
        /// What a sealer trusted before, as the app kept it.
        case remembered(TrustedGeneration)
        /// Nothing but the store's word. Whoever controls the store then reads every credential that is entered; from
        /// the first sealing on, this sealer follows links like any other.
        case storeIsTrusted
    }

    /// A sealer for one group.
    public init(group: GroupID, trust: Trust, crypto: any GroupCrypto) {
        self.group = group
        self.trust = trust
        self.crypto = crypto
        if case .remembered(let generation) = trust { trusted = generation }
    }

    /// The newest generation that an offer proves, and remembers it.
    ///
    /// - Returns: the certificates to seal to, oldest first.
    /// - Throws: ``RenewalError``: `wrongGroup`; `pinMismatch` where the offer has no certificate of the pinned
    ///   fingerprint, or another for its generation; `generationRollback`, `brokenChain` and what
    ///   ``TrustChecks/follow(_:from:)`` throws; `groupHasNoCertificate` for an offer without a usable generation.
    public mutating func recipients(of offer: SealingOffer) throws -> [TrustedGeneration] {
        guard offer.group == group else {
            throw RenewalError(.wrongGroup, "the offer is for group \(offer.group), not \(group)")
        }
        guard let newest = offer.usable.last else {
            throw RenewalError(.groupHasNoCertificate, "group \(group) has no usable certificate to seal to")
        }
        let checks = TrustChecks(group: group, crypto: crypto)
        let start = try trusted ?? start(offer, checks)
        let reached = try checks.follow(offer.chain, from: start)
        guard let current = reached.last, newest == current.generation else {
            throw newest < start.generation
                ? rollback(newest, start) : checks.broken("it does not lead to generation \(newest), the newest usable")
        }
        let recipients = reached.suffix(2).filter { offer.usable.contains($0.generation) }
        guard recipients.map(\.generation) == offer.usable else {
            throw checks.broken("it does not vouch for each usable generation")
        }
        trusted = current
        return recipients
    }

    /// Seals credentials to every usable generation.
    ///
    /// - Parameters:
    ///   - credentials: what to seal.
    ///   - connection: the connection that they are for.
    ///   - revision: the connection's credential revision after this edit.
    ///   - offer: as a coordinator gives it.
    /// - Throws: as ``recipients(of:)``.
    public mutating func seal(
        _ credentials: WindowsCredentials, connection: ConnectionID, revision: UInt64, offer: SealingOffer
    ) throws -> [CredentialCopy] {
        let secret = credentials.encoded()
        return try recipients(of: offer).map { recipient in
            let context = CredentialContext(
                group: group, connection: connection, revision: revision, generation: recipient.generation,
                certificate: recipient.fingerprint)
            return CredentialCopy(
                generation: recipient.generation, certificate: recipient.fingerprint,
                sealed: try crypto.seal(secret, to: recipient.publicKey, context: .credential(context)))
        }
    }

    private func start(_ offer: SealingOffer, _ checks: TrustChecks) throws -> TrustedGeneration {
        switch trust {
        case .remembered(let generation):
            return generation
        case .storeIsTrusted:
            guard let first = offer.chain.first else { throw checks.broken("it is empty") }
            return try checks.certificate(first)
        case .pinned(let pin):
            guard let row = offer.chain.first(where: { $0.generation == pin.generation }) else {
                if let last = offer.chain.last, last.generation < pin.generation {
                    throw rollback(last.generation, pin.generation)
                }
                throw mismatch("it does not have generation \(pin.generation), which is pinned")
            }
            let certificate = try checks.certificate(row)
            guard certificate.fingerprint == pin.fingerprint else {
                throw mismatch(
                    "its generation \(pin.generation) is \(certificate.fingerprint.short), and "
                        + "\(pin.fingerprint.short) is pinned")
            }
            return certificate
        }
    }

    private func rollback(_ found: Generation, _ start: TrustedGeneration) -> RenewalError {
        rollback(found, start.generation)
    }

    private func rollback(_ found: Generation, _ trusted: Generation) -> RenewalError {
        RenewalError(
            .generationRollback,
            "the newest certificate of group \(group) is said to be generation \(found), and \(trusted) is trusted",
            details: ["found": "\(found)", "needed": "\(trusted)"])
    }

    private func mismatch(_ why: String) -> RenewalError {
        RenewalError(
            .pinMismatch, "the certificates offered for group \(group) are not those of the pin: \(why)",
            details: ["why": why])
    }
}
