// Rule K5: a new group password.
extension MachineAgent {
    /// Gives the group a new random password.
    ///
    /// - Returns: the password, to be shown once. It is nowhere else: if it is lost, regenerate again.
    /// - Throws: ``RenewalError``: `keyNotHeld` where this machine does not hold every usable generation;
    ///   `stalePasswordVersion` where the password was regenerated elsewhere meanwhile; what ``checkIn()`` throws. After
    ///   an error that is no ``RenewalError`` the outcome is unknown: regenerate again.
    public func regeneratePassword() async throws -> Password {
        let password = makePassword()
        try await changePassword(to: password)
        return password
    }

    /// Gives the group a password that a person chose.
    ///
    /// - Throws: as ``regeneratePassword()``.
    public func changePassword(to password: Password) async throws {
        try await operations.enterExclusive()
        defer { operations.leaveExclusive() }
        _ = try await checkInAlone()
        let answer = try await sendCheckIn()
        let (contents, membership) = try await vault.read().requireMember()
        let current = try contents.requireCurrent()
        let group = contents.group
        let held = answer.usable.compactMap { usable in membership.held.first { $0.generation == usable } }
        guard current.fingerprint == answer.currentCertificate, held.count == answer.usable.count, held.last == current
        else { throw missingKeys(answer.usable, membership.held) }
        let old = try await presentRecord(of: group)
        try await see(old, signedBy: current.certificate)
        guard old.version < .max else {
            throw RenewalError(.passwordRecordRejected, "there is no version after \(old.version)")
        }
        let keys = try await derive(password, nil)
        let record = try passwordRecord(version: old.version + 1, anchoredAt: current, keys: keys, in: group)
        let packages = try held.map {
            OfferedPackage(generation: $0.generation, keyPackage: try package(of: $0, under: record, in: group))
        }
        _ = try await send { _, _ in .changePassword(PasswordChange(passwordRecord: record, packages: packages)) }
        try await updateMember { contents, _ in contents.memory.passwordVersion = record.version }
    }

    private func presentRecord(of group: GroupID) async throws -> PasswordRecord {
        guard let record = try await service.joinOffer(for: group).passwordRecord else {
            throw RenewalError(
                .passwordRecordRollback, "the group is said to have no password record, and this machine joined by one")
        }
        return record
    }

    private func missingKeys(_ usable: [Generation], _ held: [HeldGeneration]) -> RenewalError {
        let needed = usable.map(\.description).joined(separator: " and ")
        let found = held.map(\.generation.description).joined(separator: " and ")
        return RenewalError(
            .keyNotHeld,
            "a password is regenerated on a machine that holds generation \(needed), and this one holds \(found)",
            details: ["found": found, "needed": needed])
    }
}
