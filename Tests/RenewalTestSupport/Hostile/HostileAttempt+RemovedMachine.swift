package import RenewalCore

// A machine that was removed and knows the group key (Rules G2, Z2, Z6). Everything goes to an honest coordinator.
extension HostileAttempt {
    package static let removedMachine: [HostileAttempt] = [
        removed("a removed machine checks in", ends: .machineNotFound) { scene, own in
            try await scene.send(try await own.request(scene, as: own.contents.machine, key: own.machineKey))
        },
        removed("a removed machine checks in as another", ends: .unknownMachineKey) { scene, own in
            try await scene.send(try await own.request(scene, as: scene.issuer.id(), key: own.machineKey))
        },
        removed("a removed machine names another's machine key", ends: .invalidSignature) { scene, own in
            var request = try await own.request(scene, as: scene.issuer.id(), key: own.machineKey)
            let other = scene.issuer.vault.copy()?.membership?.machineKey.publicKey
            request.machineKey = other.map { $0.fingerprint(scene.crypto) } ?? .zero
            try await scene.send(try own.sign(request, scene))
        },
        removed("a removed machine rejoins with its group key", ends: .wrongPassword) { scene, own in
            try await scene.join(try await own.join(scene, .rejoin, as: own.contents.machine))
        },
        removed("a removed machine joins under a new id with its group key", ends: .wrongPassword) { scene, own in
            try await scene.join(try await own.join(scene, .join, as: MachineID(Counter.id(8, 1))))
        },
        removed("a removed machine rejoins in another's name", ends: .wrongPassword) { scene, own in
            try await scene.join(try await own.join(scene, .rejoin, as: scene.issuer.id()))
        },
        removed("a removed machine issues in another's name", ends: .unknownMachineKey) { scene, own in
            scene.world.advanceToRenewal()
            _ = try await scene.world.coordinator.renewNow(scene.group, by: .app("test"))
            let rows = try await scene.certificates()
            var request = try await own.request(scene, as: scene.issuer.id(), key: own.machineKey)
            request.body = .submit(try await own.submission(scene, rows[0]))
            try await scene.send(try own.sign(request, scene))
        },
        removed("a removed machine comes back with the superseded password", ends: .supersededPassword) { scene, own in
            try await scene.issuer.agent.changePassword(to: try Password(chosen: "the newer password"))
            let machine = try scene.world.machine()
            try await machine.join()
        },
        HostileAttempt(
            "a removed machine that was shut out signs a link with the retired key", rule: "G2", ends: .brokenChain
        ) { scene in
            let own = try scene.held(1, by: scene.victim)
            try await scene.shutOut(scene.victim)
            let member = try scene.world.machine(through: scene.store)
            try await member.join(password: try Password(chosen: "the newer password"))
            let rows = try await scene.certificates()
            let forged = try scene.forge(rows[1], after: rows[0], signer: own.privateKey)
            scene.tamper { answer in
                answer.instruction = .install(
                    InstallInstruction(chain: [forged.row], delivery: SealedValue([1])))
            }
            return try await scene.attempt(by: member) { try await member.agent.checkIn() }
        },
        HostileAttempt(
            "a removed machine that was shut out checks in with the retired key", rule: "G2", ends: .machineNotFound
        ) { scene in
            try await scene.shutOut(scene.victim)
            return try await scene.checkIn()
        },
    ]

    private static func removed(
        _ name: String, ends expected: RenewalError.Code,
        _ attack: @escaping @Sendable (HostileScene, RemovedMachine) async throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "Z2", ends: expected) { scene in
            guard let contents = scene.victim.vault.copy(), let membership = contents.membership,
                let groupKey = contents.membership?.held.last
            else { throw RenewalError(.notJoined, "the victim is no member") }
            try await scene.world.coordinator.removeMachine(contents.machine, by: .app("test"))
            let own = RemovedMachine(contents: contents, machineKey: membership.machineKey, groupKey: groupKey)
            var code: RenewalError.Code?
            let before = try await scene.world.coordinator.machines(of: scene.group).count
            do { try await attack(scene, own) } catch let error as RenewalError { code = error.code }
            let after = try await scene.world.coordinator.machines(of: scene.group).count
            return AttemptOutcome(code: code, accepted: before == after ? nil : "\(after) machines, were \(before)")
        }
    }
}

/// What a removed machine still knows.
package struct RemovedMachine: Sendable {
    package var contents: VaultContents
    package var machineKey: PrivateKey
    package var groupKey: HeldGeneration

    fileprivate func request(
        _ scene: HostileScene, as machine: MachineID, key: PrivateKey
    ) async throws -> MachineRequest {
        let body = CheckIn(agentVersion: .renewalMinimum, trusted: .first, held: [.first])
        return try sign(
            MachineRequest(
                group: scene.group, machine: machine, machineKey: key.publicKey.fingerprint(scene.crypto),
                groupKey: groupKey.fingerprint, sequence: 1_000, body: .checkIn(body)), scene)
    }

    fileprivate func sign(_ request: MachineRequest, _ scene: HostileScene) throws -> MachineRequest {
        var request = request
        let bytes = request.signedBytes()
        request.machineSignature = try scene.crypto.sign(bytes, with: machineKey)
        request.groupSignature = try scene.crypto.sign(bytes, with: groupKey.privateKey)
        request.candidateSignature = try scene.crypto.sign(bytes, with: groupKey.privateKey)
        return request
    }

    /// A join signed with the group key in place of the join key.
    fileprivate func join(
        _ scene: HostileScene, _ operation: JoinRequest.Operation, as machine: MachineID
    ) async throws -> JoinRequest {
        let offer = try await scene.world.coordinator.joinOffer(for: scene.group)
        var join = JoinRequest(
            operation: operation, group: scene.group, machine: machine, name: try Name("back again"),
            agentVersion: .renewalMinimum, machineKey: machineKey.publicKey,
            passwordVersion: offer.passwordRecord?.version ?? 1, joinCounter: offer.joinCounter)
        join.joinSignature = try scene.crypto.sign(join.signedBytes(), with: groupKey.privateKey)
        join.machineSignature = try scene.crypto.sign(join.signedBytes(), with: machineKey)
        return join
    }

    fileprivate func submission(_ scene: HostileScene, _ row: IssuedCertificate) async throws -> Submission {
        let order = try await scene.orderToIssue()
        return Submission(
            generation: order.generation, certificate: row.certificate, terms: order.terms,
            link: ContinuityLink(
                passwordRecord: .zero, signatureByPrevious: Signature([]), signatureByNext: Signature([])),
            passwordRecord: order.passwordRecord, keyPackage: SealedValue([]), delivery: nil)
    }
}

extension HostileScene {
    fileprivate func send(_ request: MachineRequest) async throws { _ = try await world.coordinator.send(request) }
    fileprivate func join(_ request: JoinRequest) async throws { _ = try await world.coordinator.join(request) }

    /// Rule G2: new password, a renewal without delivery, retire the old generation.
    fileprivate func shutOut(_ machine: TestMachine) async throws {
        world.advance(days: 1)
        try await world.coordinator.removeMachine(try await machine.id(), by: .app("test"))
        try await issuer.agent.changePassword(to: try Password(chosen: "the newer password"))
        _ = try await world.coordinator.renewNow(
            group, delivery: .withoutDelivery(issuer: try await issuer.id()), by: .app("test"))
        try await issuer.agent.checkIn()
        try await world.coordinator.retireEarly(group, evenIfNeeded: true, by: .app("test"))
        try await issuer.agent.checkIn()
    }
}
