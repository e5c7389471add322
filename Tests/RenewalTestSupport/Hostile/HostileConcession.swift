package import RenewalCore

/// Something that Rule Z4 concedes to whoever controls the store: it works, and a test says so.
package struct HostileConcession: Sendable, CustomStringConvertible {
    /// What is conceded, in the rule's words.
    package let name: String
    private let body: @Sendable (HostileScene) async throws -> Bool

    private init(_ name: String, _ body: @escaping @Sendable (HostileScene) async throws -> Bool) {
        self.name = name
        self.body = body
    }

    /// Plays it with real rows and this crypto.
    ///
    /// - Returns: whether the store got what the rule concedes.
    package func play(_ crypto: any GroupCrypto) async throws -> Bool {
        try await body(try await HostileScene(crypto: crypto))
    }

    package var description: String { name }

    /// Every concession of the rule.
    package static let all: [HostileConcession] = [
        HostileConcession("it can deny service, and no key is lost by a refusal") { scene in
            scene.store.onSend { _ in throw RenewalError(.machineKeyExpired, "no") }
            let outcome = try await scene.checkIn()
            return outcome.code == .machineKeyExpired && outcome.accepted == nil && scene.victim.held() == [1]
        },
        HostileConcession("it can show a newcomer an older state, who prints generation, C and fingerprint") { scene in
            let old = try await scene.answerToJoin()
            try await scene.issueNext()
            scene.store.onJoin { _ in old }
            let report = try await scene.world.machine(through: scene.store).join()
            return report.current.generation == .first
                && report.description.contains(
                    "generation 1 of \(TestWorld.start), fingerprint \(old.chain[0].fingerprint)")
        },
        HostileConcession("it can show an issuer a password record that the issuer has not seen superseded") { scene in
            let old = try await scene.world.coordinator.group(scene.group).passwordRecord
            try await scene.issuer.agent.changePassword(to: try Password(chosen: "the newer password"))
            scene.world.advanceToRenewal()
            scene.tamper { answer in
                guard case .issue(var order) = answer.instruction, let old else { return }
                order.passwordRecord = old
                answer.instruction = .issue(order)
            }
            // An honest coordinator sends it back with the present record.
            _ = try await scene.checkIn()
            let versions = scene.store.requests.compactMap { request in
                if case .submit(let submission) = request.body { submission.passwordRecord.version } else { nil }
            }
            return versions == [1, 2] && scene.victim.held() == [1, 2]
        },
        HostileConcession("it can put back an older credential") { scene in
            let connection = try await scene.world.connection(pinnedBy: scene.issuer)
            let old = try await scene.world.assignment(connection, on: scene.victim)
            var sealer = Sealer(
                group: scene.group, trust: .pinned(try await scene.issuer.pin()), crypto: scene.crypto)
            let offer = try await scene.world.coordinator.sealingOffer(for: scene.group, after: nil)
            let newer = WindowsCredentials(userName: "CONTOSO\\robot", password: "changed since")
            let copies = try sealer.seal(newer, connection: connection, revision: 2, offer: offer)
            try await scene.world.coordinator.editConnection(
                ConnectionEdit(id: connection, copies: copies), by: .app("test"))
            return try await scene.victim.agent.run(old) { $0 } == TestWorld.credentials
        },
        HostileConcession("it can seal credentials of its own choosing") { scene in
            let connection = try await scene.world.connection(pinnedBy: scene.issuer)
            var assignment = try await scene.world.assignment(connection, on: scene.victim)
            let row = try await scene.certificates()[0]
            let chosen = WindowsCredentials(userName: "attacker", password: "of its own choosing")
            let context = CredentialContext(
                group: scene.group, connection: connection, revision: 1, generation: .first,
                certificate: row.fingerprint)
            assignment.copies[0].sealed = try scene.crypto.seal(
                chosen.encoded(), to: scene.crypto.readCertificate(row.certificate).publicKey,
                context: .credential(context))
            return try await scene.victim.agent.run(assignment) { $0 } == chosen
        },
        HostileConcession("it can name another connection for a run") { scene in
            let (wanted, other) = (
                try await scene.world.connection(1, pinnedBy: scene.issuer),
                try await scene.world.connection(2, pinnedBy: scene.issuer)
            )
            let assignment = try await scene.world.assignment(other, on: scene.victim)
            let opened = try await scene.victim.agent.run(assignment) { $0 }
            return assignment.connection != wanted && opened == TestWorld.credentials
        },
        HostileConcession("it can move C and V within the bounds") { scene in
            scene.world.advanceToRenewal()
            var order = try await scene.orderToIssue()
            order.terms = IssueTerms(createdAt: order.terms.createdAt.adding(days: -3), validityMinutes: 2_628_000)
            let moved = order
            // The coordinator behind the store refuses such terms; a store without one would keep the certificate.
            scene.store.onSend { [store = scene.store] request in
                guard case .submit(let submission) = request.body else {
                    var answer = try await store.honest.send(request)
                    if case .issue = answer.instruction { answer.instruction = .issue(moved) }
                    return answer
                }
                return MachineAnswer(
                    now: scene.world.clock.now(), status: .default, current: submission.generation,
                    currentCertificate: try scene.crypto.readCertificate(submission.certificate).fingerprint,
                    usable: [.first, submission.generation], nextCheckIn: scene.world.clock.now().adding(days: 1),
                    instruction: .nothing)
            }
            let report = try await scene.victim.agent.checkIn()
            let newest = scene.victim.vault.copy()?.memory.highest
            return report.events.map(\.rule) == ["I4"] && newest?.createdAt == moved.terms.createdAt
                && newest?.validityMinutes == 2_628_000
        },
        HostileConcession("it can split a machine that it makes issue from its group") { scene in
            scene.world.advanceToRenewal()
            let order = try await scene.orderToIssue()
            scene.store.onSend { [store = scene.store] request in
                guard case .submit(let submission) = request.body else {
                    var answer = try await store.honest.send(request)
                    if case .issue = answer.instruction { answer.instruction = .issue(order) }
                    return answer
                }
                // Accepted in this machine's eyes only, and the generation that the others hold called retired.
                return MachineAnswer(
                    now: scene.world.clock.now(), status: .default, current: submission.generation,
                    currentCertificate: try scene.crypto.readCertificate(submission.certificate).fingerprint,
                    usable: [submission.generation], nextCheckIn: scene.world.clock.now().adding(days: 1),
                    instruction: .nothing)
            }
            _ = try await scene.victim.agent.checkIn()
            return scene.victim.held() == [2]
        },
        HostileConcession("it can test guesses of the password against the record") { scene in
            guard let record = try await scene.world.coordinator.joinOffer(for: scene.group).passwordRecord else {
                return false
            }
            let keys = try await scene.crypto.deriveKeys(
                from: scene.world.password, parameters: record.parameters)
            return keys.joinKey.publicKey == record.joinKey
        },
    ]
}
