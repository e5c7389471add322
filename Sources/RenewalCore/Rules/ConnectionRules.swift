// Section C: what a connection's copies must be, and who can run it.
extension MachineGroup {
    /// Checks that the copies cover exactly the usable generations (Rule C1).
    ///
    /// - Parameter revision: the revision that the copies are sealed for.
    /// - Throws: ``RenewalError``: `copiesDoNotCover`, and what a group without a usable generation throws.
    func requireCover(
        _ copies: [CredentialCopy], of connection: ConnectionID, revision: UInt64, crypto: some VerifyingCrypto
    ) throws {
        _ = try requireCurrent()
        let usable = phase.usable
        guard copies.map(\.generation) == usable.map(\.generation) else {
            let needed = usable.map(\.generation.description).joined(separator: ", ")
            let found = copies.map(\.generation.description).joined(separator: ", ")
            throw RenewalError(
                .copiesDoNotCover,
                "the credentials are sealed to generations \(found) and must be to exactly \(needed); seal again",
                details: ["found": found, "needed": needed])
        }
        for (copy, generation) in zip(copies, usable) {
            try requireHeader(copy, of: connection, revision: revision, for: generation, crypto: crypto)
        }
    }

    /// Checks that a copy says in its header what it is stored as (Rule Z3).
    func requireHeader(
        _ copy: CredentialCopy, of connection: ConnectionID, revision: UInt64, for generation: UsableGeneration,
        crypto: some VerifyingCrypto
    ) throws {
        let context = CredentialContext(
            group: id, connection: connection, revision: revision, generation: generation.generation,
            certificate: generation.fingerprint)
        guard copy.certificate == generation.fingerprint, try crypto.readHeader(copy.sealed) == .credential(context)
        else {
            throw RenewalError(
                .copiesDoNotCover,
                "the copy for generation \(generation.generation) is sealed for another certificate, connection or "
                    + "revision; seal again",
                details: ["generation": generation.generation.description, "revision": "\(revision)"])
        }
    }
}

extension DesktopFlowConnection {
    /// Adds the copies that Rule C3 lets in: the revision unchanged, the generation still usable, no copy present.
    ///
    /// - Returns: whether anything was added.
    /// - Throws: ``RenewalError``: `staleRevision` where the connection was edited meanwhile,
    ///   `ExpiredDesktopFlowConnection` where no usable copy is left, or `copiesDoNotCover` for a copy whose header says
    ///   something else.
    mutating func add(_ update: CopyUpdate, in group: MachineGroup, crypto: some VerifyingCrypto) throws -> Bool {
        guard update.revision == revision else {
            throw RenewalError(
                .staleRevision, "connection \(id) was edited meanwhile: its revision is \(revision)",
                details: ["found": "\(update.revision)", "needed": "\(revision)"])
        }
        // A machine makes copies from one that it opened; where none is left, the credentials are entered anew (Rule C4).
        try requireServable(in: group)
        var added = false
        for copy in update.copies where !copies.contains(where: { $0.generation == copy.generation }) {
            guard let generation = group.phase.usable.first(where: { $0.generation == copy.generation }) else {
                continue
            }
            try group.requireHeader(copy, of: id, revision: revision, for: generation, crypto: crypto)
            copies.append(copy)
            added = true
        }
        copies.sort { $0.generation < $1.generation }
        guard added, effectiveState(in: group) == .current else { return added }
        storedState = try StateMachine.connection.next(storedState, .copyStored)
        return added
    }

    /// The copies that a machine of that generation can open now (Rule C2): a machine with the current generation holds
    /// the previous one too while the overlap is open.
    func copies(for machine: Machine, in group: MachineGroup) -> [CredentialCopy] {
        guard let generation = machine.membership?.generation, machine.effectiveStatus(in: group) != .keyExpired else {
            return []
        }
        let held = group.phase.usable.map(\.generation).filter { $0 <= generation }
        return copies.filter { held.contains($0.generation) }
    }

    /// Refuses a run that no machine could do (Rules C4, C5), the group having been found living and not empty.
    func requireServable(in group: MachineGroup) throws {
        guard effectiveState(in: group) == .expired else { return }
        throw RenewalError(
            .expiredDesktopFlowConnection,
            "connection \(id) holds no credentials that a usable certificate of group \(group.id) opens; edit the "
                + "connection and enter the credentials again")
    }
}
