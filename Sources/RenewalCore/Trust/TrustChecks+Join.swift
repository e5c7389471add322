/// What a machine remembers from before a rejoin; all empty for a newcomer, who has no memory (Rules I9, I10, Z4).
public struct TrustMemory: Hashable, Sendable {
    /// The highest generation ever trusted.
    public var highest: TrustedGeneration?
    /// The highest version of a password record ever seen; 0 for none.
    public var passwordVersion: UInt64

    /// A memory of these values.
    public init(highest: TrustedGeneration? = nil, passwordVersion: UInt64 = 0) {
        self.highest = highest
        self.passwordVersion = passwordVersion
    }
}

// Rules I8 to I10 and K4: what a joiner or rejoiner believes.
extension TrustChecks {
    /// Checks the answer to a join, from the anchor on.
    ///
    /// - Parameters:
    ///   - answer: as a store gives it.
    ///   - keys: derived from the joiner's own password.
    ///   - memory: a rejoiner's; it never goes below its own highest generation. Where the anchor is no older than that,
    ///     the anchor decides alone: it is the word of someone who knew the password.
    /// - Returns: the generations of the chain, oldest first; the last is the current one.
    /// - Throws: ``RenewalError``: `wrongGroup`; `wrongPassword` for a record of other keys; `passwordRecordRejected`,
    ///   `passwordRecordRollback`, `generationRollback`, and what ``follow(_:from:)`` throws.
    public func joined(
        _ answer: JoinAnswer, with keys: PasswordKeys, memory: TrustMemory
    ) throws -> [TrustedGeneration] {
        guard answer.group == group else {
            throw RenewalError(.wrongGroup, "the answer is for group \(answer.group), not \(group)")
        }
        let record = answer.passwordRecord
        guard record.isDerived(by: keys) else { throw RenewalError.wrongPassword(group) }
        try anchor(of: record, madeWith: keys.joinKey.publicKey)
        guard let row = answer.chain.first(where: { $0.generation == record.anchor.generation }) else {
            throw broken("it does not have generation \(record.anchor.generation), which the password's anchor names")
        }
        guard row.fingerprint == record.anchor.certificate else {
            throw broken("generation \(row.generation) in it is not the certificate that the password's anchor names")
        }
        let reached = try follow(answer.chain, from: try certificate(row))
        guard let current = reached.last else { throw broken("it is empty") }
        try requireNoRollback(reached, current: current, anchor: record.anchor.generation, memory: memory)
        try passwordRecord(record, signedBy: current, notBelow: memory.passwordVersion)
        return reached
    }

    private func requireNoRollback(
        _ reached: [TrustedGeneration], current: TrustedGeneration, anchor: Generation, memory: TrustMemory
    ) throws {
        guard let highest = memory.highest else { return }
        guard current.generation >= highest.generation else {
            throw RenewalError(
                .generationRollback,
                "the group is said to be at generation \(current.generation), and this machine has trusted "
                    + "\(highest.generation)",
                details: ["found": "\(current.generation)", "needed": "\(highest.generation)"])
        }
        guard anchor < highest.generation else { return }
        guard reached.contains(highest) else {
            throw broken("it does not pass through the certificate of \(highest.generation) that this machine trusts")
        }
    }
}

extension PasswordRecord {
    /// Whether the keys are those of this record's password.
    func isDerived(by keys: PasswordKeys) -> Bool {
        keys.parameters == parameters && keys.passwordKey.publicKey == passwordKey && keys.joinKey.publicKey == joinKey
    }
}
