package import RenewalCore

// What a store tells a member that is to issue, to replace a delivery, or to change the password (Rules I4, I10, K5).
extension HostileAttempt {
    package static let issuers: [HostileAttempt] = [
        order("hands out a V over the rules", ends: .issueTermsRejected) { $1.terms.validityMinutes = 2_628_001 },
        order("hands out a V under the rules", ends: .issueTermsRejected) { $1.terms.validityMinutes = 129_599 },
        order("hands out a negative V", ends: .issueTermsRejected) { $1.terms.validityMinutes = -1 },
        order("hands out the largest V", ends: .issueTermsRejected) { $1.terms.validityMinutes = .max },
        order("hands out the C of the current certificate", ends: .issueTermsRejected) { _, order in
            order.terms.createdAt = TestWorld.start
        },
        order("hands out a stale C", ends: .issueTermsRejected) { _, order in
            order.terms.createdAt = TestWorld.start.adding(days: -1)
        },
        order("hands out a C in no year", ends: .issueTermsRejected) { _, order in
            order.terms.createdAt = Instant(secondsSince1970: .max)
        },
        order("says to issue the generation that is there", ends: .generationRollback) { _, order in
            order.generation = .first
        },
        order("says to leave a generation out", ends: .brokenChain) { _, order in
            order.generation = order.generation.next
        },
        order("says to issue the last generation there can be", ends: .brokenChain) { _, order in
            order.generation = Generation(.max) ?? order.generation
        },
        order("replaces the password record", ends: .passwordRecordRejected) { scene, order in
            let rows = try await scene.certificates()
            order.passwordRecord = try await scene.forgeRecord(version: 2, anchor: rows[0])
        },
        order("replaces the password key in the record", ends: .passwordRecordRejected) { scene, order in
            order.passwordRecord.passwordKey = try await scene.forgeRecord(
                version: 1, anchor: scene.certificates()[0]
            ).passwordKey
        },
        order("raises the version of the record", ends: .passwordRecordRejected) { _, order in
            order.passwordRecord.version = .max
        },
        HostileAttempt("puts back an older password record", rule: "I10", ends: .passwordRecordRollback) { scene in
            let old = try await scene.world.coordinator.group(scene.group).passwordRecord
            try await scene.victim.agent.changePassword(to: try Password(chosen: "the newer password"))
            scene.tamper { answer in
                guard case .issue(var order) = answer.instruction, let old else { return }
                order.passwordRecord = old
                answer.instruction = .issue(order)
            }
            scene.world.advanceToRenewal()
            return try await scene.checkIn()
        },
        HostileAttempt("gives fresh terms without end", rule: "I4", ends: .storeInconsistent) { scene in
            scene.world.advanceToRenewal()
            let order = try await scene.orderToIssue()
            scene.store.onSend { [store = scene.store] request in
                guard request.body.operation == "submit" else { return try await store.honest.send(request) }
                throw RenewalError(.staleIssue, "again", remedy: .issue(order))
            }
            // The candidate is kept, as it must be (Rule I4); nothing else may change.
            let outcome = try await scene.checkIn()
            let held = scene.victim.held()
            return AttemptOutcome(code: outcome.code, accepted: held == [1] ? nil : "held became \(held)")
        },
        HostileAttempt("replaces the record for a doubted delivery", rule: "I10", ends: .passwordRecordRejected) {
            scene in
            try await scene.issueNext()
            try await scene.victim.agent.checkIn()
            let rows = try await scene.certificates()
            let record = try await scene.forgeRecord(version: 1, anchor: rows[1])
            scene.tamper { $0.instruction = .replaceDelivery(record) }
            return try await scene.checkIn()
        },
        passwordChange("shows a record of its own to a password change", ends: .passwordRecordRejected) {
            scene, offer in
            let rows = try await scene.certificates()
            offer.passwordRecord = try await scene.forgeRecord(version: 7, anchor: rows[0])
        },
        passwordChange("shows no record to a password change", ends: .passwordRecordRollback) { _, offer in
            offer.passwordRecord = nil
        },
        HostileAttempt(
            "puts back an older record before a password change", rule: "I10", ends: .passwordRecordRollback
        ) { scene in
            let old = try await scene.world.coordinator.joinOffer(for: scene.group)
            try await scene.victim.agent.changePassword(to: try Password(chosen: "the newer password"))
            scene.store.onOffer { _ in old }
            return try await scene.attempt {
                try await scene.victim.agent.changePassword(to: try Password(chosen: "the newest password"))
            }
        },
    ]

    private static func order(
        _ name: String, ends expected: RenewalError.Code,
        _ change: @escaping @Sendable (HostileScene, inout IssueInstruction) async throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "I4", ends: expected) { scene in
            scene.world.advanceToRenewal()
            var order = try await scene.orderToIssue()
            try await change(scene, &order)
            let changed = order
            scene.tamper { answer in
                if case .issue = answer.instruction { answer.instruction = .issue(changed) }
            }
            return try await scene.checkIn()
        }
    }

    private static func passwordChange(
        _ name: String, ends expected: RenewalError.Code,
        _ change: @escaping @Sendable (HostileScene, inout JoinOffer) async throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "I10", ends: expected) { scene in
            var offer = try await scene.world.coordinator.joinOffer(for: scene.group)
            try await change(scene, &offer)
            let changed = offer
            scene.store.onOffer { _ in changed }
            return try await scene.attempt {
                try await scene.victim.agent.changePassword(to: try Password(chosen: "the newer password"))
            }
        }
    }
}

extension HostileScene {
    /// What an honest coordinator would order the victim to issue now.
    package func orderToIssue() async throws -> IssueInstruction {
        let group = try await world.coordinator.group(group)
        guard let record = group.passwordRecord else { throw RenewalError(.groupHasNoCertificate, "not founded") }
        return IssueInstruction(
            generation: Generation.first.next,
            terms: IssueTerms(createdAt: world.clock.now(), validityMinutes: group.policy.validityMinutes),
            passwordRecord: record, delivers: true)
    }
}
