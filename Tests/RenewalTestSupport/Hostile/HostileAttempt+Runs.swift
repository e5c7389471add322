internal import RenewalCore

// What a store gives a machine to run (Rules C2, C3, Z3).
extension HostileAttempt {
    package static let runs: [HostileAttempt] = [
        run("moves a ciphertext to another connection", ends: .sealBroken) { _, run in
            run.connection = ConnectionID(Counter.id(4, 2))
        },
        run("moves a ciphertext to another revision", ends: .sealBroken) { _, run in run.revision += 1 },
        run("moves a ciphertext to another generation", ends: .sealBroken) { scene, run in
            try await scene.issueNext()
            try await scene.victim.agent.checkIn()
            run.copies[0].generation = Generation.first.next
        },
        run("moves a ciphertext from another group", ends: .sealBroken) { scene, run in
            let context = CredentialContext(
                group: GroupID(Counter.id(8, 1)), connection: run.connection, revision: run.revision,
                generation: .first, certificate: run.copies[0].certificate)
            run.copies[0].sealed = try scene.crypto.seal(
                TestWorld.credentials.encoded(), to: scene.held(1, by: scene.victim).certificate.publicKey,
                context: .credential(context))
        },
        run("gives a run of another group", ends: .wrongGroup) { _, run in run.group = GroupID(Counter.id(8, 1)) },
        run("gives another machine's run", ends: .wrongGroup) { _, run in run.machine = MachineID(Counter.id(8, 1)) },
        run("changes the last byte of a ciphertext", ends: .sealBroken) { _, run in
            var bytes = run.copies[0].sealed.bytes
            bytes[bytes.count - 1] ^= 1
            run.copies[0].sealed = SealedValue(bytes)
        },
        run("gives bytes for a ciphertext", ends: .envelopeRejected) { _, run in
            run.copies[0].sealed = SealedValue([])
        },
        run("gives no copy", ends: .keyNotHeld) { _, run in run.copies = [] },
        run("gives a delivery for a credential", ends: .sealBroken) { scene, run in
            let held = try scene.held(1, by: scene.victim)
            let context = DeliveryContext(
                group: scene.group, generation: Generation.first.next, certificate: .zero, recipient: held.fingerprint)
            run.copies[0].sealed = try scene.crypto.seal(
                TestWorld.credentials.encoded(), to: held.certificate.publicKey, context: .delivery(context))
        },
        run("gives credentials that are none", ends: .malformed) { scene, run in
            let held = try scene.held(1, by: scene.victim)
            let context = CredentialContext(
                group: scene.group, connection: run.connection, revision: run.revision, generation: .first,
                certificate: held.fingerprint)
            run.copies[0].sealed = try scene.crypto.seal(
                SecretBytes([1, 2, 3]), to: held.certificate.publicKey, context: .credential(context))
        },
    ]

    private static func run(
        _ name: String, ends expected: RenewalError.Code,
        _ change: @escaping @Sendable (HostileScene, inout RunAssignment) async throws -> Void
    ) -> HostileAttempt {
        HostileAttempt(name, rule: "Z3", ends: expected) { scene in
            let connection = try await scene.world.connection(pinnedBy: scene.issuer)
            var assignment = try await scene.world.assignment(connection, on: scene.victim)
            try await change(scene, &assignment)
            let changed = assignment
            return try await scene.attempt { try await scene.victim.agent.run(changed) { _ in } }
        }
    }
}
