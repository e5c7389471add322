// Rule Z2: whose request it is, decided from rows before and again inside the transaction. Signatures are verified
// between the two, outside of any transaction, against the keys that this names.
extension MachineRequest {
    /// The keys that the request's signatures must verify against.
    struct Signers: Hashable, Sendable {
        var machineKey: PublicKey
        var generation: UsableGeneration
        var membership: Machine.Membership
    }

    /// Checks everything of Rule Z2 but the signatures.
    ///
    /// - Parameters:
    ///   - group: settled as of now; `nil` where there is none.
    ///   - machine: the row of the request's machine id, in whichever group.
    /// - Throws: ``RenewalError``: `XrmMachineGroupNotFound`, `machineNotFound`, `wrongGroup`, `unknownMachineKey`,
    ///   `groupKeyExpired`, `groupImported`, `unknownGroupKey` (of which the caller finds out whether the key is a
    ///   retired one) or `sequenceTooLow`.
    func signers(group: MachineGroup?, machine: Machine?) throws -> Signers {
        guard let group, group.phase.kind != .deleted else { throw RenewalError.groupNotFound(self.group) }
        guard let machine else { throw RenewalError.machineNotFound(self.machine, in: self.group) }
        guard machine.group == self.group else {
            throw RenewalError(
                .wrongGroup, "machine \(self.machine) does not belong to group \(self.group); ask the group it joined")
        }
        guard let membership = machine.membership else { throw RenewalError.imported(self.group) }
        guard membership.fingerprint == machineKey else {
            throw RenewalError(
                .unknownMachineKey,
                "the machine key \(machineKey.short) is not the one that machine \(self.machine) joined with; rejoin")
        }
        try group.requireLiving()
        guard let generation = group.phase.usable.first(where: { $0.fingerprint == groupKey }) else {
            throw RenewalError(
                .unknownGroupKey, "no usable certificate of group \(self.group) has the fingerprint \(groupKey.short)")
        }
        return Signers(machineKey: membership.machineKey, generation: generation, membership: membership)
    }

    /// Checks that the number is above the last accepted one (Rule Z2). After the signatures: the refusal tells it.
    func requireNewSequence(after membership: Machine.Membership) throws {
        guard sequence > membership.sequence else {
            throw RenewalError(
                .sequenceTooLow,
                "request \(sequence) of machine \(machine) came after request \(membership.sequence); number it higher",
                details: ["found": "\(sequence)", "needed": "above \(membership.sequence)"],
                remedy: .continueAbove(sequence: membership.sequence))
        }
    }

    /// Verifies both signatures (Rule Z2), and the candidate's where there is one (Rule I4).
    func verify(_ signers: Signers, crypto: some VerifyingCrypto) throws {
        let bytes = signedBytes()
        guard crypto.isValid(machineSignature, over: bytes, by: signers.machineKey),
            crypto.isValid(groupSignature, over: bytes, by: signers.generation.publicKey)
        else {
            throw RenewalError(
                .invalidSignature, "request \(sequence) of machine \(machine) carries a signature that does not verify")
        }
    }
}

extension MachineGroup {
    /// Refuses what an expired or imported group can not do (Rules K3, I1).
    func requireLiving() throws {
        switch phase {
        case .keyExpired(_, let at):
            throw RenewalError(
                .groupKeyExpired,
                "the certificate of group \(id) expired at \(at) and no machine had renewed it; delete the group and "
                    + "create it again",
                details: ["found": "keyExpired", "needed": "stable, renewing or overlap"])
        case .imported:
            throw RenewalError.imported(id)
        case .deleted:
            throw RenewalError.groupNotFound(id)
        case .new, .stable, .renewing, .overlap:
            return
        }
    }

    /// The generation that serves and is the newest.
    ///
    /// - Throws: as ``requireLiving()``, and `groupHasNoCertificate` before the first join.
    func requireCurrent() throws -> UsableGeneration {
        try requireLiving()
        guard let current = phase.current else {
            throw RenewalError(
                .groupHasNoCertificate, "group \(id) has no certificate yet; join its first machine",
                details: ["found": "new", "needed": "stable, renewing or overlap"])
        }
        return current
    }
}

extension RenewalError {
    static func groupNotFound(_ id: GroupID) -> RenewalError {
        RenewalError(.groupNotFound, "there is no machine group \(id), or it was deleted")
    }

    static func machineNotFound(_ id: MachineID, in group: GroupID) -> RenewalError {
        RenewalError(.machineNotFound, "group \(group) has no machine \(id); join it")
    }

    static func connectionNotFound(_ id: ConnectionID) -> RenewalError {
        RenewalError(.connectionNotFound, "there is no connection \(id), or it was deleted")
    }

    static func imported(_ id: GroupID) -> RenewalError {
        RenewalError(
            .groupImported,
            "group \(id) was imported without its certificate and keys, so it can be reported on and not used; create "
                + "a group here and join its machines",
            details: ["found": "imported", "needed": "stable, renewing or overlap"])
    }

    static func clockSuspect(_ what: String) -> RenewalError {
        RenewalError(
            .clockSuspect, "\(what) is refused while this coordinator's clock is suspect; confirm the time first")
    }
}
