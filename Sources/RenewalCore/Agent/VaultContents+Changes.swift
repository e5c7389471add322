// What may happen to the keys in a vault, and when one is destroyed (Rule K2).
extension VaultContents {
    /// The newest generation held.
    var newest: HeldGeneration? { membership?.held.last }

    /// Remembers a generation that was reached over I9.
    mutating func trust(_ generation: TrustedGeneration) {
        if let highest = memory.highest, highest.generation >= generation.generation { return }
        memory.highest = generation
    }

    /// Takes in a later generation reached over I9: older ones than its predecessor are destroyed, and every candidate
    /// that it outdates (Rules I4, K2). Nothing happens where it is not later than what is held.
    mutating func install(_ new: HeldGeneration) {
        guard var membership, let newest, newest.generation < new.generation else { return }
        membership.held = membership.held.filter { $0.generation.next == new.generation } + [new]
        membership.candidates.removeAll { $0.generation <= new.generation }
        membership.doubts = nil
        self.membership = membership
        trust(new.certificate)
    }

    /// Destroys the keys that no longer serve (Rule K2): none where the newest held is not among those that do, so that
    /// whatever a store says, that one stays.
    mutating func destroyRetired(usable: [Generation]) {
        guard let newest, usable.contains(newest.generation) else { return }
        membership?.held.removeAll { !usable.contains($0.generation) }
    }

    /// The held or candidate generation of that certificate.
    func key(of fingerprint: Fingerprint) -> HeldGeneration? {
        guard let membership else { return nil }
        return membership.held.first { $0.fingerprint == fingerprint }
            ?? membership.candidates.first { $0.fingerprint == fingerprint }
    }
}

extension VaultContents? {
    /// The contents of a member.
    ///
    /// - Throws: ``RenewalError`` with `notJoined`.
    func requireMember() throws -> (contents: VaultContents, membership: VaultContents.Membership) {
        guard let contents = self, let membership = contents.membership else {
            throw RenewalError(.notJoined, "this machine is in no group; join one first")
        }
        return (contents, membership)
    }
}
