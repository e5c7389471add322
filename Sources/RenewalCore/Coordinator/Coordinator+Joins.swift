extension RenewalCoordinator {
    /// What a machine needs to know before it can sign a join (Rule Z6).
    ///
    /// - Throws: ``RenewalError``: `XrmMachineGroupNotFound`, `groupKeyExpired`, `groupImported`.
    public func joinOffer(for id: GroupID) async throws -> JoinOffer {
        let moment = try await moment()
        guard let group = try await storage.read([.group(id)]).group(id)?.settled(at: moment.now) else {
            throw RenewalError.groupNotFound(id)
        }
        try group.requireLiving()
        let terms = IssueTerms(createdAt: moment.now, validityMinutes: group.policy.validityMinutes)
        return JoinOffer(
            group: id, passwordRecord: group.passwordRecord, previousPasswordRecord: group.previousPasswordRecord,
            joinCounter: group.joinCounter, issue: group.phase.kind == .new ? terms : nil)
    }

    /// Joins or rejoins a living group with its password (Rules I8, K4, Z6). A refusal stores nothing.
    ///
    /// - Throws: ``RenewalError``: `wrongPassword`, `supersededPassword`, `stalePasswordVersion`, `staleJoinCounter`,
    ///   `duplicateID` (a join), `machineNotFound` (a rejoin), `firstJoinNeedsApp`, and what a group that can not be
    ///   joined throws.
    public func join(_ request: JoinRequest) async throws -> JoinAnswer {
        guard request.operation != .firstJoin else {
            throw RenewalError(
                .firstJoinNeedsApp, "the first machine of a group joins through the app that made the group")
        }
        let moment = try await moment()
        guard let group = try await storage.read([.group(request.group)]).group(request.group) else {
            throw RenewalError.groupNotFound(request.group)
        }
        let verified = group.settled(at: moment.now).passwordRecord
        try request.verify(group: group.settled(at: moment.now), crypto: crypto)
        let crypto = crypto
        return try await transact(
            on: request.group, reading: [.machine(request.machine), .certificates(request.group, after: nil)]
        ) { work in
            // A record that changed since is verified again, from the start; the same one only needs its counter.
            if work.group.passwordRecord?.version != verified?.version || work.group.phase.current == nil {
                try request.verify(group: work.group, crypto: crypto)
            }
            try request.requireCounter(of: work.group)
            return try work.admit(request)
        }
    }

    /// Admits the first machine of a group, which issues generation 1 (Rule I1). For apps alone (Rule Z7).
    ///
    /// - Parameters:
    ///   - request: the first join, signed as in Rule Z6.
    ///   - principal: who authorised it.
    /// - Throws: ``RenewalError``: `groupAlreadyFounded` where another machine was first, `staleIssue`, `clockSuspect`,
    ///   `invalidSignature`, `passwordRecordRejected`, `certificateRejected`, `duplicateID`.
    public func found(_ request: JoinRequest, by principal: Principal) async throws -> JoinAnswer {
        let facts = try request.verifyFounding(crypto: crypto)
        return try await transact(on: request.group, reading: [.machine(request.machine)]) { work in
            try work.found(request, facts: facts, by: principal)
        }
    }
}

// What joins do to the rows.
extension Work {
    /// Adds or renews the row of a machine whose join was verified (Rules I8, K4).
    fileprivate mutating func admit(_ request: JoinRequest) throws -> JoinAnswer {
        guard let record = group.passwordRecord else { throw RenewalError.imported(group.id) }
        let stored = rows.machine(request.machine)
        var row = try request.machineRow(in: group, at: now, crypto: crypto)
        if request.operation == .rejoin {
            guard let stored, stored.group == group.id else {
                throw RenewalError.machineNotFound(request.machine, in: group.id)
            }
            let (renewed, group) = (row, group)
            row = try change(stored) { machine in
                machine.name = renewed.name
                machine.agentVersion = renewed.agentVersion
                machine.membership = renewed.membership
                machine.keyReceivedAt = renewed.keyReceivedAt
                machine.lastHeartbeat = renewed.lastHeartbeat
                machine.storedStatus = try machine.status(in: group)
            }
            try recordJoin(.machineRejoined, rule: "K4", row)
            try noteIssuer(row.id, before: stored, after: row)
        } else {
            guard stored == nil else { throw RenewalError.duplicate("machine", "\(request.machine)") }
            row.storedStatus = row.effectiveStatus(in: group)
            insert(row)
            try recordJoin(.machineJoined, rule: "I8", row)
        }
        try changeGroup { $0.joinCounter = try $0.joinCounter.following("the join counter of group \($0.id)") }
        // From the anchor on, and from the previous generation where its package comes along: the successor's signature
        // vouches for that (Rule I9).
        let oldest = group.phase.usable.map(\.generation).min() ?? record.anchor.generation
        let chain = rows.certificates.filter { $0.generation >= min(oldest, record.anchor.generation) }
        return answer(row, record, chain: chain)
    }

    /// Makes the group's generation 1 and its first machine (Rule I1).
    fileprivate mutating func found(
        _ request: JoinRequest, facts: CertificateFacts, by principal: Principal
    ) throws -> JoinAnswer {
        guard let founding = request.founding else {
            throw RenewalError(.malformed, "a first join brings generation 1")
        }
        try group.requireLiving()
        if group.phase.current != nil || group.passwordRecord != nil {
            throw RenewalError(
                .groupAlreadyFounded, "another machine was first in group \(group.id); join it with the password",
                details: ["found": group.phase.kind.rawValue, "needed": "new"])
        }
        try request.requireCounter(of: group)
        if environment.clockIsSuspect { throw RenewalError.clockSuspect("a first join") }
        try request.requireFreshFounding(of: group, at: now)
        guard rows.machine(request.machine) == nil else {
            throw RenewalError.duplicate("machine", "\(request.machine)")
        }
        let first = UsableGeneration(
            generation: .first, certificate: founding.certificate, fingerprint: facts.fingerprint,
            publicKey: facts.publicKey, createdAt: founding.terms.createdAt,
            validityMinutes: founding.terms.validityMinutes, keyPackage: founding.keyPackage)
        let now = now
        try changeGroup {
            try $0.found(first, passwordRecord: founding.passwordRecord)
            $0.passwordChangedAt = now
            $0.passwordChangedBy = principal
            $0.joinCounter = try $0.joinCounter.following("the join counter of group \($0.id)")
        }
        let certificate = IssuedCertificate(
            group: group.id, generation: .first, certificate: first.certificate, fingerprint: first.fingerprint,
            createdAt: first.createdAt, validityMinutes: first.validityMinutes, link: nil)
        insert(certificate)
        var row = try request.machineRow(in: group, at: now, crypto: crypto)
        row.storedStatus = row.effectiveStatus(in: group)
        insert(row)
        try record(
            .groupFounded, rule: "I1", by: principal,
            "machine \(row.name.description.quotedForMessage) issued generation 1, certificate \(first.fingerprint.short)",
            subject: "\(row.id)")
        return answer(row, founding.passwordRecord, chain: [certificate])
    }

    private mutating func recordJoin(_ action: HistoryAction, rule: String, _ row: Machine) throws {
        try record(
            action, rule: rule, by: .machine(row.id),
            "machine \(row.name.description.quotedForMessage), agent \(row.agentVersion?.description ?? "unknown")",
            subject: "\(row.id)")
    }

    private func answer(_ row: Machine, _ record: PasswordRecord, chain: [IssuedCertificate]) -> JoinAnswer {
        JoinAnswer(
            now: now, group: group.id, status: row.storedStatus, passwordRecord: record, chain: chain,
            packages: group.phase.usable.map { OfferedPackage(generation: $0.generation, keyPackage: $0.keyPackage) })
    }
}

extension RenewalError {
    static func duplicate(_ kind: String, _ id: String) -> RenewalError {
        RenewalError(.duplicateID, "the \(kind) id \(id) is already in use; choose another", details: ["id": id])
    }
}
