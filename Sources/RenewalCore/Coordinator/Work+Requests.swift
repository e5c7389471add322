// What accepting a machine's request does to the rows.
extension Work {
    /// Applies a verified request.
    ///
    /// - Throws: ``Need/verification`` where the rows' keys are no longer those that were verified.
    mutating func accept(_ request: MachineRequest, verified: VerifiedRequest) throws -> AcceptedRequest {
        let stored = rows.machine(request.machine)
        let signers = try request.signers(group: group, machine: stored)
        guard let stored, signers.machineKey == verified.signers.machineKey,
            signers.generation.publicKey == verified.signers.generation.publicKey
        else { throw Need.verification }
        try request.requireNewSequence(after: signers.membership)
        let principal = Principal.machine(request.machine)
        if case .checkIn = request.body { try openIfDue(foundBy: principal) }
        if case .leave = request.body {
            remove(stored)
            try record(.machineLeft, rule: "G5", by: principal, "the machine left", subject: "\(stored.id)")
            try noteIssuer(stored.id, before: stored, after: nil)
            return try accepted(stored, under: signers.generation.generation)
        }
        var machine = try touch(stored, request, under: signers.generation.generation)
        let generation = signers.generation.generation
        switch request.body {
        case .checkIn(let body):
            try noteDoubts(body, of: machine)
            let decision = CheckInDecision.of(
                machine, under: generation, holding: body.held, in: group, clockIsSuspect: environment.clockIsSuspect)
            return try accepted(machine, under: generation, decision)
        case .submit(let submission):
            guard try issue(submission, from: machine, request, verified) else {
                let decision = CheckInDecision.of(
                    machine, under: generation, holding: [], in: group,
                    clockIsSuspect: environment.clockIsSuspect)
                return try accepted(machine, under: generation, decision)
            }
            machine = try becomeCurrent(machine)
            return try accepted(machine, under: submission.generation)
        case .changePassword(let change):
            try requireUnchanged(verified)
            let now = now
            changeGroup { $0.apply(change, at: now, by: principal) }
            try record(
                .passwordRegenerated, rule: "K5", by: principal,
                "the password is now version \(change.passwordRecord.version)")
        case .replaceDelivery(let replacement):
            try requireUnchanged(verified)
            changeGroup { $0.apply(replacement) }
            try record(
                .deliveryReplaced, rule: "I5", by: principal,
                "delivery of generation \(replacement.generation) replaced")
        case .storeCopies(let update):
            try store(update, by: principal)
        case .leave:
            break
        }
        return try accepted(machine, under: generation)
    }

    /// Follows the group, then notes the accepted request in the machine's row (Rule K1).
    private mutating func touch(
        _ stored: Machine, _ request: MachineRequest, under generation: Generation
    ) throws -> Machine {
        let installs = (stored.membership?.generation ?? generation) < generation
        var version: AgentVersion?
        if case .checkIn(let body) = request.body { version = body.agentVersion }
        let (group, now) = (group, now)
        let machine = try change(stored) { row in
            row.membership?.sequence = request.sequence
            row.membership?.generation = generation
            row.lastHeartbeat = max(row.lastHeartbeat ?? now, now)
            if let version, version.description != row.agentVersion?.description { row.agentVersion = version }
            if installs { row.keyReceivedAt = now }
            row.storedStatus = try row.status(in: group)
        }
        if installs {
            try record(
                .certificateInstalled, rule: "I5", by: .machine(stored.id),
                "its request is signed with generation \(generation)", subject: "\(stored.id)")
        }
        if let version, version != stored.agentVersion {
            try record(
                .agentUpdated, rule: "I7", by: .machine(stored.id),
                "the agent is \(version), was \(stored.agentVersion?.description ?? "unknown")",
                subject: "\(stored.id)")
        }
        try noteIssuer(stored.id, before: stored, after: machine)
        return machine
    }

    /// Notes that a machine could not use the delivery (Rule I5).
    private mutating func noteDoubts(_ body: CheckIn, of machine: Machine) throws {
        guard let doubts = body.doubts, case .overlap(let current, var overlap) = group.phase,
            doubts == current.fingerprint, overlap.delivery != nil, !overlap.deliveryIsDoubted
        else { return }
        overlap.deliveryIsDoubted = true
        changeGroup { $0.phase = .overlap(current: current, overlap) }
        try record(
            .deliveryDoubted, rule: "I5", by: .machine(machine.id),
            "the delivered key does not match the certificate \(doubts.short)", subject: "\(machine.id)")
    }

    /// Makes a submitted certificate the group's (Rules I2, I3, I4).
    ///
    /// - Returns: `false` where another machine won: the answer is then what a check-in would be answered.
    private mutating func issue(
        _ submission: Submission, from machine: Machine, _ request: MachineRequest, _ verified: VerifiedRequest
    ) throws -> Bool {
        if case .overlap(let current, _) = group.phase, submission.generation <= current.generation { return false }
        if environment.clockIsSuspect { throw RenewalError.clockSuspect("issuing a certificate") }
        try submission.requireFresh(from: machine, in: group, at: now)
        try requireUnchanged(verified)
        guard let facts = verified.certificate else { throw Need.verification }
        let next = submission.usable(facts)
        try changeGroup {
            try $0.issue(next, by: machine.id, delivery: submission.delivery)
            $0.passwordRecord = submission.passwordRecord
        }
        insert(
            IssuedCertificate(
                group: group.id, generation: next.generation, certificate: next.certificate,
                fingerprint: next.fingerprint, createdAt: next.createdAt, validityMinutes: next.validityMinutes,
                link: submission.link))
        let deadline = group.deadline.map { "; the previous one serves until \($0)" } ?? ""
        try record(
            .certificateIssued, rule: "I4", by: .machine(machine.id),
            "generation \(next.generation), certificate \(next.fingerprint.short), valid until \(next.expiry)\(deadline)",
            subject: "\(machine.id)")
        return true
    }

    /// The issuer holds what it issued (Rule I4). Its row was written for this request already; this is the same write.
    private mutating func becomeCurrent(_ machine: Machine) throws -> Machine {
        let (group, now) = (group, now)
        let current = try group.requireCurrent()
        return try change(machine) { row in
            row.membership?.generation = current.generation
            row.keyReceivedAt = now
            row.storedStatus = try row.status(in: group)
        }
    }

    /// Stores copies that a machine made during a run (Rule C3).
    private mutating func store(_ update: CopyUpdate, by principal: Principal) throws {
        guard let connection = rows.connection(update.connection), connection.group == group.id else {
            throw RenewalError.connectionNotFound(update.connection)
        }
        var isAdded = false
        let (crypto, group) = (crypto, group)
        _ = try change(connection) { isAdded = try $0.add(update, in: group, crypto: crypto) }
        if isAdded {
            let generations = update.copies.map(\.generation.description).joined(separator: ", ")
            try record(
                .copyStored, rule: "C3", by: principal, "copies for generation \(generations)",
                subject: "\(connection.id)")
        }
    }

    private func requireUnchanged(_ verified: VerifiedRequest) throws {
        guard verified.group == VerifiedRequest.GroupKeys(group) else { throw Need.verification }
    }

    private func accepted(
        _ machine: Machine, under generation: Generation, _ decision: CheckInDecision = .nothing
    ) throws -> AcceptedRequest {
        let current = group.phase.current
        var answer = MachineAnswer(
            now: now, status: machine.effectiveStatus(in: group), current: current?.generation ?? generation,
            currentCertificate: current?.fingerprint ?? .zero, usable: group.phase.usable.map(\.generation),
            nextCheckIn: RenewalSchedule.nextCheckIn(of: machine.id, generation: generation, after: now),
            instruction: .nothing)
        var delivery: SealedValue?
        switch decision {
        case .nothing:
            break
        case .issue(let delivers):
            // C = now must be after C(g): in that very second, or after a clock was confirmed downwards, it has to wait.
            if let current, let record = group.passwordRecord, now > current.createdAt {
                answer.instruction = .issue(
                    IssueInstruction(
                        generation: try current.generation.following(in: group.id),
                        terms: IssueTerms(createdAt: now, validityMinutes: group.policy.validityMinutes),
                        passwordRecord: record, delivers: delivers))
            }
        case .install(let sealed):
            delivery = sealed
        case .updateAgent:
            answer.instruction = .updateAgent
        case .rejoin(let issuer):
            answer.instruction = .rejoin(afterIssueBy: issuer)
        case .replaceDelivery:
            if let record = group.passwordRecord { answer.instruction = .replaceDelivery(record) }
        }
        return AcceptedRequest(answer: answer, generation: generation, delivery: delivery)
    }
}

extension Machine {
    /// The status to store after an accepted request or join, through the machine's state machine (Rule K1).
    func status(in group: MachineGroup) throws -> KeyDeliveryStatus {
        let status = effectiveStatus(in: group)
        let event: MachineEvent = status == .default ? .holdsCurrent : .holdsOutdated
        return try StateMachine.machine.next(MachineState(storedStatus), event).status ?? status
    }
}
