extension RenewalCoordinator: MachineService {
    /// Any request of a member machine (Rule Z2). A refusal stores nothing.
    ///
    /// - Throws: ``RenewalError``: any of the codes under "Refusals of a machine's request", `groupKeyExpired`,
    ///   `XrmMachineGroupNotFound`, `clockSuspect` for an issue, and what the request's own rules say.
    public func send(_ request: MachineRequest) async throws -> MachineAnswer {
        while true {
            do {
                let verified = try await verify(request)
                let outcome = try await transact(
                    on: request.group, reading: request.reads, withHistory: request.body.isAlwaysRecorded
                ) { work in
                    try work.accept(request, verified: verified)
                }
                return try await answer(outcome, to: request)
            } catch Work.Need.verification {
                continue
            } catch let error as RenewalError where error.code == .unknownGroupKey {
                throw try await refusal(of: request, error)
            }
        }
    }

    /// Verifies everything that is slow, outside of any transaction, against the rows as they are.
    private func verify(_ request: MachineRequest) async throws -> VerifiedRequest {
        let moment = try await moment()
        let rows = try await storage.read([.group(request.group), .machine(request.machine)])
        let group = rows.group(request.group)?.settled(at: moment.now)
        let signers = try request.signers(group: group, machine: rows.machine(request.machine))
        try request.verify(signers, crypto: crypto)
        try request.requireNewSequence(after: signers.membership)
        var verified = VerifiedRequest(signers: signers)
        guard let group else { throw RenewalError.groupNotFound(request.group) }
        verified.group = VerifiedRequest.GroupKeys(group)
        switch request.body {
        case .submit(let submission) where group.phase.kind == .renewing:
            // The terms first: they say what to do next, and a stale submission needs no verifying.
            if let machine = rows.machine(request.machine) {
                try submission.requireFresh(from: machine, in: group, at: moment.now)
            }
            verified.certificate = try submission.verify(in: request, group: group, crypto: crypto)
        case .changePassword(let change):
            try change.verify(in: request, group: group, crypto: crypto)
        case .replaceDelivery(let replacement):
            try replacement.verify(in: request, group: group, crypto: crypto)
        case .checkIn, .submit, .storeCopies, .leave:
            break
        }
        return verified
    }

    /// A retired key is told apart from one that was never the group's (Rule Z2).
    private func refusal(of request: MachineRequest, _ error: RenewalError) async throws -> RenewalError {
        let rows = try await storage.read([
            .group(request.group), .machine(request.machine), .certificates(request.group, after: nil),
        ])
        guard let group = rows.group(request.group), let current = group.phase.current,
            let machine = rows.machine(request.machine)?.membership,
            rows.certificates.contains(where: { $0.fingerprint == request.groupKey }),
            crypto.isValid(request.machineSignature, over: request.signedBytes(), by: machine.machineKey)
        else { return error }
        return RenewalError(
            .machineKeyExpired,
            "the certificate \(request.groupKey.short) of machine \(request.machine) is retired; regenerate the group's "
                + "password on a machine that is up to date, and rejoin with it",
            details: ["found": request.groupKey.description, "needed": current.fingerprint.description],
            remedy: .currentCertificate(current.fingerprint))
    }

    /// Adds to an answer what needs a further read: the chain for an install.
    private func answer(_ outcome: AcceptedRequest, to request: MachineRequest) async throws -> MachineAnswer {
        guard let delivery = outcome.delivery else { return outcome.answer }
        var trusted = outcome.generation
        if case .checkIn(let body) = request.body { trusted = min(body.trusted, outcome.generation) }
        let rows = try await storage.read([.certificates(request.group, after: trusted)])
        var answer = outcome.answer
        let chain = rows.certificates.filter { $0.generation <= answer.current }
        answer.instruction = .install(InstallInstruction(chain: chain, delivery: delivery))
        return answer
    }
}

/// What was verified about a request, and against which keys, so that the transaction can tell whether it still holds.
struct VerifiedRequest: Sendable {
    /// The keys that certificates, records and links were verified against.
    struct GroupKeys: Hashable, Sendable {
        var usable: [Fingerprint]
        var passwordVersion: UInt64?

        init(_ group: MachineGroup) {
            usable = group.phase.usable.map(\.fingerprint)
            passwordVersion = group.passwordRecord?.version
        }
    }

    var signers: MachineRequest.Signers
    var group: GroupKeys?
    var certificate: CertificateFacts?

    init(signers: MachineRequest.Signers) { self.signers = signers }
}

/// What a transaction made of a request.
struct AcceptedRequest: Sendable {
    var answer: MachineAnswer
    /// The generation that signed the request.
    var generation: Generation
    /// The delivery to be installed, where one is.
    var delivery: SealedValue?
}

extension MachineRequest {
    fileprivate var reads: [RowQuery] {
        if case .storeCopies(let update) = body { return [.machine(machine), .connection(update.connection)] }
        return [.machine(machine)]
    }
}

extension MachineRequest.Body {
    /// Whether accepting it always writes history.
    fileprivate var isAlwaysRecorded: Bool {
        if case .checkIn = self { false } else { true }
    }
}
