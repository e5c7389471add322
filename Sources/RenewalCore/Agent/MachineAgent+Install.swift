// Rules I5 and I6: installing what another machine issued, between runs.
extension MachineAgent {
    /// Installs the current generation over a verified chain.
    ///
    /// - Returns: the answer to the confirmation under the new generation, or to the report of a doubt.
    func install(
        _ instruction: InstallInstruction, _ events: inout [CheckInReport.Event]
    ) async throws -> MachineAnswer? {
        let (contents, membership) = try await vault.read().requireMember()
        guard let trusted = contents.memory.highest, let newest = contents.newest else {
            throw RenewalError(.keyNotHeld, "this machine holds no certificate to start from; rejoin")
        }
        let certificate = try checks(contents.group).follow(instruction.chain, from: trusted).last ?? trusted
        guard certificate.generation > newest.generation else {
            throw RenewalError(
                .generationRollback,
                "the coordinator says to install generation \(certificate.generation), and this machine holds "
                    + "\(newest.generation)",
                details: ["found": "\(certificate.generation)", "needed": "\(newest.generation.next)"])
        }
        let held: HeldGeneration
        do {
            held = try open(instruction.delivery, of: certificate, with: newest, in: contents.group)
        } catch let error as RenewalError {
            return try await doubt(certificate, error, before: membership.doubts, &events)
        }
        guard try await change(to: held, .installed(certificate.pin), &events) else { return nil }
        return try await sendCheckIn()
    }

    /// Opens a delivery and sees that it holds the key of the certificate that the chain vouches for.
    private func open(
        _ delivery: SealedValue, of certificate: TrustedGeneration, with newest: HeldGeneration, in group: GroupID
    ) throws -> HeldGeneration {
        guard newest.generation.next == certificate.generation else {
            throw RenewalError(
                .keyNotHeld,
                "the delivery of generation \(certificate.generation) is for machines that hold the one "
                    + "before, and this machine holds \(newest.generation); rejoin")
        }
        let context = DeliveryContext(
            group: group, generation: certificate.generation, certificate: certificate.fingerprint,
            recipient: newest.fingerprint)
        let secret = try crypto.open(delivery, with: newest.privateKey, context: .delivery(context))
        return try HeldGeneration(certificate: certificate, privateKey: crypto.makeKey(.restored(secret)))
    }

    /// Rule I5: reports a delivered key that is not the certificate's, once.
    private func doubt(
        _ certificate: TrustedGeneration, _ error: RenewalError, before: Fingerprint?,
        _ events: inout [CheckInReport.Event]
    ) async throws -> MachineAnswer? {
        if error.code == .keyNotHeld { throw error }
        let event = CheckInReport.Event.doubted(certificate.pin, error.code)
        guard !events.contains(event) else { return nil }
        events.append(event)
        try await vault.update { $0?.membership?.doubts = certificate.fingerprint }
        return before == certificate.fingerprint ? nil : try await sendCheckIn()
    }

    /// Puts a generation in place where nothing runs (Rule I6); otherwise keeps it until the last run ends, or the next
    /// check-in.
    func change(
        to held: HeldGeneration, _ event: CheckInReport.Event, _ events: inout [CheckInReport.Event]
    ) async throws -> Bool {
        guard try await swap(in: held) else {
            deferred = held
            events.append(.deferred(held.certificate.pin))
            return false
        }
        events.append(event)
        return true
    }

    /// The whole of what a run may have to wait for.
    func swap(in held: HeldGeneration) async throws -> Bool {
        guard runs.tryEnterExclusive() else { return false }
        defer { runs.leaveExclusive() }
        try await vault.update { $0?.install(held) }
        deferred = nil
        return true
    }

    /// Rule I5: a machine that holds both generations replaces a delivery that another one doubted.
    func replaceDelivery(
        under record: PasswordRecord, _ events: inout [CheckInReport.Event]
    ) async throws -> MachineAnswer? {
        let (contents, membership) = try await vault.read().requireMember()
        guard membership.held.count == 2, let previous = membership.held.first, let current = membership.held.last,
            contents.memory.highest == current.certificate
        else { throw RenewalError(.keyNotHeld, "a delivery is replaced by a machine that holds both generations") }
        guard !events.contains(.replacedDelivery(current.generation)) else { return nil }
        let group = contents.group
        try await see(record, signedBy: current.certificate)
        let context = DeliveryContext(
            group: group, generation: current.generation, certificate: current.fingerprint,
            recipient: previous.fingerprint)
        let replacement = DeliveryReplacement(
            generation: current.generation,
            delivery: try crypto.seal(
                current.privateKey.secret, to: previous.privateKey.publicKey, context: .delivery(context)),
            keyPackage: try package(of: current, under: record, in: group))
        let answer = try await send { _, _ in .replaceDelivery(replacement) }
        events.append(.replacedDelivery(current.generation))
        return answer
    }

    /// Checks a password record and remembers its version (Rule I10).
    func see(_ record: PasswordRecord, signedBy trusted: TrustedGeneration) async throws {
        let (contents, _) = try await vault.read().requireMember()
        try checks(contents.group).passwordRecord(
            record, signedBy: trusted, notBelow: contents.memory.passwordVersion)
        try await updateMember { contents, _ in
            contents.memory.passwordVersion = max(contents.memory.passwordVersion, record.version)
        }
    }

    /// A generation's private key, sealed to the password key of a record that was checked (Rule I10).
    func package(of held: HeldGeneration, under record: PasswordRecord, in group: GroupID) throws -> SealedValue {
        let context = KeyPackageContext(
            group: group, generation: held.generation, certificate: held.fingerprint,
            passwordRecord: record.hash(group: group, crypto: crypto))
        return try crypto.seal(held.privateKey.secret, to: record.passwordKey, context: .keyPackage(context))
    }
}
