// The regular report and what follows from it (Rules I2 to I7, K2, S7).
extension MachineAgent {
    /// The most requests of one check-in; more would mean that the coordinator goes round in circles.
    private static let maximumRounds = 8

    /// Checks in and does what the coordinator says, as far as it can prove it: issue, install, replace a delivery.
    ///
    /// - Returns: what happened and when the next regular check-in is due.
    /// - Throws: ``RenewalError``: a refusal (`machineKeyExpired`: rejoin; `groupKeyExpired`; `clockSuspect`: later …);
    ///   `notJoined`; where the coordinator or its store is not to be believed, `brokenChain`, `generationRollback`,
    ///   `certificateRejected`, `issueTermsRejected`, `passwordRecordRejected`, `passwordRecordRollback` or
    ///   `sequenceJumpRejected`, and nothing was accepted; `storeInconsistent` where it goes round in circles. Errors of
    ///   the service and the vault pass through; the next check-in takes up what was left. `CancellationError`.
    @discardableResult
    public func checkIn() async throws -> CheckInReport {
        try await operations.enterExclusive()
        defer { operations.leaveExclusive() }
        return try await checkInAlone()
    }

    /// A check-in inside of another operation.
    func checkInAlone() async throws -> CheckInReport {
        do {
            var events: [CheckInReport.Event] = []
            var answer = try await sendCheckIn()
            for _ in 0..<Self.maximumRounds {
                guard let next = try await act(on: answer, &events) else {
                    return try await report(answer, events)
                }
                answer = next
            }
            throw RenewalError(.storeInconsistent, "the coordinator gave the same order again and again")
        } catch let error as RenewalError where error.code == .groupNotFound {
            // Rule G1: candidates are destroyed, the rest stays until the machine leaves.
            try await vault.update { $0?.membership?.candidates = [] }
            throw error
        }
    }

    func sendCheckIn() async throws -> MachineAnswer {
        let version = version
        let doubts = try await vault.read()?.membership?.doubts
        let answer = try await send { contents, membership in
            .checkIn(
                CheckIn(
                    agentVersion: version, trusted: contents.memory.highest?.generation ?? .first,
                    held: membership.held.map(\.generation), doubts: membership.doubts))
        }
        // Rule I5: a doubt is reported once; said again after the delivery was replaced, it would doubt the new one.
        if doubts != nil { try await updateMember { _, membership in membership.doubts = nil } }
        return answer
    }

    private func report(_ answer: MachineAnswer, _ events: [CheckInReport.Event]) async throws -> CheckInReport {
        guard let newest = try await vault.read()?.newest else {
            throw RenewalError(.notJoined, "this machine left its group during the check-in")
        }
        return CheckInReport(
            now: answer.now, status: answer.status, newest: newest.certificate.pin, nextCheckIn: answer.nextCheckIn,
            events: events)
    }

    /// Does what the answer says.
    ///
    /// - Returns: the answer to a request that this made necessary; `nil` where the check-in is over.
    private func act(on answer: MachineAnswer, _ events: inout [CheckInReport.Event]) async throws -> MachineAnswer? {
        try await requireNoRollback(answer)
        let (contents, _) = try await vault.read().requireMember()
        if let candidate = contents.membership?.candidates.first(where: { $0.fingerprint == answer.currentCertificate })
        {
            guard try await change(to: candidate, .adopted(candidate.certificate.pin), &events) else { return nil }
            return try await sendCheckIn()
        }
        try await destroyRetired(answer.usable, &events)
        switch answer.instruction {
        case .nothing:
            return nil
        case .issue(let instruction):
            return try await issue(instruction, &events)
        case .install(let instruction):
            return try await install(instruction, &events)
        case .replaceDelivery(let record):
            return try await replaceDelivery(under: record, &events)
        case .updateAgent:
            events.append(.mustUpdateAgent)
            return nil
        case .rejoin(let issuer):
            events.append(.mustRejoin(afterIssueBy: issuer))
            return nil
        }
    }

    /// Rule I9: never a generation below one that was trusted, and no other certificate for that one.
    private func requireNoRollback(_ answer: MachineAnswer) async throws {
        guard let contents = try await vault.read(), let highest = contents.memory.highest else { return }
        guard answer.current >= highest.generation else {
            throw RenewalError(
                .generationRollback,
                "the coordinator says that generation \(answer.current) is current, and this machine has trusted "
                    + "\(highest.generation)",
                details: ["found": "\(answer.current)", "needed": "\(highest.generation)"])
        }
        guard answer.current > highest.generation || answer.currentCertificate == highest.fingerprint else {
            throw checks(contents.group).broken(
                "the coordinator names \(answer.currentCertificate.short) as generation \(answer.current), and this "
                    + "machine trusts \(highest.fingerprint.short)")
        }
    }

    /// Rule K2, only where nothing runs.
    private func destroyRetired(_ usable: [Generation], _ events: inout [CheckInReport.Event]) async throws {
        guard let held = try await vault.read()?.membership?.held, held.count > 1, runs.tryEnterExclusive() else {
            return
        }
        defer { runs.leaveExclusive() }
        try await vault.update { $0?.destroyRetired(usable: usable) }
        let left = try await vault.read()?.membership?.held ?? []
        let gone = held.map(\.generation).filter { generation in !left.contains { $0.generation == generation } }
        if !gone.isEmpty { events.append(.destroyed(gone)) }
    }
}
