// Rule I10: which password records are believed.
extension TrustChecks {
    /// Checks a record before anything is sealed to it.
    ///
    /// - Parameters:
    ///   - record: as a store offers it.
    ///   - trusted: the highest generation trusted; it must have signed the record.
    ///   - version: the highest version seen before; 0 for none.
    /// - Throws: ``RenewalError``: `passwordRecordRollback` for an older version, `passwordRecordRejected` where the
    ///   generation did not sign it.
    public func passwordRecord(
        _ record: PasswordRecord, signedBy trusted: TrustedGeneration, notBelow version: UInt64
    ) throws {
        guard record.version >= version else {
            throw RenewalError(
                .passwordRecordRollback,
                "the password record offered is version \(record.version), and version \(version) was seen before",
                details: ["found": "\(record.version)", "needed": "\(version)"])
        }
        guard crypto.isValid(record.signature, over: record.signedBytes(group: group), by: trusted.publicKey) else {
            throw RenewalError(
                .passwordRecordRejected,
                "the password record version \(record.version) is not signed by generation \(trusted.generation)")
        }
    }

    /// Checks that a record's anchor was made with the join key that the joiner's own password gives.
    ///
    /// - Throws: ``RenewalError`` with `passwordRecordRejected`.
    public func anchor(of record: PasswordRecord, madeWith joinKey: PublicKey) throws {
        guard crypto.isValid(record.anchor.signature, over: record.anchorBytes(group: group), by: joinKey) else {
            throw RenewalError(
                .passwordRecordRejected,
                "the anchor of password record version \(record.version) was not made by someone who knew the password")
        }
    }
}
