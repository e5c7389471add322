package import RenewalCore

// What a store shows a joiner (Rules I8 to I10, Z4).
extension HostileAttempt {
    package static let joiners: [HostileAttempt] = [
        answer("swaps the certificate for a joiner", ends: .brokenChain) { scene, answer in
            let forged = try scene.forge(answer.chain[0], after: nil)
            answer.chain = [forged.row]
            answer.packages = [try scene.package(forged.key, as: forged.row, in: answer)]
        },
        answer("swaps the certificate under the true fingerprint", ends: .certificateRejected) { scene, answer in
            answer.chain[0].certificate = try scene.forge(answer.chain[0], after: nil).row.certificate
        },
        answer("seals a package of its own to the password key", ends: .keyMismatch) { scene, answer in
            answer.packages = [try scene.package(scene.crypto.makeKey(.new), as: answer.chain[0], in: answer)]
        },
        answer("gives the package of another generation", renewed: true, ends: .sealBroken) { _, answer in
            answer.packages[1].keyPackage = answer.packages[0].keyPackage
        },
        answer("gives a package that was sealed under another record", ends: .sealBroken) { scene, answer in
            answer.packages = [
                try scene.package(
                    scene.crypto.makeKey(.new), as: answer.chain[0], in: answer, record: scene.crypto.digest([1]))
            ]
        },
        answer("gives bytes for a package", ends: .envelopeRejected) { _, answer in
            answer.packages[0].keyPackage = SealedValue([0])
        },
        answer("gives no package", ends: .storeInconsistent) { _, answer in answer.packages = [] },
        answer("gives only the previous generation's package", renewed: true, ends: .storeInconsistent) { _, answer in
            answer.packages.removeLast()
        },
        answer("swaps the current certificate after the anchor", renewed: true, ends: .brokenChain) { scene, answer in
            let forged = try scene.forge(answer.chain[1], after: answer.chain[0])
            answer.chain[1] = forged.row
            answer.packages[1].keyPackage = try scene.package(forged.key, as: forged.row, in: answer).keyPackage
        },
        answer("drops the link for a joiner", renewed: true, ends: .brokenChain) { _, answer in
            answer.chain[1].link = nil
        },
        answer("drops the anchor's certificate", renewed: true, ends: .brokenChain) { _, answer in
            answer.chain.removeFirst()
        },
        answer("gives no certificate", ends: .brokenChain) { _, answer in answer.chain = [] },
        answer("repeats a certificate", ends: .brokenChain) { _, answer in answer.chain.append(answer.chain[0]) },
        answer("moves the anchor to its own certificate", ends: .passwordRecordRejected) { scene, answer in
            let forged = try scene.forge(answer.chain[0], after: nil)
            answer.chain = [forged.row]
            answer.passwordRecord.anchor.certificate = forged.row.fingerprint
        },
        answer("answers with its own password record", ends: .wrongPassword) { scene, answer in
            answer.passwordRecord = try await scene.forgeRecord(version: 1, anchor: answer.chain[0])
        },
        answer("keeps the record that only the old generation signed", renewed: true, ends: .passwordRecordRejected) {
            scene, answer in
            let old = try scene.held(1, by: scene.issuer)
            answer.passwordRecord.signature = try scene.crypto.sign(
                answer.passwordRecord.signedBytes(group: scene.group), with: old.privateKey)
        },
        answer("answers for another group", ends: .wrongGroup) { _, answer in answer.group = GroupID(Counter.id(8, 1))
        },
        offer("offers its own password record", ends: .wrongPassword) { scene, offer in
            let rows = try await scene.certificates()
            offer.passwordRecord = try await scene.forgeRecord(version: 1, anchor: rows[0])
        },
        offer("offers a record with a cheap derivation", ends: .kdfParametersRejected) { _, offer in
            offer.passwordRecord?.parameters.cost = 0
        },
        offer("offers a record with an endless derivation", ends: .kdfParametersRejected) { _, offer in
            offer.passwordRecord?.parameters.cost = 1 << 62
        },
        offer("offers a record with another function", ends: .kdfParametersRejected) { _, offer in
            offer.passwordRecord?.parameters.function = "none"
        },
        offer("moves the offered anchor", ends: .passwordRecordRejected) { _, offer in
            offer.passwordRecord?.anchor.certificate = .zero
        },
        offer("offers another group", ends: .wrongGroup) { _, offer in offer.group = GroupID(Counter.id(8, 1)) },
        offer("offers its own record and the true one as superseded", ends: .supersededPassword) { scene, offer in
            let rows = try await scene.certificates()
            offer.previousPasswordRecord = offer.passwordRecord
            offer.passwordRecord = try await scene.forgeRecord(version: 2, anchor: rows[0])
        },
        offer("says that the group waits for its first machine", ends: .groupAlreadyFounded) { scene, offer in
            offer.passwordRecord = nil
            offer.issue = IssueTerms(createdAt: scene.world.clock.now(), validityMinutes: 288_000)
        },
        offer("hands a founder a V outside the rules", ends: .issueTermsRejected) { scene, offer in
            offer.passwordRecord = nil
            offer.issue = IssueTerms(createdAt: scene.world.clock.now(), validityMinutes: .min)
        },
    ]

    /// A newcomer joins and the store changes the answer.
    private static func answer(
        _ name: String, renewed: Bool = false, ends expected: RenewalError.Code,
        _ change: @escaping @Sendable (HostileScene, inout JoinAnswer) async throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "I8", ends: expected) { scene in
            if renewed { try await scene.issueNext() }
            scene.store.onJoin { [store = scene.store] request in
                var answer = try await store.honest.join(request)
                try await change(scene, &answer)
                return answer
            }
            let joiner = try scene.world.machine(through: scene.store)
            return try await scene.attempt(by: joiner) { try await joiner.join() }
        }
    }

    private static func offer(
        _ name: String, ends expected: RenewalError.Code,
        _ change: @escaping @Sendable (HostileScene, inout JoinOffer) async throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "I10", ends: expected) { scene in
            scene.store.onOffer { [store = scene.store] group in
                var offer = try await store.honest.joinOffer(for: group)
                try await change(scene, &offer)
                return offer
            }
            let joiner = try scene.world.machine(through: scene.store)
            return try await scene.attempt(by: joiner) { try await joiner.join() }
        }
    }
}

// What a store shows a machine that rejoins: it has a memory (Rules I9, I10, K4).
extension HostileAttempt {
    package static let rejoiners: [HostileAttempt] = [
        HostileAttempt("shows a rejoiner an older generation", rule: "I9", ends: .generationRollback) { scene in
            let old = try await scene.answerToJoin()
            try await scene.issueNext()
            try await scene.victim.agent.checkIn()
            scene.store.onJoin { _ in old }
            return try await scene.attempt { _ = try await scene.victim.agent.rejoin(password: scene.world.password) }
        },
        HostileAttempt("shows a rejoiner an older password record", rule: "I10", ends: .passwordRecordRollback) {
            scene in
            let old = try await scene.world.coordinator.joinOffer(for: scene.group)
            try await scene.victim.agent.changePassword(to: try Password(chosen: "the newer password"))
            scene.store.onOffer { _ in old }
            return try await scene.attempt { _ = try await scene.victim.agent.rejoin(password: scene.world.password) }
        },
        HostileAttempt("answers a rejoiner with the older record", rule: "I10", ends: .wrongPassword) { scene in
            let old = try await scene.answerToJoin()
            let newer = try Password(chosen: "the newer password")
            try await scene.victim.agent.changePassword(to: newer)
            scene.store.onJoin { _ in old }
            return try await scene.attempt { _ = try await scene.victim.agent.rejoin(password: newer) }
        },
        HostileAttempt("shows a rejoiner another branch", rule: "I9", ends: .brokenChain) { scene in
            // A machine that holds generation 1 makes a second generation 2: links and record verify.
            let old = try await scene.answerToJoin()
            try await scene.issueNext()
            try await scene.victim.agent.checkIn()
            let rows = try await scene.certificates()
            let key = try scene.held(1, by: scene.issuer).privateKey
            let forged = try scene.forge(rows[1], after: rows[0], signer: key)
            var answer = old
            answer.chain.append(forged.row)
            answer.passwordRecord.signature = try scene.crypto.sign(
                answer.passwordRecord.signedBytes(group: scene.group), with: forged.key)
            answer.packages = [try scene.package(forged.key, as: forged.row, in: answer)]
            let branch = answer
            scene.store.onJoin { _ in branch }
            return try await scene.attempt { _ = try await scene.victim.agent.rejoin(password: scene.world.password) }
        },
        HostileAttempt("says to a member's rejoin that there is no certificate", rule: "I9", ends: .generationRollback)
        {
            scene in
            scene.store.onOffer { group in
                JoinOffer(
                    group: group, passwordRecord: nil, previousPasswordRecord: nil, joinCounter: 0,
                    issue: IssueTerms(createdAt: TestWorld.start, validityMinutes: 288_000))
            }
            return try await scene.attempt { _ = try await scene.victim.agent.rejoin(password: scene.world.password) }
        },
    ]
}

extension HostileScene {
    /// The honest answer to a join at this moment.
    package func answerToJoin() async throws -> JoinAnswer {
        let recorder = Recorder()
        store.onJoin { [store] request in
            let answer = try await store.honest.join(request)
            await recorder.keep(answer)
            return answer
        }
        try await world.machine(through: store).join()
        store.onJoin(nil)
        guard let answer = await recorder.answer else { throw RenewalError(.notJoined, "nothing recorded") }
        return answer
    }

    /// A key package of an attacker's key; to seal it takes no secret.
    package func package(
        _ key: PrivateKey, as row: IssuedCertificate, in answer: JoinAnswer, record: Fingerprint? = nil
    ) throws -> OfferedPackage {
        let context = KeyPackageContext(
            group: group, generation: row.generation, certificate: row.fingerprint,
            passwordRecord: record ?? answer.passwordRecord.hash(group: group, crypto: crypto))
        let sealed = try crypto.seal(
            key.secret, to: answer.passwordRecord.passwordKey, context: .keyPackage(context))
        return OfferedPackage(generation: row.generation, keyPackage: sealed)
    }
}

private actor Recorder {
    private(set) var answer: JoinAnswer?
    func keep(_ answer: JoinAnswer) { self.answer = answer }
}
