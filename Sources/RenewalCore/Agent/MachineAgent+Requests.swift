// Rule Z2: signing, numbering and repeating requests.
extension MachineAgent {
    /// How far a refusal can move the sequence number (Rule Z2).
    static let maximumSequenceJump: UInt64 = 1 << 32
    /// How often one request is signed again before its refusal is passed on.
    private static let maximumAttempts = 8

    /// Signs and sends a request, and repeats it as a refusal's remedy says: above a number, or under another key that
    /// this machine holds.
    ///
    /// - Parameters:
    ///   - candidate: the key of g + 1 in a submission, which signs too (Rule I4).
    ///   - body: made anew for each attempt.
    /// - Throws: ``RenewalError``: the coordinator's refusal, or `notJoined`, `sequenceJumpRejected`; any other error of
    ///   the service, after which the outcome is unknown.
    func send(
        candidate: PrivateKey? = nil, _ body: @Sendable (VaultContents, VaultContents.Membership) -> MachineRequest.Body
    ) async throws -> MachineAnswer {
        var signer: Fingerprint?
        var attempt = 0
        while true {
            try Task.checkCancellation()
            attempt += 1
            let request = try await sign(under: signer, candidate: candidate, body)
            do {
                return try await service.send(request)
            } catch let error as RenewalError where attempt < Self.maximumAttempts {
                switch error.remedy {
                case .continueAbove(let sequence)? where error.code == .sequenceTooLow:
                    try await raiseSequence(to: sequence)
                case .currentCertificate(let fingerprint)? where fingerprint != request.groupKey:
                    guard try await vault.read()?.key(of: fingerprint) != nil else { throw error }
                    signer = fingerprint
                default:
                    throw error
                }
            }
        }
    }

    /// Takes the next number, stores it, and only then signs with it.
    private func sign(
        under signer: Fingerprint?, candidate: PrivateKey?,
        _ body: @Sendable (VaultContents, VaultContents.Membership) -> MachineRequest.Body
    ) async throws -> MachineRequest {
        let (contents, membership) = try await updateMember { contents, membership in
            membership.sequence = Self.next(membership.sequence)
            return (contents, membership)
        }
        guard let key = try signer.map({ try contents.require(key: $0) }) ?? contents.newest else {
            throw RenewalError(.keyNotHeld, "this machine holds no certificate of group \(contents.group); rejoin")
        }
        var request = MachineRequest(
            group: contents.group, machine: contents.machine,
            machineKey: membership.machineKey.publicKey.fingerprint(crypto), groupKey: key.fingerprint,
            sequence: membership.sequence, body: body(contents, membership))
        let bytes = request.signedBytes()
        request.machineSignature = try crypto.sign(bytes, with: membership.machineKey)
        request.groupSignature = try crypto.sign(bytes, with: key.privateKey)
        request.candidateSignature = try candidate.map { try crypto.sign(bytes, with: $0) }
        return request
    }

    /// Follows a refusal that named the last accepted number.
    private func raiseSequence(to accepted: UInt64) async throws {
        try await updateMember { _, membership in
            guard accepted > membership.sequence else { return }
            guard accepted - membership.sequence <= Self.maximumSequenceJump else {
                throw RenewalError(
                    .sequenceJumpRejected,
                    "the coordinator says that request \(accepted) was accepted, and this machine's last one was "
                        + "\(membership.sequence); it follows by at most 2^32: rejoin",
                    details: ["found": "\(accepted)", "sent": "\(membership.sequence)"])
            }
            membership.sequence = accepted
        }
    }

    private static func next(_ sequence: UInt64) -> UInt64 { sequence == .max ? .max : sequence + 1 }
}

extension VaultContents {
    fileprivate func require(key fingerprint: Fingerprint) throws -> HeldGeneration {
        guard let key = key(of: fingerprint) else {
            throw RenewalError(.keyNotHeld, "this machine does not hold the certificate \(fingerprint.short); rejoin")
        }
        return key
    }
}
