internal import RenewalCore

// What a store shows a sealer (Rules C1, I9, Z4).
extension HostileAttempt {
    package static let sealers: [HostileAttempt] = [
        offer("swaps the pinned certificate for a sealer", ends: .pinMismatch) { scene, offer in
            offer.chain = [try scene.forge(offer.chain[0], after: nil).row]
        },
        offer("swaps it under the true fingerprint", ends: .certificateRejected) { scene, offer in
            offer.chain[0].certificate = try scene.forge(offer.chain[0], after: nil).row.certificate
        },
        offer("swaps the certificate after the pinned one", renewals: 1, ends: .brokenChain) { scene, offer in
            offer.chain[1] = try scene.forge(offer.chain[1], after: offer.chain[0]).row
        },
        offer("drops the link for a sealer", renewals: 1, ends: .brokenChain) { _, offer in offer.chain[1].link = nil },
        offer("leaves a generation out of the sealer's chain", renewals: 2, ends: .brokenChain) { _, offer in
            offer.chain.remove(at: 1)
        },
        offer("has a sealer seal to a retired generation", renewals: 2, ends: .brokenChain) { _, offer in
            offer.usable.insert(.first, at: 0)
        },
        offer("has a sealer seal to a retired generation instead", renewals: 2, ends: .brokenChain) { _, offer in
            offer.usable = [.first]
        },
        offer("names a usable generation that the chain does not reach", ends: .brokenChain) { _, offer in
            offer.usable = [offer.usable[0].next]
        },
        offer("offers a sealer another group", ends: .wrongGroup) { _, offer in
            offer.group = GroupID(Counter.id(8, 1))
        },
        offer("offers a sealer nothing", ends: .groupHasNoCertificate) { _, offer in offer.usable = [] },
        offer("offers a sealer no certificate", ends: .pinMismatch) { _, offer in offer.chain = [] },
        HostileAttempt("shows a sealer an older generation", rule: "I9", ends: .generationRollback) { scene in
            let old = try await scene.world.coordinator.sealingOffer(for: scene.group, after: nil)
            try await scene.issueNext()
            var sealer = Sealer(
                group: scene.group, trust: .pinned(try await scene.issuer.pin()), crypto: scene.crypto)
            return try await scene.seal(with: &sealer, old)
        },
        HostileAttempt("swaps the previous certificate behind a sealer", rule: "I9", ends: .brokenChain) { scene in
            try await scene.issueNext()
            var sealer = Sealer(
                group: scene.group, trust: .pinned(try await scene.issuer.pin()), crypto: scene.crypto)
            var offer = try await scene.world.coordinator.sealingOffer(for: scene.group, after: nil)
            offer.chain[0] = try scene.forge(offer.chain[0], after: nil).row
            return try await scene.seal(with: &sealer, offer)
        },
    ]

    private static func offer(
        _ name: String, renewals: Int = 0, ends expected: RenewalError.Code,
        _ change: @escaping @Sendable (HostileScene, inout SealingOffer) throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "C1", ends: expected) { scene in
            let pin = try await scene.issuer.pin()
            for _ in 0..<renewals { try await scene.issueNext() }
            var offer = try await scene.world.coordinator.sealingOffer(for: scene.group, after: nil)
            try change(scene, &offer)
            var sealer = Sealer(group: scene.group, trust: .pinned(pin), crypto: scene.crypto)
            return try await scene.seal(with: &sealer, offer)
        }
    }
}

extension HostileScene {
    /// Seals to what the offer says; a sealer that refused must trust what it trusted before.
    fileprivate func seal(with sealer: inout Sealer, _ offer: SealingOffer) async throws -> AttemptOutcome {
        let before = sealer.trusted
        do {
            let copies = try sealer.seal(
                TestWorld.credentials, connection: ConnectionID(Counter.id(4, 1)), revision: 1, offer: offer)
            return AttemptOutcome(code: nil, accepted: "sealed \(copies.count) copies")
        } catch let error as RenewalError {
            return AttemptOutcome(code: error.code, accepted: before == sealer.trusted ? nil : "trusts another")
        }
    }
}
