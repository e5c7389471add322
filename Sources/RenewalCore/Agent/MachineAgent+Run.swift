// Rules C2, C3, I6: runs.
extension MachineAgent {
    /// Opens the credentials of a run, gives the connection the copies it lacks, and runs the body with them.
    ///
    /// Runs go beside each other and beside check-ins; certificates change only when none is going on (Rule I6).
    ///
    /// - Parameters:
    ///   - assignment: as the coordinator gave it; nothing in it is believed without proof.
    ///   - body: the run. It gets the credentials, which are nowhere else.
    /// - Returns: what the body returns.
    /// - Throws: ``RenewalError``: `notJoined`; `wrongGroup` for another machine's or group's run; `keyNotHeld` where no
    ///   copy is for a generation that this machine holds; `sealBroken` or `envelopeRejected` for a copy that was
    ///   changed or belongs to another connection, revision or group (Rule Z3). What the body throws. Failing to store
    ///   the copies never fails a run (Rule C3).
    public nonisolated func run<Result>(
        _ assignment: RunAssignment, body: (WindowsCredentials) async throws -> Result
    ) async throws -> Result {
        try await runs.enterShared()
        do {
            let (credentials, update) = try await prepare(assignment)
            if let update { await store(update) }
            let result = try await body(credentials)
            await end()
            return result
        } catch {
            await end()
            throw error
        }
    }

    private func end() async {
        runs.leaveShared()
        // Rule I6: what waited for the last run is installed now; where that fails, the next check-in does it.
        if let deferred { _ = try? await swap(in: deferred) }
    }

    private func store(_ update: CopyUpdate) async {
        // Rule C3: failing to store never fails the run; the next run makes the copies again.
        _ = try? await send { _, _ in .storeCopies(update) }
    }

    /// Opens the newest copy that this machine can, and seals it to the generations that the connection lacks and that
    /// this machine's own chain reaches.
    private func prepare(_ assignment: RunAssignment) async throws -> (WindowsCredentials, CopyUpdate?) {
        let (contents, membership) = try await vault.read().requireMember()
        guard assignment.group == contents.group, assignment.machine == contents.machine else {
            throw RenewalError(
                .wrongGroup,
                "the run is for machine \(assignment.machine) of group \(assignment.group), and this is "
                    + "\(contents.machine) of \(contents.group)")
        }
        let secret = try open(assignment, membership)
        let credentials = try WindowsCredentials(decoding: secret)
        let recipients = reachable(assignment, contents, membership.held)
        guard !recipients.isEmpty else { return (credentials, nil) }
        let copies = try recipients.map { try seal(secret, of: assignment, to: $0) }
        return (
            credentials,
            CopyUpdate(connection: assignment.connection, revision: assignment.revision, copies: copies)
        )
    }

    private func open(
        _ assignment: RunAssignment, _ membership: VaultContents.Membership
    ) throws -> SecretBytes {
        let held = membership.held
        // After a lost answer the certificate that a copy names can be the machine's own candidate (Rule I4).
        let candidates = membership.candidates.filter { candidate in
            assignment.copies.contains { $0.certificate == candidate.fingerprint }
        }
        for key in candidates + held.reversed() {
            guard let copy = assignment.copies.last(where: { $0.generation == key.generation }) else { continue }
            let context = CredentialContext(
                group: assignment.group, connection: assignment.connection, revision: assignment.revision,
                generation: key.generation, certificate: key.fingerprint)
            return try crypto.open(copy.sealed, with: key.privateKey, context: .credential(context))
        }
        throw RenewalError(
            .keyNotHeld,
            "no copy of connection \(assignment.connection) is sealed to a generation that this machine holds: it holds "
                + held.map(\.generation.description).joined(separator: " and "))
    }

    /// The lacking generations that may be sealed to: those held, and later ones over links from the highest trusted.
    /// Never an older one, whose key somebody else may know (Rule I9). A chain that does not hold is not followed, and
    /// the run goes on without copies (Rule C3).
    private func reachable(
        _ assignment: RunAssignment, _ contents: VaultContents, _ held: [HeldGeneration]
    ) -> [TrustedGeneration] {
        guard let trusted = contents.memory.highest else { return [] }
        let ahead = assignment.chain.filter { $0.generation > trusted.generation }
        let chain = (try? checks(contents.group).follow(ahead, from: trusted)) ?? [trusted]
        let known = held.map(\.certificate).filter { $0.generation < trusted.generation } + chain
        return known.filter { assignment.lacking.contains($0.generation) }
    }

    private func seal(
        _ secret: SecretBytes, of assignment: RunAssignment, to recipient: TrustedGeneration
    ) throws -> CredentialCopy {
        let context = CredentialContext(
            group: assignment.group, connection: assignment.connection, revision: assignment.revision,
            generation: recipient.generation, certificate: recipient.fingerprint)
        return CredentialCopy(
            generation: recipient.generation, certificate: recipient.fingerprint,
            sealed: try crypto.seal(secret, to: recipient.publicKey, context: .credential(context)))
    }
}
