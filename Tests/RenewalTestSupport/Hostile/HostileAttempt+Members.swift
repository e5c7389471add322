internal import RenewalCore

// What a store shows a member that is to install (Rules I5, I9, K2).
extension HostileAttempt {
    package static let members: [HostileAttempt] = [
        install("swaps the certificate for a member", ends: .brokenChain) { scene, order, rows, _ in
            order.chain = [try scene.forge(rows[1], after: rows[0]).row]
        },
        install("swaps the certificate for a member and keeps the true link", ends: .brokenChain) {
            scene, order, rows, _ in
            var forged = try scene.forge(rows[1], after: nil).row
            forged.link = rows[1].link
            order.chain = [forged]
        },
        install("swaps certificate and delivery for a member", ends: .brokenChain) { scene, order, rows, held in
            let forged = try scene.forge(rows[1], after: rows[0])
            order.chain = [forged.row]
            order.delivery = try scene.deliver(forged.key, as: forged.row, to: held)
        },
        install("drops the link", ends: .brokenChain) { _, order, _, _ in order.chain[0].link = nil },
        install("forges the old generation's signature on the link", ends: .brokenChain) { scene, order, _, _ in
            order.chain[0].link?.signatureByPrevious = try scene.crypto.sign([1], with: scene.crypto.makeKey(.new))
        },
        install("forges the new generation's signature on the link", ends: .brokenChain) { scene, order, _, _ in
            order.chain[0].link?.signatureByNext = try scene.crypto.sign([1], with: scene.crypto.makeKey(.new))
        },
        install("changes the password record that the link names", ends: .brokenChain) { scene, order, _, _ in
            order.chain[0].link?.passwordRecord = scene.crypto.digest([1])
        },
        install("shows a chain that leaves a generation out", ends: .brokenChain) { _, order, _, _ in
            order.chain[0].generation = order.chain[0].generation.next
        },
        install("says to install what is installed", ends: .generationRollback) { _, order, _, _ in order.chain = [] },
        install("names another C than the certificate", ends: .certificateRejected) { _, order, _, _ in
            order.chain[0].createdAt = order.chain[0].createdAt.adding(seconds: 1)
        },
        install("names a V outside the rules", ends: .issueTermsRejected) { _, order, _, _ in
            order.chain[0].validityMinutes = .max
        },
        install("names a C that no certificate can have", ends: .issueTermsRejected) { _, order, _, _ in
            order.chain[0].createdAt = Instant(secondsSince1970: .max)
        },
        install("shows a certificate of another group", ends: .certificateRejected) { scene, order, rows, held in
            order.chain = [
                try scene.forge(
                    rows[1], after: rows[0], signer: held.privateKey, group: GroupID(Counter.id(8, 1))
                ).row
            ]
        },
        install("shows bytes that are no certificate", ends: .certificateRejected) { _, order, _, _ in
            order.chain[0].certificate = [0x30, 0]
        },
        install("delivers a key of its own", ends: .keyMismatch) { scene, order, rows, held in
            order.delivery = try scene.deliver(scene.crypto.makeKey(.new), as: rows[1], to: held)
        },
        install("delivers bytes", ends: .envelopeRejected) { _, order, _, _ in order.delivery = SealedValue([1, 2, 3])
        },
        install("delivers what was sealed for another certificate", ends: .sealBroken) { scene, order, rows, held in
            var other = rows[1]
            other.fingerprint = .zero
            order.delivery = try scene.deliver(scene.crypto.makeKey(.new), as: other, to: held)
        },
        HostileAttempt("shows a member an older generation", rule: "I9", ends: .generationRollback) { scene in
            try await scene.issueNext()
            try await scene.victim.agent.checkIn()
            scene.tamper { $0.current = .first }
            return try await scene.checkIn()
        },
        HostileAttempt("has a member leap over a generation", rule: "I5", ends: .keyNotHeld) { scene in
            for _ in 0..<2 { try await scene.issueNext() }
            let phase = try await scene.world.coordinator.group(scene.group).phase
            let rows = try await scene.certificates()
            guard let current = phase.current, let delivery = phase.overlap?.delivery else {
                throw RenewalError(.noOpenRenewal, "nothing was delivered")
            }
            // The chain holds and the delivery is the true one: it is sealed to a generation that the member lacks.
            let order = InstallInstruction(chain: Array(rows.dropFirst()), delivery: delivery)
            scene.store.onSend { _ in
                MachineAnswer(
                    now: current.createdAt, status: .pendingNewKey, current: current.generation,
                    currentCertificate: current.fingerprint, usable: phase.usable.map(\.generation),
                    nextCheckIn: current.createdAt.adding(days: 1), instruction: .install(order))
            }
            return try await scene.checkIn()
        },
        HostileAttempt("names another certificate as the trusted generation", rule: "I9", ends: .brokenChain) { scene in
            scene.tamper { $0.currentCertificate = .zero }
            return try await scene.checkIn()
        },
        HostileAttempt("says \"retired\" in a refusal", rule: "K2", ends: .machineKeyExpired) { scene in
            scene.store.onSend { _ in
                throw RenewalError(.machineKeyExpired, "retired", remedy: .currentCertificate(.zero))
            }
            return try await scene.checkIn()
        },
        HostileAttempt("says \"retired\" in an answer, with nothing newer to hold", rule: "K2", ends: .brokenChain) {
            scene in
            try await scene.issueNext()
            scene.tamper { answer in
                if let current = Generation(2) { answer.usable = [current] }
                answer.instruction = .nothing
            }
            let outcome = try await scene.checkIn()
            guard outcome.code == nil, outcome.accepted == nil else { return outcome }
            scene.tamperInstall { $0.chain[0].link = nil }
            return try await scene.checkIn()
        },
        HostileAttempt("says that no generation serves", rule: "K2", ends: .groupKeyExpired) { scene in
            scene.tamper { $0.usable = [] }
            let outcome = try await scene.checkIn()
            guard outcome.code == nil, outcome.accepted == nil else { return outcome }
            scene.store.onSend { _ in throw RenewalError(.groupKeyExpired, "expired") }
            return try await scene.checkIn()
        },
        HostileAttempt("names a sequence number out of reach", rule: "Z2", ends: .sequenceJumpRejected) { scene in
            scene.store.onSend { _ in
                throw RenewalError(.sequenceTooLow, "low", remedy: .continueAbove(sequence: .max))
            }
            return try await scene.checkIn()
        },
        HostileAttempt("says \"deleted\"", rule: "G1", ends: .groupNotFound) { scene in
            scene.store.onSend { _ in throw RenewalError(.groupNotFound, "gone") }
            return try await scene.checkIn()
        },
    ]

    /// The issuer issued generation 2; the store changes the victim's order to install it.
    private static func install(
        _ name: String, ends expected: RenewalError.Code,
        _ change:
            @escaping @Sendable (
                HostileScene, inout InstallInstruction, [IssuedCertificate], HeldGeneration
            ) throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "I9", ends: expected) { scene in
            try await scene.issueNext()
            let rows = try await scene.certificates()
            let held = try scene.held(1, by: scene.victim)
            scene.tamperInstall { try change(scene, &$0, rows, held) }
            return try await scene.checkIn()
        }
    }
}

extension HostileScene {
    /// A delivery of an attacker's key; to seal it takes no secret.
    fileprivate func deliver(
        _ key: PrivateKey, as row: IssuedCertificate, to recipient: HeldGeneration
    ) throws -> SealedValue {
        let context = DeliveryContext(
            group: group, generation: row.generation, certificate: row.fingerprint, recipient: recipient.fingerprint)
        return try crypto.seal(
            key.secret, to: recipient.certificate.publicKey, context: .delivery(context))
    }
}
